"""The subcommands of ``kouyaku``, one module each."""
