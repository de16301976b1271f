"""Publishing in the browser."""
