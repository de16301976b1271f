"""A small HTTP server in the place of Rasa and the action server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

SESSIONS = {
    "einleitung": "Jetzt laufen zwei Programmpunkte:",
    "karten": [
        {
            "art": "sitzung",
            "id": "ki-grundlagen",
            "titel": "Künstliche Intelligenz im Büro: Was sie kann und was nicht",
            "zeit": "10:00–10:45 Uhr",
            "tag": "Mittwoch",
            "raum": "Großer Saal",
            "vortragende": ["Miriam Talbach"],
            "format": "Vortrag",
            "hinweis": "",
        },
        {
            "art": "sitzung",
            "id": "vr",
            "titel": "Rundgang mit VR-Brille",
            "zeit": "10:00–11:00 Uhr",
            "tag": "Mittwoch",
            "raum": "Kunsthalle",
            "vortragende": ["Jonas Feldkamp", "Aylin Sommer"],
            "format": "Führung",
            "hinweis": "Neuer Raum, zuvor Bibliothek",
        },
    ],
}
BOOTHS = {
    "einleitung": "Dazu passt ein Stand:",
    "karten": [
        {
            "art": "stand",
            "nummer": "B3",
            "name": "Virtuelle Realität in der Ausbildung",
            "raum": "Kunsthalle",
            "organisation": "Amt für Beispiele",
            "text": "Setzen Sie eine VR-Brille auf, siehe https://example.org/vr.",
        }
    ],
}
HTML = "<img src=x onerror=alert(1)> Mail an hausmesse@example.org, Telefon 0202 563-0000."
REPLIES = {
    '/programm_suche{"zeit_text": "jetzt"}': [
        {
            "text": "Jetzt laufen zwei Programmpunkte: …",
            "buttons": [
                {"title": "Und danach?", "payload": "/mehr"},
                {"title": "Alle Stände", "payload": "/stand_suche"},
            ],
        },
        {"custom": SESSIONS},
    ],
    "/stand_suche": [{"text": "Stand B3."}, {"custom": BOOTHS}],
    "html": [{"text": HTML}],
}


class FakeRasa(ThreadingHTTPServer):
    """Answers from REPLIES, otherwise with an echo; notes every message; can be down or wait at its gate."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[str] = []
        self.up = True
        self.gate = Event()
        self.gate.set()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


@contextmanager
def fake_rasa() -> Iterator[FakeRasa]:
    """A running one."""
    with FakeRasa() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.gate.set()
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: FakeRasa
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply(200 if self.server.up else 503, {"status": "ok"})

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["message"]
        self.server.gate.wait()
        if not self.server.up:
            self._reply(503, {})
            return
        self.server.received.append(message)
        self._reply(200, REPLIES.get(message, [{"text": f"Sie sagten: {message}"}]))

    def _reply(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""
