"""The command line speaks German: its headings, its errors and the list of commands."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn


class GermanParser(argparse.ArgumentParser):
    """argparse with German headings and errors."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and stop with status 2."""
        commands = ", ".join(HELP)
        print(f"Fehler: unbekannter Aufruf. Befehle: {commands}. Hilfe: ./messelotse --help", file=sys.stderr)
        raise SystemExit(2)

    def format_help(self) -> str:
        """The help text with German headings."""
        text = super().format_help()
        for english, german in (
            ("usage:", "Aufruf:"),
            ("positional arguments:", "Befehle:"),
            ("options:", "Optionen:"),
            ("show this help message and exit", "diese Hilfe zeigen"),
        ):
            text = text.replace(english, german)
        return text


HELP = {
    "start": "alles starten und überwachen (Strg-C beendet)",
    "teil": "nur einen Teil starten (web, rasa oder aktionen), für mehrere Prozesse oder Rechner",
    "train": "das Sprachmodell neu trainieren",
    "shell": "im Terminal mit dem Bot sprechen",
    "check": "alle Inhalte prüfen und jeden Fehler mit Datei und Zeile nennen",
    "nutzer": "Konten für Redaktion, Programmbüro und Leitung (anlegen, liste, sperren, passwort, rolle)",
    "programm": "eine Programmquelle prüfen oder als eigene Dateien übernehmen (pruefen, importieren)",
    "evaluate": "messen, wie gut der Bot versteht, auch im Vergleich (Bericht als HTML)",
    "veroeffentlichen": "Inhalte prüfen, trainieren, testen und live schalten; Fassungen zeigen und zurücknehmen",
    "status": "zeigen, ob alles läuft und wonach man sehen sollte",
    "bench": "Geschwindigkeit und Speicher messen, auch im Vergleich (ohne Namen: zeigt alle Messungen)",
    "sichern": "alles in einer Datei sichern: Inhalte, Modell, Gespräche, Konten (auch im laufenden Betrieb)",
    "wiederherstellen": "eine Sicherung zurückspielen (ersetzt Vorhandenes nur mit --ueberschreiben)",
    "aktualisieren": "Inhalte, Datenbank und Modell auf diese Fassung bringen; was Sie geändert haben, bleibt",
    "test": "alle Tests ausführen",
}
