"""From a draft to a live version: prepare, train, test, release, roll back."""
