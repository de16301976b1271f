"""Sessions and booths that each chat asked about or noted, with the facts it was told: those chats get the news.

Every process may look for news. The first to change ``gewusst`` from the old facts to the new ones tells them, in the
same transaction. So each chat is told once, also when a process dies in between or the change came while all were down.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from bot.chat.answers import Answer
from bot.chat.chat_tables import chat_table
from bot.chat.conversations import PUSHED, append
from bot.core.errors import ProgrammeUnavailable
from bot.dialogue.change_news import Thing, facts_of
from bot.programme.model import Catalogue, Session

SESSION, BOOTH = "sitzung", "stand"
MOST = 300  # things of one chat
Reference = tuple[str, str]  # kind and key
_interests = chat_table(
    "interessen",
    sa.Column("art", sa.String(16), primary_key=True),
    sa.Column("schluessel", sa.String(200), primary_key=True),
    sa.Column("gewusst", sa.Text, nullable=False),  # facts as told, "" when none could be had
    sa.Column("marke", sa.String(32), nullable=False, default=""),  # who changed the row last
    sa.Index("interessen_by_thing", "art", "schluessel"),
)


class Interests:
    """Stores the interests of chats, and delivers news about them."""

    def __init__(self, engine: sa.engine.Engine, catalogue: Callable[[], Catalogue]) -> None:
        """Take the database and the programme; ``catalogue`` may raise ProgrammeUnavailable."""
        self._engine = engine
        self._catalogue = catalogue

    def note(self, chat: str, references: Iterable[Reference]) -> None:
        """Store that the chat has just been told about these things."""
        wanted = list(dict.fromkeys(references))
        if wanted:
            with self._engine.begin() as connection:
                self.note_within(connection, chat, wanted)

    def note_within(self, connection: Any, chat: str, references: Iterable[Reference]) -> None:
        """As :meth:`note`, in a transaction under way. Things noted before keep the facts told then."""
        mine = sa.select(_interests.c.art, _interests.c.schluessel).where(_interests.c.session == chat)
        known = {(row.art, row.schluessel) for row in connection.execute(mine)}
        things = self._things()
        rows = [
            {"session": chat, "art": kind, "schluessel": key, "gewusst": facts_of(things[kind, key]), "marke": ""}
            for kind, key in references
            if (kind, key) in things and (kind, key) not in known
        ]
        if rows and len(known) + len(rows) <= MOST:
            connection.execute(_interests.insert(), [{**row, "stored_at": int(time.time())} for row in rows])

    def drop_within(self, connection: Any, chat: str, keys: Iterable[str]) -> None:
        """Forget the chat's interest in these sessions."""
        mine = (_interests.c.session == chat, _interests.c.art == SESSION, _interests.c.schluessel.in_(list(keys)))
        connection.execute(_interests.delete().where(*mine))

    def told(self, thing: Thing) -> list[str]:
        """Return the different facts that chats were told about a thing, other than the present ones."""
        told = _interests.c.gewusst
        query = sa.select(told).distinct().where(*_about(thing), told != facts_of(thing))
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def known_keys(self) -> set[Reference]:
        """Return everything that some chat is interested in."""
        query = sa.select(_interests.c.art, _interests.c.schluessel).distinct()
        with self._engine.connect() as connection:
            return {(row.art, row.schluessel) for row in connection.execute(query)}

    def tell(self, thing: Thing, told: str, make: Callable[[], Answer] | None) -> int:
        """Bring all chats that were told ``told`` up to date and return their number.

        With ``make``, each gets such a bubble.
        """
        # The mark finds the rows that this statement has changed; SQLAlchemy 1.4 has no RETURNING on SQLite.
        mark = secrets.token_hex(8)
        with self._engine.begin() as connection:
            new = {"gewusst": facts_of(thing), "marke": mark}
            connection.execute(sa.update(_interests).where(*_about(thing), _interests.c.gewusst == told).values(**new))
            chats = list(
                connection.execute(
                    sa.select(_interests.c.session).where(*_about(thing), _interests.c.marke == mark)
                ).scalars()
            )
            if make is not None:
                append(connection, ((chat, make()) for chat in chats), PUSHED)
        return len(chats)

    def _things(self) -> dict[Reference, Thing]:
        try:
            catalogue = self._catalogue()
        except ProgrammeUnavailable:
            return {}
        return things_of(catalogue)


def things_of(catalogue: Catalogue) -> dict[Reference, Thing]:
    """Return sessions and booths by kind and key."""
    things: dict[Reference, Thing] = {(SESSION, session.id): session for session in catalogue.sessions}
    things.update({(BOOTH, booth.number): booth for booth in catalogue.booths})
    return things


def _about(thing: Thing) -> tuple[Any, Any]:
    kind, key = (SESSION, thing.id) if isinstance(thing, Session) else (BOOTH, thing.number)
    return _interests.c.art == kind, _interests.c.schluessel == key
