"""Statistics in the browser."""
