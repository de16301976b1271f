"""Wordings about booths and rooms, and the way there."""

# Lists
ONE_BOOTH = "einen Stand"
SEVERAL_BOOTHS = "Stände"
AT_PLACE = "{place} gibt es {count}:"
OTHERS_AT_PLACE = "{place} gibt es außerdem {count}:"
NEXT_PAGE = "Weitere Stände:"
LINE = "• {number}: {name} {room} {moved} {hours}"
LINE_ROOM = "({room})"
LINE_MOVED = "– vorher {room}"
LINE_STAFFED = "– besetzt {hours}"

# Changes
CANCELLED = "Der Stand {number} „{name}“ fällt leider aus. {note}"
MOVED = "Der Stand ist jetzt {room}, nicht mehr {before}."

# Where
BOOTH_IS_AT = "{booth} finden Sie {place}{moved}. {hours}"
ROOM_IS_ON_FLOOR = "{room} ist im {floor}."
ROOM_IS_HERE = "{room} ist hier im Haus."
NO_FIXED_ROOM = "auf der Messe (ohne festen Raum)"
WHAT_IS_ON_THERE = "Was läuft dort?"

# When
IS_STAFFED = "{booth} ist {hours} besetzt."
OWN_HOURS = "Besetzt ist er {hours}."

# Who
STAFFED_BY_ONE = "An {booth} ist {people} {organisation} für Sie da."
STAFFED_BY = "An {booth} sind {people} {organisation} für Sie da."
OF_ORGANISATION = "({organisation})"
RUN_BY = "{booth} wird betreut von: {organisation}."
NOBODY_NAMED = "Wer {booth} betreut, steht nicht im Programm."
PERSON_AT = "{name} ist an {booth} {place} für Sie da. {hours}"
WHO_RUNS_IT = "Wer betreut ihn?"

# What
IS = "{booth} {place}. {try_out} {hours} {note}"
IS_ABOUT = "{booth} {place}: {description} {try_out} {hours} {note}"
THERE_YOU_CAN = "Dort können Sie {what}."
TO_TRY_OUT = "Zum Ausprobieren: {what}."

# The picture of the way
BOOTH_ON_MAP = "Stand {number}"
MAP_TITLE = "{place}, {floor}"
MAP_DESCRIPTION = "Grundriss {floor}, markiert: {place}. Der Weg dorthin steht im Text."
STEP_FREE = "ja"
