"""Questions that nobody could answer, for editors."""
