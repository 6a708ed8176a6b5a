"""What texts are about: readings, named things, keywords, links. Models load only when called."""
