"""The child processes of publishing: training, asking the test sentences, running the test conversations."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.content.stories.wording import action_title
from bot.content.topics import LabelTitles
from bot.core.errors import MesselotseError
from bot.core.settings import load_ports
from bot.german.phrases import quoted
from bot.runtime.child_lifetime import tied_to_me
from bot.runtime.processes import current_environment, rasa_command, shared_environment

# Rasa's failed_test_stories.yml marks a deviation by a comment behind the expected step.
_STORY = re.compile(r"^- story: (?P<name>.*)$", re.MULTILINE)
_WRONG = re.compile(r"^\s*(?:- )?(intent|action): (?P<expected>\S+)\s+# predicted: (?P<found>\S+)(?P<rest>.*)$", re.M)
_LABELLED_WORDS = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\{[^{}]*\})")


@dataclass(frozen=True)
class FailedConversation:
    """The first deviation in one test conversation.

    Attributes:
        name: as in its file.
        sentence: the misunderstood sentence; "" where the bot acts differently.
        expected: label or action that its file names; "" when Rasa does not tell.
        found: label or action that came instead.
    """

    name: str
    sentence: str = ""
    expected: str = ""
    found: str = ""


def read_failed_conversations(written: str) -> list[FailedConversation]:
    """Read the text of ``failed_test_stories.yml``."""
    _, *parts = _STORY.split(written)
    return [_failed_conversation(_name(name), part) for name, part in zip(parts[::2], parts[1::2], strict=True)]


def failed_conversation_line(conversation: FailedConversation, title: LabelTitles) -> str:
    """Say in German what is wrong and how to mend it."""
    if conversation.sentence:
        meant, taken = title(conversation.expected), title(conversation.found)
        return (
            f"Im Testgespräch „{conversation.name}“ wird „{conversation.sentence}“ als „{taken}“ verstanden "
            f"statt als „{meant}“ – "
            f"bitte „{meant}“ um ähnliche Beispielfragen ergänzen."
        )
    if conversation.expected:
        return (
            f"Im Testgespräch „{conversation.name}“ kommt {quoted(action_title(conversation.found))} statt "
            f"{quoted(action_title(conversation.expected))} – bitte Geschichten und Regeln prüfen."
        )
    return f"Das Testgespräch „{conversation.name}“ läuft anders als erwartet – bitte Geschichten und Regeln prüfen."


def _failed_conversation(name: str, part: str) -> FailedConversation:
    match = _WRONG.search(part)
    if match is None:
        return FailedConversation(name)
    expected, found = match["expected"], match["found"]
    if match[1] == "action":
        return FailedConversation(name, "", expected, found)
    sentence = _LABELLED_WORDS.sub(r"\1", match["rest"]).strip()
    return FailedConversation(name, sentence, expected, found.removesuffix(":"))


def _name(written: str) -> str:
    """Return a test conversation's name as its file has it: Rasa adds the path, „name (/path/test_x.yml)“."""
    try:
        name = str(yaml.safe_load(written))
    except yaml.YAMLError:
        name = written
    return name.partition(" (/")[0]


NICE = 10
MODEL_NAME = "neu"
MODEL_FILE = f"{MODEL_NAME}.tar.gz"
WORK, EXPORTED = "entwurf", "inhalt"  # the folder of a preparation, below it the files of its snapshot
OnLine = Callable[[str], None]
OnShare = Callable[[float], None]


class StepFailed(MesselotseError):
    """A child process could not do its part."""


class Commands:
    """Runs the child processes for the project in ``root``, with files in ``work``; tests replace it."""

    def __init__(self, root: Path, work: Path) -> None:
        self._root, self._work = root, work

    def train(self, data: Path, told: OnShare) -> Path:
        """Train with the content below ``data`` and return the model.

        Raises:
            StepFailed: Rasa could not train.
        """
        parts = yaml.safe_load((self._root / "config.yml").read_text(encoding="utf-8"))
        trained, total = 0, len(parts["pipeline"]) + len(parts["policies"])

        def on_line(line: str) -> None:
            nonlocal trained
            if "Finished training component" in line or "Restored component" in line:
                trained += 1
                told(min(1.0, trained / total))

        target = self._work / MODEL_FILE
        target.unlink(missing_ok=True)
        command = rasa_command(
            "train", "--skip-validation", "--data", str(data / "data"), "--out", str(self._work),
            "--fixed-model-name", MODEL_NAME,
        )  # fmt: skip
        if self._run(command, "training.log", on_line) != 0 or not target.exists():
            raise StepFailed(f"Das Training ist gescheitert; Einzelheiten in {self._work / 'training.log'}.")
        return target

    def recognise(self, model: Path, sentences: Sequence[str], told: OnShare) -> Mapping[str, str]:
        """Return the label of each sentence by this model.

        Raises:
            StepFailed: the model could not be run.
        """
        name = model.name.partition(".")[0]  # two models may be asked at the same time
        asked, result = self._work / f"saetze-{name}.json", self._work / f"erkannt-{name}.json"
        log = f"saetze-{name}.log"
        asked.write_text(json.dumps(list(sentences)), encoding="utf-8")
        result.unlink(missing_ok=True)

        def on_line(line: str) -> None:
            done, _, total = line.strip().partition("/")
            if done.isdecimal() and total.isdecimal():
                told(int(done) / int(total))

        command = (sys.executable, "-m", "bot.publishing.recognise", str(model), str(asked), str(result))
        if self._run(command, log, on_line) != 0 or not result.exists():
            raise StepFailed(f"Die Testsätze ließen sich nicht fragen; Einzelheiten in {self._work / log}.")
        found: dict[str, str] = json.loads(result.read_text(encoding="utf-8"))
        for file in (asked, result, self._work / log):  # each version has names of its own
            file.unlink()
        return found

    def failed_conversations(self, model: Path, stories: Path) -> list[FailedConversation]:
        """Return the test conversations that go differently than they should.

        Raises:
            StepFailed: they could not be run.
        """
        results = self._work / "gespraeche"
        failed = results / "failed_test_stories.yml"
        failed.unlink(missing_ok=True)
        # Without --fail-on-prediction-errors: with it, Rasa stops at the first mistake and names none.
        command = rasa_command(
            "test", "core", "--e2e", "--stories", str(stories), "--model", str(model), "--out", str(results)
        )
        if self._run(command, "gespraeche.log", lambda _: None) != 0 or not failed.exists():
            raise StepFailed(f"Die Testgespräche liefen nicht; Einzelheiten in {self._work / 'gespraeche.log'}.")
        return read_failed_conversations(failed.read_text(encoding="utf-8"))

    def _run(self, command: Sequence[str], log: str, on_line: OnLine) -> int:
        environment = shared_environment(current_environment(), load_ports())
        with (self._work / log).open("w", buffering=1, encoding="utf-8") as file, subprocess.Popen(
            command, cwd=self._root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", preexec_fn=_standing_back(),
        ) as process:  # fmt: skip
            assert process.stdout is not None  # asked for above
            for line in process.stdout:
                file.write(line)
                on_line(line)
        return process.returncode


MakeCommands = Callable[[Path, Path], Commands]


def _standing_back() -> Callable[[], None]:
    """Return the child's first step: lower its priority, and end with this process."""
    tie = tied_to_me()

    def stand_back() -> None:
        tie()
        os.nice(NICE)

    return stand_back
