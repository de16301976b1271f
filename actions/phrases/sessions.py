"""Wordings about sessions: lists, one session, its time, people, seats and changes."""

# Kinds of session by their folded family; "" for every other
ONE_OF_KIND = {
    "vortrag": "ein Vortrag", "workshop": "ein Workshop", "fuhrung": "eine Führung",
    "sprechstunde": "eine Sprechstunde", "": "ein Programmpunkt",
}  # fmt: skip
ONE_OF_KIND_ACCUSATIVE = {
    "vortrag": "einen Vortrag", "workshop": "einen Workshop", "fuhrung": "eine Führung",
    "sprechstunde": "eine Sprechstunde", "": "einen Programmpunkt",
}  # fmt: skip
NONE_OF_KIND = {
    "vortrag": "kein Vortrag", "workshop": "kein Workshop", "fuhrung": "keine Führung",
    "sprechstunde": "keine Sprechstunde", "": "kein Programmpunkt",
}  # fmt: skip
NONE_OF_KIND_ACCUSATIVE = {
    "vortrag": "keinen Vortrag", "workshop": "keinen Workshop", "fuhrung": "keine Führung",
    "sprechstunde": "keine Sprechstunde", "": "keinen Programmpunkt",
}  # fmt: skip
SEVERAL_OF_KIND = {
    "vortrag": "Vorträge", "workshop": "Workshops", "fuhrung": "Führungen",
    "sprechstunde": "Sprechstunden", "": "Programmpunkte",
}  # fmt: skip

# What was searched for, behind the kind: „drei Vorträge zu „KI““
ON_TOPIC = "zu „{topic}“"
ON_THAT = "dazu"
WITH_PEOPLE = "mit {people}"

# The sentence above a list
RUNNING_ONE = "Jetzt läuft {count} {topic}:"
RUNNING = "Jetzt laufen {count} {topic}:"
BEGINS = "{moment} beginnt {count} {topic}:"
BEGIN = "{moment} beginnen {count} {topic}:"
AT_TIME = "{time} gibt es {count} {topic}:"
STILL_ON_DAY = "{day} gibt es noch {count}:"
COUNTED = "{count} {topic}"
ALREADY_OVER = "{intro} – schon vorbei:"
LAST_OF_DAY = "{day} als Letztes:"
FIRST_OF_DAY = "{day} als Erstes:"
NEXT_PAGE = "Weitere Programmpunkte:"
WITH_FREE_SEATS = "Freie Plätze gibt es noch hier:"
OF_LIST = "Davon {time} {what}:"
OF_LIST_HAVE_SEATS = "haben noch Platz"
OF_LIST_FIT = "passen"
STARTS_OF_TODAY = ("Jetzt", "Um ")  # an intro that begins so needs no „heute“

# Times that were asked for
AT_THE_FAIR = "auf der Messe"
LATER = "später"
IN_THAT_TIME = "in dieser Zeit"
UNTIL = "{day} bis {time} Uhr"
FROM = "{day} ab {time} Uhr"
BETWEEN = "{day} zwischen {start} und {end} Uhr"
PART_OF_DAY = "{day} {part}"
PARTS_OF_DAY = {(6, 12): "Vormittag", (12, 14): "Mittag", (12, 18): "Nachmittag", (17, 0): "Abend"}

# One line of a list
LINE = "• {day} {span}: {title} {facts} {mark}"
LINE_DAY = "{day},"
LINE_FACTS = "({facts})"
MARK_FULL = "– ausgebucht"
MARK_CHANGED = "– geändert"
MARK_ONE_SEAT = "– 1 Platz frei"
MARK_SEATS = "– {count} Plätze frei"

# One session: its time
RUNNING_NOW = "{time} (läuft gerade)"
OVER_NOW = "{time} (schon vorbei)"
IS_AT = "„{title}“ ist {time} {room}. {changed} {note}"
IS_OVER = "„{title}“ ist schon vorbei."

