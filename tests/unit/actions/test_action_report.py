from __future__ import annotations

import pytest

from actions.action_report import decision_of, is_report_wanted, report_message
from actions.reply import Reply
from bot.dialogue.nlu_report import Decision
from tests.samples.fair import NOW, view


@pytest.mark.parametrize(
    ("reply", "intent", "decision"),
    [
        (Reply("Im Foyer."), "wo_ist", Decision.ANSWERED),
        (Reply("Meinten Sie?", is_miss=True, asks=True), "nlu_fallback", Decision.ASKED_BACK),
        (Reply("Was davon?", asks=True), "wo_ist", Decision.ASKED_BACK),
        (Reply("Leider nein.", is_miss=True), "nlu_fallback", Decision.NONE),
        (Reply("Nicht hier.", is_miss=True), "ausserhalb", Decision.OUT_OF_SCOPE),
    ],
)
def test_decision_follows_from_the_reply(reply: Reply, intent: str, decision: Decision) -> None:
    assert decision_of(reply, intent) == decision


def test_findings_say_what_was_looked_up() -> None:
    shown = view()
    found = report_message(Reply("Im Foyer."), "wo_ist", shown, {"programm": 1.234})["befund"]
    sizes = {"sitzungen": len(shown.catalogue.sessions), "staende": len(shown.catalogue.booths)}
    sizes["raeume"] = len(shown.catalogue.rooms)
    assert found == {
        "entscheidung": "antwort",
        "nachgesehen": [{"quelle": "programm", "stand": NOW.isoformat(), "live": True, "umfang": sizes}],
        "dauer_ms": {"programm": 1.23},
    }


def test_topic_and_missing_programme_look_nothing_up() -> None:
    cases = ((Reply(response="utter_x"), view()), (Reply("?"), None))
    found = [report_message(reply, "mehr", shown, {}) for reply, shown in cases]
    assert [each["befund"]["nachgesehen"] for each in found] == [[], []]


@pytest.mark.parametrize(
    ("message", "wanted"), [({}, False), ({"metadata": {"bericht": 1}}, False), ({"metadata": {"bericht": True}}, True)]
)
def test_report_must_be_asked_for(message: dict[str, object], wanted: bool) -> None:
    assert is_report_wanted(message) is wanted
