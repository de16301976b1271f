"""Stories, rules and test conversations: read, worded in German, edited."""
