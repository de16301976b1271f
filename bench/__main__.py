"""``python -m bench NAME [options]``: run one measurement; without a name, list them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
MEASUREMENTS = {
    "tempo": "Start, Speicher, Training, Antwortzeiten, neben der Pipeline von „rasa init“ und Rasas Untergrenze",
    "kollegium": "1.000 Kolleginnen und Kollegen um neun Uhr: kommen, denken, fragen, bleiben; auch beim Umschalten",
    "notfall": "Notfälle: wie viele erkannt, mit der richtigen Nummer, und wie viele Fehlalarme",
    "dauer": "acht Stunden Messe in Minuten: bleibt der Speicher flach?",
    "widrig": "Nachrichten, die teuer sein sollen: was sie kosten, und wie lange andere warten",
    "arbeiter": "Durchsatz mit 1, 2 und 4 Rasa hinter nginx, und was eine Nachricht jeden Teil kostet",
    "widget_latency": "vom Tippen bis zur Antwort im Browser, neben HTTP",
    "booth_soak": "der Stand einen Tag lang, mit schneller Uhr: Speicher von Seite und Server",
    "push_connections": "1.000 offene Chats: wann wissen alle von einer Änderung?",
    "change_latency": "von der Änderung im Programmbüro bis zur Antwort, die sie kennt",
    "programme_service": "Antworten je Sekunde des Programmdienstes",
    "programme_import": "1.000 Programmpunkte einlesen, je Format",
    "catalogue_search": "Suche in einem großen Programm",
    "time_expressions": "deutsche Zeitangaben, neben zwei Bibliotheken",
}


def main(arguments: list[str]) -> int:
    """Run or list; returns the exit status."""
    if not arguments or arguments[0] not in MEASUREMENTS:
        print("Aufruf: ./messelotse bench NAME [Optionen]\n\nMessungen:")
        width = max(map(len, MEASUREMENTS))
        print("\n".join(f"  {name:<{width}}  {text}" for name, text in MEASUREMENTS.items()))
        return 0 if not arguments or arguments[0] in ("-h", "--help") else 2
    name, *options = arguments
    path = os.pathsep.join(filter(None, [str(FOLDER.parent), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, str(FOLDER / f"{name}.py"), *options]
    return subprocess.run(command, cwd=FOLDER.parent, env={**os.environ, "PYTHONPATH": path}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
