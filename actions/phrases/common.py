"""Wordings that several rooms share: buttons, times, lists, titles, and words about the answer itself."""

# Buttons
WHAT_IS_ON = "Was läuft jetzt?"
TODAY = "Programm heute"
ALL_BOOTHS = "Alle Stände"
MORE = "Mehr anzeigen"
WHAT_IT_IS = "Worum geht es?"
WHERE_IT_IS = "Wo ist das?"
WHERE_BOOTH = "Wo ist der Stand?"
WHAT_IS_THERE = "Was gibt es dort?"

# Times; {day} is „heute“ or „am Donnerstag, 15. Mai“
SHORT_DAYS = {0: "heute", 1: "morgen"}
AT = "um {time} Uhr"
DAY_AT = "{day} um {time} Uhr"
FROM_TO = "von {start} bis {end} Uhr"
DAY_FROM_TO = "{day} von {start} bis {end} Uhr"
NAMED_DAY = "am "  # how {day} begins when it is a named one
AND = " und "

# Lists and titles
THERE_ARE = "Es gibt {count} {topic}:"
ENTRY = "• {text}"
ONE_MORE_ENTRY = "… und ein weiterer Eintrag."
MORE_ENTRIES = "… und {count} weitere."
TITLE = "„{title}“"
BOOTH_NAME = "Stand {number} „{name}“"
NO_LONGER_IN = ", nicht mehr {room}"
MARK_CANCELLED = "– fällt aus"
SESSION_CANCELLED = "„{title}“ fällt leider aus. {note}"

# Asking back
WHICH_OF_THEM = "Was davon meinen Sie?"
WHAT_EXACTLY = "Was meinen Sie genau? Nennen Sie mir bitte einen Programmpunkt, einen Stand oder einen Raum."

# About the programme and the copy that an answer comes from
NO_PROGRAMME = (
    "Das Programm kann ich gerade nicht abrufen. Bitte versuchen Sie es gleich noch einmal, oder fragen Sie am "
    "{desk}, Telefon {phone}."
)
AS_OF = "(Stand {time} Uhr; aktuellere Daten erreiche ich gerade nicht.)"

# Said to other programs than Messelotse itself that call the action server
REFUSED = "Aktionen ruft nur Messelotse selbst auf."
