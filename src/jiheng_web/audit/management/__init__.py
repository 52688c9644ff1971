"""Commands about the log for whoever runs the site."""
