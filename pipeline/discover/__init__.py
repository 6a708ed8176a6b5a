"""What a site's index page leads to, beside what it is known to publish."""
