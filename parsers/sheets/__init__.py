"""Pledge sheets: from lines, with or without boxes, to records with evidence."""
