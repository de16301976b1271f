"""What operators need while the bot runs: backup and restore, state at a glance."""
