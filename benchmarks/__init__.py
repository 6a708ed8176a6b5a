"""How fast the project is beside the libraries it stands on and beside its peers."""
