"""Wordings for a question that finds nothing: no session, no booth, no person, nothing at that time."""

# No session on the topic, in the room, of the kind
NO_SESSIONS_ON_THAT = "Dazu steht nichts im Programm."
NO_SESSIONS_OF_KIND = "{kind} {topic} stehen nicht im Programm."
OTHER_THINGS_INSTEAD = "{nothing} Vielleicht hilft Ihnen das:"

# No session at that time; what comes nearest in time may follow
NO_SESSION_NOW = "Jetzt läuft {none} {topic}."
NO_SESSION_AFTER = "Danach kommt {none} {topic}."
NO_SESSION_AT_TIME = "{time} gibt es {none} {topic}."
NO_SESSION_LATER = "{nothing} Mehr steht dazu nicht im Programm."
NEAREST_SESSION = "{nothing} Zeitlich am nächsten liegt:"
NEAREST_SESSIONS = "{nothing} Zeitlich am nächsten liegen:"

# Neither session nor booth
NOTHING_EXACT = "Dazu finde ich im Programm und bei den Ständen nichts Genaues. Meinten Sie vielleicht:"
NOTHING_AT_ALL = (
    "Dazu finde ich im Programm und bei den Ständen leider nichts. Fragen Sie gern am {desk}, Telefon {phone}."
)

# No booth
NO_BOOTHS = "Stände {place} gibt es nicht."
NO_OTHER_BOOTHS = "Weitere Stände gibt es {place} nicht."

# No person of that name; nothing with a person
NO_PERSON = "{name} finde ich weder im Programm noch an einem Stand."
NO_PERSON_NEAR = "{nothing} Meinten Sie vielleicht:"
NO_PERSON_ELSE = "{nothing} Nennen Sie mir gern ein Thema, oder sehen Sie sich das Programm von heute an."
NO_SESSION_WITH_PERSON = "{name} steht mit keinem Programmpunkt im Programm."

# None of a list, nothing with free seats, nothing new, nothing left
NONE_OF_LIST_THEN = "Davon ist {time} leider nichts dabei."
NONE_OF_LIST = "Davon passt leider nichts."
NO_FREE_SEATS = "Was begrenzte Plätze hat, ist leider ausgebucht oder schon vorbei."
NO_CHANGES = "Für das, was noch kommt, gibt es keine Änderungen."
SESSION_GONE = "Diesen Programmpunkt gibt es nicht mehr."
ENTRY_GONE = "Diesen Eintrag gibt es im Programm nicht mehr."
