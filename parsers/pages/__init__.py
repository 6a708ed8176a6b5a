"""Index pages: from HTML or a text extract to meetings, summaries, terms and links."""
