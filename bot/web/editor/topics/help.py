"""JSON help for the form of a topic while an editor writes: advice on examples, test sentences that change."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from bot.content.checks.draft_check import Fault, draft_faults
from bot.content.live_version import fingerprint_of, live_fingerprints, topic_fingerprints
from bot.content.topic_editing import edited_topic
from bot.content.topics import Topic
from bot.core.files import read_versioned
from bot.core.untrusted_text import storable
from bot.staff.access import Staff
from bot.web.editor.page import SENDING, editor_page
from bot.web.editor.topics.forms import content_fields, label_of, topic_of
from bot.web.editor.topics.parts import TopicParts
from bot.web.editor.topics.sentence_comparison import FAILED, LONGEST, TOO_LONG, Result
from bot.web.editor.topics.view import BASE
from bot.web.http.forms import lines_of

MOST_CHANGES = 3
LONGEST_TITLE = 80  # as in the form
NOTHING_TO_LEARN = "An den Beispielfragen ändert sich nichts: Alle Testsätze werden verstanden wie bisher."
REFUSALS = {
    FAILED: "Das ließ sich nicht prüfen. Bitte versuchen Sie es noch einmal oder fragen Sie den Betrieb.",
    TOO_LONG: f"Der Vergleich war nach {LONGEST / 60:.0f} Minuten nicht fertig und wurde beendet: Der Server ist "
    "gerade stark beschäftigt. Bitte versuchen Sie es später noch einmal. Speichern können Sie trotzdem.",
}


def setup_help(app: Sanic) -> None:
    """Serve /redaktion/rat.json and /redaktion/probe.json."""
    app.add_route(post_advice, f"{BASE}/rat.json", methods=SENDING, name="redaktion_rat")
    app.add_route(post_probe, f"{BASE}/probe.json", methods=SENDING, name="redaktion_probe")


@editor_page(TopicParts)
async def post_advice(request: Request, parts: TopicParts, staff: Staff) -> HTTPResponse:
    """Return advice on the body's examples, ``{"thema": "parken", "titel": "Parken", "zeilen": ["…"]}``."""
    body = _body_of(request)
    lines = body.get("zeilen")
    text = "\n".join(str(line) for line in lines) if isinstance(lines, list) else ""
    examples = lines_of({"zeilen": text}, "zeilen")
    title = str(body.get("titel") or "")[:LONGEST_TITLE]
    found = await parts.adviser.help(str(body.get("thema") or ""), examples, parts.site.clock.now(), title)
    return json(
        {
            "zum_titel": [{"text": each.text, "thema": each.topic} for each in found.on_title],
            "hinweise": [{"satz": each.sentence, "text": each.text} for each in found.advice],
            "vorschlaege": [{"text": text, "anzahl": count} for text, count in found.ideas],
            "fertig": found.is_whole,
        }
    )


@editor_page(TopicParts)
async def post_probe(request: Request, parts: TopicParts, staff: Staff) -> HTTPResponse:
    """Return the test sentences that a form's fields would change; to be asked again while ``zustand`` is „laeuft“."""
    fields = {str(name): str(value) for name, value in _body_of(request).items()}
    desk, label = parts.topics, fields.get("absicht", "")
    stem = label.partition("/")[2]
    desk.open(stem)  # an unknown one is told
    topic = topic_of(content_fields(fields), label_of(fields, stem), desk.titles())
    faults = await faults_of(parts, stem, topic)
    if faults:
        return json({"zustand": "fehler", "text": f"Bitte erst berichtigen: {faults[0].what} – {faults[0].remedy}."})
    text, _ = read_versioned(desk.path_of(stem))
    edited = edited_topic(text, topic)
    would_be_learnt = {**topic_fingerprints(desk.root), stem: fingerprint_of(edited.encode())}
    # a training of one or two minutes for the same result is spared
    if live_fingerprints(desk.root) == would_be_learnt:
        return json({"zustand": "fertig", "text": NOTHING_TO_LEARN, "saetze": []})
    return json(told(parts.comparison.ask(stem, edited), parts.adviser.titles()))


async def faults_of(parts: TopicParts, stem: str, topic: Topic) -> list[Fault]:
    """Everything that keeps the topic from being saved."""
    variables = parts.topics.variables(parts.site.clock.now())
    return await asyncio.to_thread(draft_faults, parts.topics.root, stem, topic, variables)


def told(result: Result, titles: Mapping[str, str]) -> dict[str, Any]:
    """The result in words; ``titles`` are those of topics and intents by label."""
    if isinstance(result, str):
        return {"zustand": result, "text": REFUSALS.get(result, "")}
    if not result:
        return {"zustand": "fertig", "text": "Alle Testsätze werden verstanden wie bisher.", "saetze": []}
    worse = sum(change[1] == change[2] for change in result)
    if len(result) == 1:
        text = f"Ein Testsatz wird anders verstanden, und zwar {'schlechter' if worse else 'nicht schlechter'}:"
    else:
        text = f"{len(result)} Testsätze werden anders verstanden, {worse or 'keiner'} davon falsch statt richtig:"
    sentences = [{"satz": change[0], "text": _in_words(change, titles)} for change in result[:MOST_CHANGES]]
    return {"zustand": "fertig", "text": text, "saetze": sentences}


def _in_words(change: list[str], titles: Mapping[str, str]) -> str:
    right, now, then = (f"„{titles.get(label, label)}“" for label in change[1:])
    if right == now:
        return f"bisher richtig {now}, dann {then}"
    return f"bisher {now}, dann richtig {then}" if right == then else f"bisher {now}, dann {then} (richtig: {right})"


def _body_of(request: Request) -> dict[str, Any]:
    return storable(request.json) if isinstance(request.json, dict) else {}
