"""Topics in the browser."""
