"""Faults that the web surfaces report to people: a status, what is wrong, what to do. Never a stack trace."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.core.errors import MesselotseError


class WebProblem(MesselotseError):
    """A request that cannot be answered; ``what`` and ``remedy`` are German sentences."""

    def __init__(
        self,
        status: int,
        what: str,
        remedy: str,
        details: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Make a problem; ``details`` are more fields of a JSON answer, ``headers`` go with any answer."""
        super().__init__(f"{what} {remedy}")
        self.status = status
        self.what = what
        self.remedy = remedy
        self.details = dict(details or {})
        self.headers = dict(headers or {})


NOT_STORABLE = ("Das lässt sich gerade nicht speichern.", "Bitte versuchen Sie es in einigen Minuten noch einmal.")
PROGRAMME_AWAY = ("Das Programm liegt gerade nicht vor.", "Bitte versuchen Sie es gleich noch einmal.")
DATABASE_AWAY = ("Die Datenbank antwortet gerade nicht.", "Bitte versuchen Sie es gleich noch einmal.")
_BY_STATUS: Mapping[int, tuple[str, str]] = {
    400: ("Diese Anfrage ist nicht lesbar.", "Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."),
    404: ("Diese Adresse gibt es hier nicht.", "Bitte prüfen Sie die Schreibweise oder gehen Sie zur Startseite."),
    405: ("So lässt sich diese Adresse nicht aufrufen.", "Bitte gehen Sie zur Startseite."),
    408: ("Die Anfrage kam zu langsam an.", "Bitte versuchen Sie es noch einmal."),
    411: ("Diese Anfrage nennt ihre Länge nicht.", "Bitte mit „Content-Length“ statt „Transfer-Encoding“ senden."),
    413: ("Diese Anfrage ist zu groß.", "Bitte kürzen Sie Ihre Nachricht."),
    414: ("Diese Adresse ist zu lang.", "Bitte gehen Sie zur Startseite."),
    431: ("Ihr Browser schickt zu viele Angaben mit.", "Bitte löschen Sie die Cookies dieser Seite."),
    417: ("Diese Anfrage ist nicht lesbar.", "Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."),
    503: ("Der Dienst ist gerade nicht erreichbar.", "Bitte versuchen Sie es gleich noch einmal."),
}


def problem_of_status(status: int) -> WebProblem:
    """The sentences for an HTTP status that the web server itself raised."""
    known = status if status in _BY_STATUS else (400 if 400 <= status < 500 else 503)
    what, remedy = _BY_STATUS[known]
    return WebProblem(status, what, remedy)


def too_many(wait: float, what: str) -> WebProblem:
    """429 with the seconds to wait."""
    seconds = max(1, math.ceil(wait))
    remedy = "Bitte warten Sie 1 Sekunde." if seconds == 1 else f"Bitte warten Sie {seconds} Sekunden."
    return WebProblem(429, what, remedy, {"warten": seconds}, {"Retry-After": str(seconds)})


def unexpected_problem(fault_id: str) -> WebProblem:
    """The sentences for a fault of our own; ``fault_id`` leads to its entry in the log."""
    remedy = f"Bitte versuchen Sie es noch einmal. Bleibt es dabei, nennen Sie bitte die Kennung {fault_id}."
    return WebProblem(500, "Da ist bei uns etwas schiefgegangen.", remedy)


def as_json(problem: WebProblem) -> dict[str, object]:
    """The body of an error answer."""
    return {"fehler": problem.what, "abhilfe": problem.remedy, **problem.details}


def takes_longer() -> WebProblem:
    """Return the 503 for a visitor whose message is still being answered."""
    return WebProblem(
        503,
        "Das dauert gerade länger als sonst.",
        "Ihre Frage ist angekommen; bitte versuchen Sie es gleich noch einmal, dann ist die Antwort meist da.",
    )


def not_reachable() -> WebProblem:
    """Return the 503 for a visitor while Rasa is away."""
    return WebProblem(
        503,
        "Ich bin gerade nicht erreichbar.",
        "Bitte versuchen Sie es gleich noch einmal oder fragen Sie am Infostand.",
    )
