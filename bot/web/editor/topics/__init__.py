"""Topics in the browser: list, form, advice while writing."""
