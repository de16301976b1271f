"""The database from one version to the next, oldest first."""
