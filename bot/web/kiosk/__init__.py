"""The booth page: a tablet at the booth, its handover and its numbers."""
