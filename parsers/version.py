"""The version of the readers. It changes whenever the same bytes may give other records."""

PARSER_VERSION = "0.1.0"
