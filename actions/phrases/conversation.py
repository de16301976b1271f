"""Wordings that lead the conversation: more of a list, a choice, a correction, what was not understood."""

# Buttons
SOMETHING_ELSE = "Etwas anderes"
OPENING_HOURS = "Wann ist geöffnet?"
FLOOR_PLAN = "Raumplan"

# More, a choice, a correction, yes
MORE_OF_WHAT = "Gern: Wozu möchten Sie mehr wissen?"
THAT_WAS_ALL = "Das waren schon alle."
WHICH_ENTRY = "Welchen Eintrag meinen Sie? Nennen Sie mir bitte den Titel oder die Standnummer."
SORRY = "Entschuldigung. Was meinten Sie genau?"
YES_TO_NOTHING = "Schön! Was möchten Sie wissen?"
ASK_AWAY = "Was möchten Sie genau wissen?"
STARTED_OVER = "Gern, wir fangen neu an. Was möchten Sie wissen?"
NOTHING_TO_REPEAT = "Gern – was soll ich wiederholen? Stellen Sie mir Ihre Frage bitte noch einmal."
FINE = "Alles klar. Wenn Sie noch etwas zur Messe wissen möchten, fragen Sie einfach."

# Not understood, or not about the fair
NOT_SURE = "Da bin ich mir nicht sicher. Meinten Sie eines davon?"
NOT_UNDERSTOOD = (
    "Das habe ich leider nicht verstanden. Fragen Sie gern anders, oder wenden Sie sich an einen Menschen: "
    "{desk}, Telefon {phone}. Das können Sie mich zum Beispiel fragen:"
)
NO_FAIR_THEN = "{day} ist keine Messe. {today}"
NO_FAIR_BEFORE = "{day} war keine Messe. {today}"
LITTLE_ON_THAT = "Dazu kann ich selbst wenig sagen. Auf der Messe passt vielleicht:"
OUT_OF_SCOPE = (
    "Dabei kann ich leider nicht helfen: Ich kenne mich nur mit dieser Messe aus. "
    "Möchten Sie wissen, was hier gerade läuft?"
)
