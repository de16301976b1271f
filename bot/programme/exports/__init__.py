"""The programme for other programs: iCalendar, schedule.json and .xml, YAML, feed, now and next."""
