"""Files that editors own: topics, examples, titles, variables."""
