"""Files that editors own: topics, examples, titles, variables, stories, and the checks on all of them."""
