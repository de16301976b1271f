"""A draft bot without Rasa: tells what it is told to tell, then answers on its socket like the REST channel."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import UnixStreamServer
from threading import Thread

SCRIPT = Path(__file__)
REPORT = {
    "text": "Wo kann ich parken?", "absicht": "faq/parken", "sicherheit": 0.83, "entscheidung": "antwort",
    "rangliste": [["faq/parken", 0.83], ["faq/wlan", 0.09], ["wo_ist", 0.04]], "zeiten": [], "aktion": "utter_faq",
    "dauer_ms": {"gesamt": 12.0}, "beispiel": None, "knopf": False, "aus_gespraech": False, "nachgesehen": [],
}  # fmt: skip


UMBRELLA = "Kann ich einen Schirm leihen?"
LABELS = {UMBRELLA: "faq/schirme"}
TEXTS = {UMBRELLA: "Schirme leihen Sie am Infostand im Foyer."}


def command(*stages: str, serves: bool = True) -> tuple[str, ...]:
    """The command line of one that tells these stages (the last one „bereit“ or „gescheitert“)."""
    return (sys.executable, str(SCRIPT), json.dumps(stages), str(int(serves)))


def replies(message: str, label: str = "faq/parken", action: str = "utter_faq") -> list[dict[str, object]]:
    """What the REST channel returns."""
    is_button = message.startswith("/")
    label = LABELS.get(message, label)
    report = {**REPORT, "text": message, "absicht": label, "aktion": action, "knopf": is_button}
    buttons = [{"title": "WLAN", "payload": "/faq/wlan"}]
    text = TEXTS.get(message, f"Entwurf: {message}")
    return [{"text": text, "buttons": buttons}, {"custom": {"verstanden": report}}]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["message"]
        body = json.dumps(replies(message)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def tell(stage: str) -> None:
    faults = ["Etwas fehlt."] if stage == "gescheitert" else []
    told = {"stage": stage, "share": 0.5, "origin": "eben gelernt", "learnt_from": "", "process": 0, "faults": faults}
    print(json.dumps(told), flush=True)


def main() -> None:
    stages, serves, path = json.loads(sys.argv[1]), sys.argv[2] == "1", sys.argv[3]
    if serves:
        server = UnixStreamServer(path, Handler)
        Thread(target=server.serve_forever, daemon=True).start()
    print("etwas, das keine Meldung ist", flush=True)
    for stage in stages:
        tell(stage)
    if serves:
        sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
