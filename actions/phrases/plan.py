"""Wordings about a visitor's own plan: note, show, take off, gaps, reminders."""

# Buttons
SHOW = "Mein Plan"
GAPS = "Lücken füllen"
CLEAR = "Ja, alles streichen"
REMIND_BEFORE = "10 Minuten vorher erinnern"
NOTE_AGAIN = "Doch wieder merken"
NO_REMINDER = "Doch nicht erinnern"
SHORTER_BEFORE = "{minutes} Minuten vorher"

# Shared; {the} is „der Workshop „Copilot““, {The} the same at the start of a sentence
ONE_ITEM = "ein Programmpunkt"
ONE_ITEM_ACCUSATIVE = "einen Programmpunkt"
SEVERAL_ITEMS = "Programmpunkte"
STANDS = "steht"
STAND = "stehen"
EMPTY = (
    "Auf Ihrem Plan steht noch nichts. Sagen Sie zum Beispiel „Merk dir den Vortrag zum Copilot“, "
    "oder tippen Sie bei einem Programmpunkt auf „Merken“."
)
EMPTY_NOW = "Ihr Plan ist jetzt leer."
IS_OVER = "{The} ist schon vorbei."

# Note
FULL = "Ihr Plan ist mit {most} Programmpunkten voll. Streichen Sie bitte zuerst etwas."
NOT_NOTED_CANCELLED = "{The} fällt leider aus, deshalb habe ich {it} nicht notiert."
ALREADY_NOTED = "{The} steht schon auf Ihrem Plan: {time}."
NOTED = "Gemerkt: {the}, {time} {room}."
NOTED_SEVERAL = "Gemerkt: {titles}."
CLASHES_WITH = "Achtung, das überschneidet sich mit {others}."
CLASHING_SESSION = "„{title}“ ({span})"
CLASHES_AMONG = "Achtung, darunter überschneidet sich etwas."
NO_SEATS_THERE = "Dort sind gerade keine Plätze mehr frei; wird wieder einer frei, sage ich Ihnen hier Bescheid."
NO_SEATS_AT = "Bei {titles} sind gerade keine Plätze mehr frei; wird wieder einer frei, sage ich Ihnen hier Bescheid."
NO_BOOKING = "Ein Platz ist damit nicht reserviert."

# Show
NOTHING_THEN = "Für {time} steht nichts auf Ihrem Plan."
ON_PLAN = "Auf Ihrem Plan {stand} {count}. {following}"
ON_PLAN_THEN = "Für diese Zeit {stand} auf Ihrem Plan {count}. {following}"
FOLLOWING = "Als Nächstes: „{title}“, {day} um {time} Uhr."
TAKE_ALONG = "Unter „Mein Plan“ gibt es ihn als Kalenderdatei und als QR-Code fürs Handy."
LINE_REMINDER = "{line} – Erinnerung {before}"
CLASH = "Achtung: „{first}“ und „{second}“ überschneiden sich."
CLASHES = "Achtung: „{first}“ und „{second}“ überschneiden sich und noch mehr."
ONE_GONE = "Einen Ihrer Programmpunkte gibt es nicht mehr."
SEVERAL_GONE = "{count} davon gibt es nicht mehr."

# Take off
NOTHING_TO_REMOVE = "Auf Ihrem Plan steht noch nichts, da gibt es nichts zu streichen."
REALLY_ALL = "Soll ich wirklich alles streichen? Auf Ihrem Plan {stand} {count}."
ALL_REMOVED = "{empty} Erinnerungen gibt es damit auch keine mehr."
NOT_ON_PLAN = "{The} steht nicht auf Ihrem Plan."
NOT_ON_PLAN_WHICH = "{nothing} Was soll ich streichen?"
REMOVED = "Gestrichen: {titles}. {rest}"
ONE_LEFT = "Es bleibt {count}."
SEVERAL_LEFT = "Es bleiben {count}."
NO_REMINDER_SET = "Es ist gerade keine Erinnerung eingestellt."
REMINDER_REMOVED = "In Ordnung, ich erinnere Sie nicht mehr an {titles}. Auf Ihrem Plan bleibt es stehen."

# Gaps
NOTHING_AHEAD = "Auf Ihrem Plan steht nichts mehr, was noch kommt. Sie haben also freie Wahl:"
NO_GAP = "Ihr Plan hat {day} keine Lücke mehr."
FREE = "Frei haben Sie {day} {times}."
NOTHING_FITS = "{free} Im Programm passt dort leider nichts hinein."
FITTING = "{free} Da hinein passt:"
HOW_TO_NOTE = "Sagen Sie „merk dir den ersten“, oder tippen Sie auf „Merken“."

# Which session
ONLY_SESSIONS = "Auf Ihrem Plan stehen Programmpunkte mit fester Uhrzeit, Stände und Räume nicht. {booth}"
BOOTH_ANY_TIME = "{booth} finden Sie jederzeit {room}."
WHICH_SESSION = "Welchen Programmpunkt meinen Sie? Nennen Sie mir gern den Titel."

# Remind
TOO_EARLY = "So lange im Voraus erinnere ich nicht, höchstens 24 Stunden vorher."
REMIND_OF_WHAT = "Woran soll ich Sie erinnern?"
REMIND_OF_NOTHING = "{question} Nennen Sie mir bitte den Programmpunkt."
NOT_REMINDED_CANCELLED = "{The} fällt leider aus, ich erinnere Sie also nicht."
RUNS_ALREADY = "{The} läuft schon."
REMINDED = (
    "Gern, ich erinnere Sie hier im Chat {when} an {the_accusative}. {added} Bitte lassen Sie dafür diese Seite offen."
)
REMINDED_WHEN = "{time}, {before},"
NOW_NOTED = "{It} steht jetzt auf Ihrem Plan."
BEGINS_SOON = "{The} beginnt schon in {minutes}, um {time} Uhr. {then}"
GO_NOW = "Gehen Sie am besten gleich los."
SHORTER = "{Before} geht also nicht mehr; soll ich Sie {shorter} erinnern?"
ALL_TOO_LATE = "{Before} geht leider bei keinem Ihrer Programmpunkte mehr."
REMINDED_OF_ALL = "Gern, ich erinnere Sie hier im Chat jeweils {before} an {count} auf Ihrem Plan. {left_out}"
SOME_LEFT_OUT = "Was schon läuft oder gleich beginnt, lasse ich aus."
LESS_THAN_A_MINUTE = "weniger als einer Minute"
ONE_MINUTE = "einer Minute"
MINUTES = "{count} Minuten"
