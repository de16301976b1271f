"""What somebody typed → the answer to the emergency in it, with the fair's texts and titles as of now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.emergency.net import NO_TITLES, TitleFinder, load_net
from bot.fair.file import LiveFair
from bot.programme.model import Catalogue


@dataclass(frozen=True)
class Urgent:
    """The answer to an emergency, and which it is (for counting; never a word of the message).

    ``before`` is the answer where one to the same words as a plain question follows; "" where the alarm is sure.
    """

    text: str
    situation: str
    before: str = ""


class EmergencyService:
    """Asks the net; needs neither Rasa nor actions nor a database."""

    def __init__(self, fair: LiveFair, catalogue: Callable[[], Catalogue | None] = lambda: None) -> None:
        """Make it.

        Args:
            fair: messe.yml.
            catalogue: the programme as it is now; whoever names a title of it reports no emergency, unless the title
                alone would.
        """
        self._net = load_net()
        self._fair = fair
        self._catalogue = catalogue
        self._titles: tuple[str, TitleFinder] = ("", NO_TITLES)

    def urgent(self, text: str, is_simple: bool = False) -> Urgent | None:
        """The answer when a typed message is an emergency, on request in Leichte Sprache."""
        alarm = self._net.find(text, self._known_titles())
        if alarm is None:
            return None
        fair = self._fair.current
        contact = {"infostand": fair.contact.desk, "telefon": fair.contact.phone, "mail": fair.contact.mail}
        facts = {**fair.facts, **contact}
        text = fair.emergency.answer(replace(alarm, is_sure=True), facts, is_simple)
        before = "" if alarm.is_sure else fair.emergency.answer(alarm, facts, is_simple)
        return Urgent(text, alarm.situation, before)

    def _known_titles(self) -> TitleFinder:
        catalogue = self._catalogue()
        if catalogue is not None and catalogue.version != self._titles[0]:
            names = [each.title for each in catalogue.sessions] + [each.name for each in catalogue.booths]
            self._titles = (catalogue.version, TitleFinder(names))
        return self._titles[1]
