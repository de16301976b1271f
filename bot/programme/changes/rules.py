"""Rules that a change must satisfy to be recorded, and hints for its author: pure, over the live catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.errors import MesselotseError
from bot.fair.model import Fair, find_room
from bot.programme.changes.model import BOOTH_KINDS, SESSION_KINDS, ChangeContent, ChangeKind, TargetKind
from bot.programme.model import Booth, Catalogue, Session, overlapping
from bot.programme.sources.moments import elapsed, later

LONGEST = timedelta(hours=24)


class ChangeRefused(MesselotseError):
    """A change that cannot be made; ``field`` is the German name of the value at fault."""

    def __init__(self, field: str, what: str, remedy: str) -> None:
        super().__init__(f"{what} – {remedy}")
        self.field = field
        self.what = what
        self.remedy = remedy


class NotThere(ChangeRefused):
    """The session or booth is not in the programme."""


class Pointless(ChangeRefused):
    """The programme is already as the change wants it."""


@dataclass(frozen=True)
class Situation:
    """The state a change is checked against; ``vanished`` are ids that the source no longer has."""

    catalogue: Catalogue
    fair: Fair
    now: datetime
    vanished: frozenset[str] = frozenset()

    def session(self, key: str, field: str = "sitzung") -> Session:
        """Return the session.

        Raises:
            NotThere: it is not in the programme.
        """
        found = self.catalogue.session(key)
        if found is None or key in self.vanished:
            raise NotThere(field, f"Die Sitzung „{key}“ steht nicht im Programm", "bitte die Kennung prüfen")
        return found

    def booth(self, key: str) -> Booth:
        """Return the booth.

        Raises:
            NotThere: there is none with this number.
        """
        found = self.catalogue.booth(key)
        if found is None:
            raise NotThere("stand", f"Den Stand „{key}“ gibt es nicht", "bitte die Nummer prüfen")
        return found


def validate(content: ChangeContent, situation: Situation, new_room: bool = False) -> ChangeContent:
    """Return the content as it is recorded: rooms by their names in the programme, with the target's title.

    Raises:
        ChangeRefused: the change cannot be made.
    """
    room = content.room
    if room is not None:
        room = validated_room(room, situation, new_room)
    content = content.copy(update={"label": _label(content, situation), "room": room})
    _check_kind(content)
    if content.target.kind is TargetKind.BOOTH:
        _check_booth(content, situation.booth(content.target.key), situation)
    elif content.kind is ChangeKind.ADD:
        content = content.copy(update={"session": _checked_addition(content, situation, new_room)})
    else:
        SESSION_CHECKS[content.kind](content, situation.session(content.target.key), situation)
    return content


def validated_room(name: str, situation: Situation, new_room: bool = False) -> str:
    """Return the room's name as the programme writes it; an unknown one only with ``new_room``.

    Raises:
        ChangeRefused: the room is unknown.
    """
    place = find_room(name, situation.catalogue.rooms)
    if place is not None:
        return place.name
    if new_room:
        return " ".join(name.split())
    known = ", ".join(room.name for room in situation.catalogue.rooms)
    raise ChangeRefused(
        "raum", f"Den Raum „{name}“ gibt es nicht", f"bekannt sind: {known}; für einen anderen „raum_neu“ setzen"
    )


def hints(session: Session, situation: Situation) -> tuple[str, ...]:
    """Return hints on a session as it is now: an occupied room, a late end, a time gone by. They refuse nothing."""
    if session.cancelled:
        return ()
    found = [_clash(session, other) for other in _neighbours(session, situation.catalogue)]
    day = situation.fair.day_of(session.start.date())
    if day is not None and session.end > day.closes:
        found.append(
            f"„{session.title}“ endet um {session.end:%H:%M} Uhr, nach Schluss der Messe ({day.closes:%H:%M} Uhr)."
        )
    if session.end <= situation.now:
        found.append(f"„{session.title}“ ist schon vorbei.")
    return tuple(found)


def _neighbours(session: Session, catalogue: Catalogue) -> Iterable[Session]:
    others = overlapping(catalogue, session.start, session.end)
    return (each for each in others if session.room and each.room == session.room and each.id != session.id)


def _clash(session: Session, other: Session) -> str:
    return f"{session.room} ist dann auch belegt: „{other.title}“, {other.start:%H:%M}–{other.end:%H:%M} Uhr."


def _label(content: ChangeContent, situation: Situation) -> str:
    if content.kind is ChangeKind.ADD:
        return content.session.title if content.session else ""
    if content.target.kind is TargetKind.BOOTH:
        return situation.booth(content.target.key).name
    return situation.session(content.target.key).title


def _check_kind(content: ChangeContent) -> None:
    allowed = BOOTH_KINDS if content.target.kind is TargetKind.BOOTH else SESSION_KINDS
    if content.kind not in allowed:
        known = ", ".join(sorted(kind.value for kind in allowed))
        where = "einem Stand" if content.target.kind is TargetKind.BOOTH else "einer Sitzung"
        raise ChangeRefused("art", f"„{content.kind.value}“ gibt es an {where} nicht", f"möglich sind: {known}")


def _check_booth(content: ChangeContent, booth: Booth, situation: Situation) -> None:
    if content.kind is ChangeKind.CANCEL and booth.cancelled:
        raise Pointless("art", f"Stand {booth.number} fällt schon aus", "es ist nichts zu tun")
    if content.kind is ChangeKind.ROOM and content.room == booth.room:
        raise Pointless("raum", f"Stand {booth.number} ist schon in „{booth.room}“", "bitte einen anderen Raum wählen")
    if content.kind is ChangeKind.NOTE and content.note == booth.note:
        raise Pointless("hinweis", "Dieser Hinweis steht dort schon", "bitte den Text ändern")
    for hours in content.hours or ():
        check_span(hours.opens, hours.closes, situation, ("von", "bis"))


def _check_cancel(_content: ChangeContent, session: Session, _situation: Situation) -> None:
    if session.cancelled:
        raise Pointless("art", f"„{session.title}“ fällt schon aus", "es ist nichts zu tun")


def _check_move(content: ChangeContent, session: Session, situation: Situation) -> None:
    assert content.start is not None
    end = content.end or later(content.start, elapsed(session.start, session.end))
    check_span(content.start, end, situation)
    if (content.start, end) == (session.start, session.end):
        raise Pointless(
            "beginn", f"„{session.title}“ ist schon für diese Zeit geplant", "bitte eine andere Zeit angeben"
        )


def _check_delay(_content: ChangeContent, session: Session, _situation: Situation) -> None:
    if session.cancelled:
        raise Pointless("art", f"„{session.title}“ fällt aus", "bitte zuerst die Absage zurücknehmen")


def _check_room(content: ChangeContent, session: Session, _situation: Situation) -> None:
    if content.room == session.room:
        raise Pointless("raum", f"„{session.title}“ ist schon in „{session.room}“", "bitte einen anderen Raum wählen")


def _check_swap(content: ChangeContent, session: Session, situation: Situation) -> None:
    other = situation.session(content.partner or "", "mit")
    if other.room == session.room:
        raise Pointless(
            "mit", f"Beide Sitzungen sind in „{session.room}“", "bitte eine Sitzung in einem anderen Raum nennen"
        )
    for each in (session, other):
        if not each.room:
            raise ChangeRefused("mit", f"„{each.title}“ hat keinen Raum", "bitte den Raum einzeln ändern")


def _check_seats(content: ChangeContent, session: Session, _situation: Situation) -> None:
    seats = content.seats if content.seats is not None else session.seats
    if content.seats_free is not None and seats is not None and content.seats_free > seats:
        raise ChangeRefused(
            "frei", f"Mehr freie Plätze ({content.seats_free}) als Plätze ({seats})", "bitte „frei“ prüfen"
        )


def _check_note(content: ChangeContent, session: Session, _situation: Situation) -> None:
    if content.note == session.note:
        raise Pointless("hinweis", "Dieser Hinweis steht dort schon", "bitte den Text ändern")


SESSION_CHECKS: dict[ChangeKind, Callable[[ChangeContent, Session, Situation], None]] = {
    ChangeKind.CANCEL: _check_cancel,
    ChangeKind.MOVE: _check_move,
    ChangeKind.DELAY: _check_delay,
    ChangeKind.ROOM: _check_room,
    ChangeKind.SWAP: _check_swap,
    ChangeKind.SEATS: _check_seats,
    ChangeKind.NOTE: _check_note,
}


def _checked_addition(content: ChangeContent, situation: Situation, new_room: bool) -> Session:
    assert content.session is not None
    session = content.session
    check_span(session.start, session.end, situation)
    return session.copy(update={"room": validated_room(session.room, situation, new_room) if session.room else ""})


def check_span(
    start: datetime, end: datetime, situation: Situation, fields: tuple[str, str] = ("beginn", "ende")
) -> None:
    """Check that a time from start to end lies on a day of the fair or of the programme.

    Raises:
        ChangeRefused: it ends before it begins, is too long, or lies on another day.
    """
    if not start < end:
        raise ChangeRefused(
            fields[1], f"Das Ende ({end:%H:%M}) liegt nicht nach dem Beginn ({start:%H:%M})", "bitte beide prüfen"
        )
    if end - start > LONGEST:
        raise ChangeRefused(
            fields[1], f"Von {start:%d.%m. %H:%M} bis {end:%d.%m. %H:%M} sind mehr als 24 Stunden", "bitte prüfen"
        )
    # Days of the programme, too: set-up days and evenings are often missing in messe.yml.
    days = {day.day for day in situation.fair.days} | {each.start.date() for each in situation.catalogue.sessions}
    if start.date() not in days:
        known = ", ".join(f"{day:%d.%m.%Y}" for day in sorted(days))
        raise ChangeRefused(fields[0], f"Am {start:%d.%m.%Y} ist keine Messe", f"möglich sind: {known}")
