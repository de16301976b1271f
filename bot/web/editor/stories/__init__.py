"""Stories in the browser."""
