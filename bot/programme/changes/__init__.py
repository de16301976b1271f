"""Changes that organisers make on the day: their rules, their log, and the programme with all of them applied."""
