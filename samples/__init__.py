"""The sample city: a fictional site in two editions, and the truth about it."""
