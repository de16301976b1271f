"""Rules, stories and test conversations: read, worded in German, edited in their files."""
