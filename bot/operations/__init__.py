"""Tools for operators while the bot runs: backup and restore, content updates, status."""
