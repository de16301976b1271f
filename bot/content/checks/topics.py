"""Checks the topics and their test sentences."""

from __future__ import annotations

from bot.content.checks.text_flaws import payload_flaws, text_flaws
from bot.content.content import NLU, SENTENCES, TOPICS, ContentFiles, stem_of_name
from bot.content.examples import examples_in, plain
from bot.content.known_names import KINDS, KnownNames
from bot.content.languages import LANGUAGES, SIMPLE_LANGUAGE
from bot.content.simple_language import simple_text_faults
from bot.core.errors import Problem
from bot.core.yaml_reader import Entry

MIN_SENTENCES = 4


def missing_sentences(content: ContentFiles) -> list[Problem]:
    """Return a problem for each topic and intent without a file of test sentences."""
    there = set(content.names(SENTENCES))
    wanted = [f"{SENTENCES}{stem}.yml" for stem in _stems(content)]
    remedy = f"bitte mit mindestens {MIN_SENTENCES} Testsätzen anlegen"
    # line 0: there is no file to point into
    return [Problem(name, 0, "fehlt", remedy) for name in wanted if name not in there]


def check_sentences(content: ContentFiles) -> None:
    """Report faulty files of test sentences."""
    examples, stems = examples_in(content), _stems(content)
    labels = _labels(content)
    seen: dict[str, str] = {}
    for name, entry in content.below(SENTENCES):
        stem = stem_of_name(name)
        entry.allow_only(("absicht", "saetze"))
        label = entry.text("absicht")
        if stem not in stems:
            entry.report(f"Zu {stem} gibt es kein Thema", "bitte die Datei löschen oder umbenennen")
        elif label and stem in labels and label != labels[stem]:
            entry.report_at("absicht", f"„{label}“ ist eine andere Absicht als {labels[stem]}", "bitte angleichen")
        _check_list(entry, name, examples, seen)


def _check_list(entry: Entry, name: str, examples: dict[str, str], seen: dict[str, str]) -> None:
    sentences = entry.located_texts("saetze")
    if len(sentences) < MIN_SENTENCES:
        entry.report_at("saetze", "zu wenige Testsätze", f"bitte mindestens {MIN_SENTENCES} eintragen")
    for sentence, line in sentences:
        place = seen.setdefault(plain(sentence), f"{name}:{line}")
        if plain(sentence) in examples:
            what = f"„{sentence}“ ist auch eine Beispielfrage"
            entry.report_line(line, what, "bitte einen anderen Testsatz wählen")
        elif place != f"{name}:{line}":
            entry.report_line(line, f"„{sentence}“ steht auch in {place}", "bitte nur einmal behalten")


def _stems(content: ContentFiles) -> list[str]:
    return sorted({stem_of_name(name) for folder in (TOPICS, NLU) for name in content.names(folder)})


def _labels(content: ContentFiles) -> dict[str, str]:
    """Return the label of each topic and intent by its file's stem."""
    files = [(name, entry) for folder in (TOPICS, NLU) for name, entry in content.below(folder)]
    first = {stem_of_name(name): item for name, entry in files for item in entry.quiet_entries("nlu")[:1]}
    labels = {stem: item.quiet_text("intent") for stem, item in first.items()}
    return {stem: label for stem, label in labels.items() if label.rpartition("/")[2] == stem}  # else reported there


MAX_BUTTONS = 3
ANSWER_KEYS = ("text", "metadata", "buttons")


def check_topics(content: ContentFiles, known: KnownNames) -> None:
    """Report the faults of every topic file that show in the file alone."""
    for name, entry in content.below(TOPICS):
        check_topic(entry, stem_of_name(name), known)


def check_topic(entry: Entry, stem: str, known: KnownNames) -> None:
    """Report the faults of the topic in the file ``stem``; its examples belong to the check of all intents."""
    items = entry.entries("nlu")
    if not items:
        entry.report("keine Beispielfragen", "bitte an einer vorhandenen Themendatei ausrichten")
        return
    for further in items[1:]:
        further.report("Mehr als ein Thema in dieser Datei", "bitte eine eigene Datei dafür anlegen")
    label = items[0].text("intent")
    # The file's stem is part of the label everywhere else: answers are looked up by it.
    if label and label not in {f"{kind}/{stem}" for kind in KINDS}:
        what = f"Die Absicht {label} passt nicht zum Dateinamen"
        remedy = f"bitte die Absicht „…/{stem}“ nennen oder die Datei umbenennen"
        items[0].report_line(items[0].line_of("intent"), what, remedy)
    if items[0].has("metadata"):
        items[0].entry("metadata").allow_only(("titel",))
    _check_responses(entry, f"utter_{label}", known)


def _check_responses(entry: Entry, wanted: str, known: KnownNames) -> None:
    responses = entry.entry("responses")
    names = responses.names()
    for name in names:
        if name != wanted:
            what = f"Die Antwort „{name}“ gehört nicht zu diesem Thema und wird nie gegeben"
            responses.report_line(responses.line_of(name), what, f"bitte „{wanted}“ schreiben oder löschen")
        check_answers(responses, name, known)
    # with a single wrong name, the fault above says it already
    if names and wanted not in names and len(names) > 1:
        responses.report(f"Die Antwort „{wanted}“ fehlt", f"bitte „{wanted}:“ ergänzen")


def check_answers(responses: Entry, name: str, known: KnownNames) -> None:
    """Report the faults in the wordings of one answer."""
    answers = responses.entries(name)
    if not answers and not responses.problems:
        responses.report_line(responses.line_of(name), f"Die Antwort „{name}“ ist leer", "bitte „- text: …“ ergänzen")
    for answer in answers:
        answer.allow_only(ANSWER_KEYS)
        _check_text(answer, "text", known)
        if answer.has("metadata"):
            _check_languages(answer.entry("metadata"), known)
        _check_buttons(answer.entries("buttons"), known)


def _check_text(entry: Entry, key: str, known: KnownNames) -> None:
    for flaw in text_flaws(entry.text(key), known):
        entry.report_line(entry.line_of(key, flaw.part), flaw.what, flaw.remedy)


def _check_languages(metadata: Entry, known: KnownNames) -> None:
    metadata.allow_only(LANGUAGES)
    for language in metadata.names():
        if language in LANGUAGES:
            _check_text(metadata, language, known)
    for line, number in metadata.located_lines(SIMPLE_LANGUAGE):
        for what, remedy in simple_text_faults(line):
            metadata.report_line(number, what, remedy)


def _check_buttons(buttons: list[Entry], known: KnownNames) -> None:
    for button in buttons[MAX_BUTTONS:][:1]:
        button.report("mehr als drei Knöpfe", "bitte die wichtigsten drei behalten")
    for button in buttons:
        button.allow_only(("title", "payload"))
        button.text("title")
        payload = button.text("payload")
        for what, remedy in payload_flaws(payload, known) if payload else ():
            button.report_at("payload", what, remedy)
