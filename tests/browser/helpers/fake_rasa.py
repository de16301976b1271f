"""A small HTTP server in the place of Rasa and the action server."""

from __future__ import annotations

import json
import math
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
WAY = {
    "einleitung": "Stand B3 finden Sie im Großen Saal. Oben gehen Sie nach links durch die Tür in den Großen Saal.",
    "karten": [
        {
            "art": "lageplan",
            "titel": "Stand B3, 1. Obergeschoss",
            "stand": "B3",
            "raum": "Großer Saal",
            "stufenlos": "",
            "beschreibung": "Grundriss 1. Obergeschoss, markiert: Stand B3. Der Weg dorthin steht im Text.",
        }
    ],
}
HTML = "<img src=x onerror=alert(1)> Mail an hausmesse@example.org, Telefon 0202 563-0000."
LONG_WORD = "Datenschutzgrundverordnungskonformitätsprüfungsverfahrensanweisung"
MARKDOWN = (
    "Das bringen Sie **bitte mit**:\n- Ihren Dienstausweis\n- etwas Zeit\n1. ankommen\n2. [Programm](/programm) lesen\n"
    "[böse](javascript:alert(1)) und <b>fett</b>"
)
UNDERSTOOD = {
    "text": "Was läuft morgen zu KI?",
    "absicht": "programm_suche",
    "sicherheit": 0.73,
    "rangliste": [["programm_suche", 0.73], ["wann_ist", 0.11], ["faq/parken", 0.06], ["ausserhalb", 0.03]],
    "zeiten": [
        {"text": "morgen", "von": "2025-05-15T00:00:00+02:00", "bis": "2025-05-16T00:00:00+02:00", "korn": "day"}
    ],
    "entscheidung": "antwort",
    "aktion": "action_programm",
    "dauer_ms": {
        "text": 0.3,
        "bedeutung": 14.2,
        "einordnen": 2.1,
        "zeiten": 1.2,
        "programm": 4.4,
        "antwort": 3.2,
        "gesamt": 46.8,
    },
    "beispiel": {"text": "Was gibt es morgen zu KI?", "absicht": "programm_suche", "naehe": 0.81},
    "knopf": False,
    "aus_gespraech": False,
    "nachgesehen": [
        {
            "quelle": "programm",
            "stand": "2025-05-14T10:04:00+02:00",
            "live": True,
            "umfang": {"sitzungen": 45, "staende": 20},
        }
    ],
}
UNSURE = {
    **UNDERSTOOD,
    "text": "Kann ich einen Schirm leihen?",
    "absicht": "nlu_fallback",
    "sicherheit": 0.21,
    "rangliste": [["faq/garderobe", 0.21], ["faq/vr_brillen", 0.17], ["ausserhalb", 0.12]],
    "zeiten": [],
    "entscheidung": "nachfrage",
    "aktion": "action_not_understood",
}
PLACES = {
    "programm_suche": (760, 600), "wann_ist": (900, 690), "wo_ist": (720, 440), "stand_suche": (830, 480),
    "faq/parken": (420, 120), "faq/anfahrt_auto": (330, 180), "faq/toiletten": (560, 260), "faq/wlan": (560, 500),
    "faq/ki_anwendungen": (860, 160), "faq/anmeldung": (380, 600), "smalltalk/witz": (180, 740), "bejahen": (90, 860),
    "plan_merken": (330, 860), "ausserhalb": (540, 390),
}  # fmt: skip


def cloud(x: int, y: int) -> list[int]:
    """The places of a topic's examples: a sunflower's seeds around it."""
    seeds = [(9 * math.sqrt(each), 2.4 * each) for each in range(120)]
    return [round(part) for far, turn in seeds for part in (x + far * math.cos(turn), y + far * math.sin(turn))]


SENTENCE_MAP = {"labels": PLACES, "points": {label: cloud(*where) for label, where in PLACES.items()}}
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
    "Wo ist B3?": [{"text": "Stand B3 finden Sie im Großen Saal."}, {"custom": WAY}],
    UNDERSTOOD["text"]: [
        {"text": "Morgen laufen zwei Programmpunkte: …"},
        {"custom": SESSIONS},
        {"custom": {"verstanden": UNDERSTOOD}},
    ],
    "Kann ich einen Schirm leihen?": [
        {"text": "Meinten Sie eines davon?", "buttons": [{"title": "Garderobe", "payload": "/faq/garderobe"}]},
        {"custom": {"verstanden": UNSURE}},
    ],
    "lang": [{"text": f"{LONG_WORD} – {LONG_WORD}, siehe https://example.org/{LONG_WORD.lower()}/{'x' * 120}"}],
    "markdown": [{"text": MARKDOWN}],
    "html": [{"text": HTML}],
}


class FakeRasa(ThreadingHTTPServer):
    """Answers from REPLIES, otherwise with an echo; notes every message; can be down or wait at its gate."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[str] = []
        self.languages: list[str] = []  # asked for, "" for the usual
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
        content = SENTENCE_MAP if self.path.endswith("/karte") else {"status": "ok"}
        self._reply(200 if self.server.up else 503, content)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        message = body["message"]
        self.server.gate.wait()
        if not self.server.up:
            self._reply(503, {})
            return
        self.server.received.append(message)
        self.server.languages.append(body.get("metadata", {}).get("sprache", ""))
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
