"""The programme in formats for other programs: iCalendar, schedule.json and .xml, YAML, now and next."""
