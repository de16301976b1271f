"""Code that any project could use: errors, settings, files, database, locks, logs, secrets. Knows nothing of fairs."""
