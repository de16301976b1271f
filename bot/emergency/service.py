"""Answer a typed message that is an emergency, with the fair's texts and the programme's titles as of now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.emergency.net import NO_TITLES, TitleFinder, load_net
from bot.fair.file import LiveFair
from bot.programme.model import Catalogue


@dataclass(frozen=True)
class Urgent:
    """The answer to an emergency, and its situation (for counting; never a word of the message).

    ``before`` is the answer where a plain answer to the same words follows; "" where the alarm is sure.
    """

    text: str
    situation: str
    before: str = ""


class EmergencyService:
    """Runs the net on messages; needs neither Rasa nor the action server nor a database."""

    def __init__(self, fair: LiveFair, catalogue: Callable[[], Catalogue | None] = lambda: None) -> None:
        """Load the net.

        Args:
            fair: messe.yml.
            catalogue: returns the current programme; its titles in a message are no emergency unless one alone would
                be.
        """
        self._net = load_net()
        self._fair = fair
        self._catalogue = catalogue
        self._titles: tuple[str, TitleFinder] = ("", NO_TITLES)

    def urgent(self, text: str, is_simple: bool = False) -> Urgent | None:
        """Return the answer when a typed message is an emergency, on request in Leichte Sprache; else None."""
        alarm = self._net.find(text, self._known_titles())
        if alarm is None:
            return None
        # Read anew for each alarm: a corrected number must count at once.
        fair = self._fair.current
        contact = {"infostand": fair.contact.desk, "telefon": fair.contact.phone, "mail": fair.contact.mail}
        facts = {**fair.facts, **contact}
        text = fair.emergency.answer(replace(alarm, is_sure=True), facts, is_simple)
        before = "" if alarm.is_sure else fair.emergency.answer(alarm, facts, is_simple)
        return Urgent(text, alarm.situation, before)

    def _known_titles(self) -> TitleFinder:
        catalogue = self._catalogue()
        # Kept with the version they came from: the index is rebuilt once a change of programme, not once a message.
        if catalogue is not None and catalogue.version != self._titles[0]:
            names = [each.title for each in catalogue.sessions] + [each.name for each in catalogue.booths]
            self._titles = (catalogue.version, TitleFinder(names))
        return self._titles[1]
