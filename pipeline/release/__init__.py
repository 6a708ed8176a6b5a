"""The release: checked, documented, immutable files, written aside and switched in whole."""