# One session: its place
IS_IN = "„{title}“ ist {place}{moved}, {time}."
NO_ROOM_YET = "Für „{title}“ ist noch kein Raum eingetragen."

# One session: its people, by kind; "" for every other
LED_BY_ONE = {
    "Vortrag": "Den Vortrag „{title}“ hält {people}.",
    "Workshop": "Den Workshop „{title}“ leitet {people}.",
    "Führung": "Die Führung „{title}“ leitet {people}.",
    "Sprechstunde": "„{title}“ hält {people}.",
    "": "„{title}“ gestaltet {people}.",
}
LED_BY_SEVERAL = {
    "Vortrag": "Den Vortrag „{title}“ halten {people}.",
    "Workshop": "Den Workshop „{title}“ leiten {people}.",
    "Führung": "Die Führung „{title}“ leiten {people}.",
    "Sprechstunde": "„{title}“ halten {people}.",
    "": "„{title}“ gestalten {people}.",
}
NOBODY_NAMED = "Wer „{title}“ gestaltet, steht nicht im Programm."
PERSON_IN_PROGRAMME = "{name} ist {time} im Programm mit:"
PERSON_AT_OTHER_TIME = "{name} ist {time} nicht im Programm, sondern hier:"

# One session: what it is
ARTICLE_OF = {"Vortrag": "ein", "Workshop": "ein", "Seminar": "ein", "Führung": "eine", "Sprechstunde": "eine"}
IS_A = "„{title}“ ist {article} {kind} {people}, {when}."
IS = "„{title}“ – {kind} {when}."
IS_WITH = "„{title}“ – {kind} {when}, {people}."
IS_KIND = "{kind},"
MORE_ON_TOPIC = "Mehr zu „{topic}“"

# Seats
SEATS_UNKNOWN = "Es gibt {seats} Plätze; wie viele noch frei sind, weiß ich nicht."
NO_SEATS = "Leider sind keine Plätze mehr frei."
ONE_SEAT_OF = "Es ist noch 1 von {seats} Plätzen frei."
SEATS_OF = "Es sind noch {free} von {seats} Plätzen frei."
ONE_SEAT = "Es ist noch 1 Platz frei."
SEATS = "Es sind noch {free} Plätze frei."
SEATS_UNLIMITED = "Die Plätze sind nicht begrenzt: Kommen Sie einfach vorbei."
SEATS_ANSWER = "„{title}“ ist {time}. {seats} {moved}"
BUT_MOVED = "Achtung, geändert: {changed}."
OTHERS_ON_TOPIC = "Anderes zu „{topic}“"
BOOTHS_HAVE_NO_SEATS = "Stände können Sie jederzeit besuchen, ohne Anmeldung und ohne Platzkarte."

# Changes
CHANGED = "Geändert: {changed}."
WHAT_CHANGED = "Das hat sich geändert:"
AS_ANNOUNCED = "„{title}“ findet wie angekündigt statt: {time} {room}."
ALL_CHANGES = "Alle Änderungen"
NOW_CANCELLED = "„{title}“ {day} ({time} Uhr) fällt aus. {note}"
NOW_NEW = "Neu: „{title}“ {day} um {time} Uhr {room}. {note}"
NOW_OTHERWISE = "„{title}“ {day} {changes}. {note}"
ON_DAY = "am {day}"
BEGINS_INSTEAD = "beginnt um {time} statt {before} Uhr"
MOVED_FROM = "ist jetzt {room} (vorher: {before})"
IS_CHANGED = "ist geändert"

# What differs from the announced programme, on a card
CANCELLED = "fällt aus"
OTHER_TIME = "{time} statt {before} Uhr"
OTHER_ROOM = "{room} statt {before}"
NEW = "neu im Programm"
FULL = "ausgebucht"

# Buttons
AFTER = "Was kommt danach?"
