"""What one needs around the flows: alarms, an image, and a demonstration."""
