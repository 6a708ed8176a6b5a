"""Press releases about pledges: title, date and the figures of achievement."""
