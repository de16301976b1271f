"""Brings a person's message to Rasa and the answers back: each message once, each session in order."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID, uuid5
from weakref import WeakValueDictionary

import sqlalchemy as sa

from bot.chat.answers import Answer, ReplyEffects, make_answer, make_greeting, read_wishes, to_answers
from bot.chat.conversations import GREETING, Conversations
from bot.chat.nlu_reports import Understood
from bot.chat.questions import EMERGENCY, QuestionLog
from bot.chat.session_tokens import sender_of
from bot.content.languages import LANGUAGE_KEY, SIMPLE_LANGUAGE
from bot.core.database import beside, takes_no_writing
from bot.core.logs import REQUEST_KEY, current_request
from bot.core.redis import SharedLocks
from bot.dialogue.nlu_report import MESSAGE_KEY, REPORT_KEY, Understanding, read_understandings
from bot.emergency.service import EmergencyService, Urgent
from bot.fair.clock import FairClock
from bot.runtime.rasa_client import RasaClient, RasaFault, RasaUnavailable
from bot.web.chat.incoming import Incoming
from bot.web.chat.live_chat import LiveChat
from bot.web.http.problems import WebProblem, not_reachable, takes_longer

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 4.5  # then a person is told that it takes longer, and the work goes on
RESTART_PAYLOAD, RESTART_TITLE = "/neu_anfangen", "Neu anfangen"
MOST_TRIES = 3  # at a message that Rasa fails at; the chat would wait for ever
MOST_FAULTS = 1_000
SORRY = "Da ist bei mir etwas schiefgegangen. Bitte stellen Sie Ihre Frage anders oder fragen Sie am Infostand."
OPEN_SECONDS = 2.0  # a new chat does not wait longer for a database
STORE_SECONDS = 0.5  # an emergency even less
DOUBT_SECONDS = 1.0  # what may be one waits so long for the answer to a plain question
NOT_KEPT = "Ich kann mir gerade nichts merken: Nach dem Neuladen der Seite fehlt diese Antwort."
T = TypeVar("T")


class Faults:
    """Counts how often Rasa has failed at each recent message."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, int] = OrderedDict()

    def is_hopeless(self, message: str) -> bool:
        """Count one more failure, and return whether the message has failed too often to be tried again."""
        count = self._counts.pop(message, 0) + 1
        if count >= MOST_TRIES:
            return True
        self._counts[message] = count
        if len(self._counts) > MOST_FAULTS:
            self._counts.popitem(last=False)
        return False


class Delivery:
    """The chats' one way to Rasa: a message id is answered once, the messages of a session run in order."""

    def __init__(
        self,
        clock: FairClock,
        conversations: Conversations,
        rasa: RasaClient,
        live: LiveChat,
        suggested_title: Callable[[str], str | None],
        understood: Understood,
        questions: QuestionLog,
        shared: SharedLocks,
        emergencies: EmergencyService,
    ) -> None:
        """Connect the chats with Rasa, the live plan and the question log.

        Args:
            suggested_title: knows the payloads that may be sent without having been offered in the chat.
            shared: holds a chat for this process where there are several.
            emergencies: answers emergencies before anything else does.
        """
        self._emergencies = emergencies
        self._shared = shared
        self._understood = understood
        self._questions = questions
        self._plans = live.plans
        self._interests = live.interests
        self._on_recorded = live.hub.wake
        self._suggested_title = suggested_title
        self._clock = clock
        self._conversations = conversations
        self._rasa = rasa
        # Weak: a lock lives exactly as long as it is held or waited for.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[object]] = set()
        self._faults = Faults()

    async def history(self, session: str, after: int = 0) -> list[Answer]:
        """The bubbles of a session with a number above ``after``; a new or emptied one begins with the greeting."""
        return await beside(self._conversations.history, session, after) or ([] if after else await self.open(session))

    async def open(self, session: str) -> list[Answer]:
        """The greeting of a new session; unkept where the database does not answer, for an emergency needs a chat."""
        greeting = make_greeting(self._clock.now())

        def store() -> list[Answer]:
            self._conversations.record(session, GREETING, [greeting])
            return self._conversations.history(session)

        task = self._start(beside(store))
        await asyncio.wait({task}, timeout=OPEN_SECONDS)
        return _result_of(task, "Begrüßung") or [greeting]

    def urgent(self, incoming: Incoming) -> Urgent | None:
        """The answer to a message that is an emergency, without a look at anything else."""
        is_simple = incoming.language == SIMPLE_LANGUAGE
        return None if incoming.payload else self._emergencies.urgent(incoming.text, is_simple)

    async def deliver(self, session: str, incoming: Incoming) -> list[Answer]:
        """The answers to a message; a message seen before gets the same answers again.

        Raises:
            WebProblem: 400 for a button never offered; 503 when Rasa does not answer or takes long. A retry is welcome.
        """
        urgent = self.urgent(incoming)
        if urgent is None:
            return await self._in_order(session, lambda: self._deliver(session, incoming))
        if urgent.before:
            task = self._start(self._alone(session, lambda: self._deliver(session, incoming, urgent)))
            await asyncio.wait({task}, timeout=DOUBT_SECONDS)
            if task.done() and task.exception() is None:
                return task.result()
        return await self._answer_at_once(session, incoming, urgent)

    async def forget(self, session: str) -> None:
        """Delete a session's bubbles and let Rasa start afresh."""
        await self._in_order(session, lambda: self._forget(session))

    @asynccontextmanager
    async def alone_with(self, session: str) -> AsyncIterator[None]:
        """Hold a session: nothing else runs for it meanwhile, in no process."""
        lock = self._locks.setdefault(session, asyncio.Lock())
        async with lock, self._shared.hold(session):
            yield

    async def _in_order(self, session: str, work: Callable[[], Awaitable[T]]) -> T:
        """Run ``work`` when nothing else runs for this session; to its end, even when the browser goes away."""

        task = self._start(self._alone(session, work))
        try:
            return await asyncio.wait_for(asyncio.shield(task), PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            if task.done():  # it was the work itself
                return task.result()
            raise takes_longer() from None

    async def _alone(self, session: str, work: Callable[[], Awaitable[T]]) -> T:
        async with self.alone_with(session):
            return await work()

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._finish)
        return task

    def _finish(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not complain when the browser has gone away

    async def _deliver(self, session: str, incoming: Incoming, doubted: Urgent | None = None) -> list[Answer]:
        """Ask Rasa and keep what it says; behind the answer to an emergency where it may be one (``doubted``)."""
        known = await beside(self._conversations.answers_to, session, incoming.id)
        if known is not None:
            return known
        shown, message = await self._translate(session, incoming)
        question = make_answer(shown, self._clock.now(), "nutzer", answer_id=incoming.id)
        replies = await self._ask(session, incoming, message)
        wishes, answers = read_wishes(replies), to_answers(replies, self._clock.now())
        if doubted is not None:
            answers.insert(0, self._emergency_bubble(incoming, doubted.before))
        if not await self._keep(session, incoming.id, [question, *answers], wishes):
            # A button that is not known to have been offered could not be pressed.
            return [{**answer, "knoepfe": []} for answer in (*answers, make_answer(NOT_KEPT, self._clock.now()))]
        self._on_recorded()
        reports = read_understandings(replies)
        noted = reports if doubted is None else [_counted(doubted)]
        await beside(self._questions.note, session, incoming.id, noted, wishes.told_about)
        self._understood.note(session, reports)
        return await beside(self._conversations.answers_to, session, incoming.id) or answers

    async def _answer_at_once(self, session: str, incoming: Incoming, urgent: Urgent) -> list[Answer]:
        """An emergency waits for no other message of its chat and for no database; it is stored where that works.

        Storing has its turn in the chat's order, so that nothing appears in one that is deleted or handed over by then.
        """
        answer = self._emergency_bubble(incoming, urgent.text)
        question = make_answer(incoming.text, self._clock.now(), "nutzer", answer_id=incoming.id)

        async def store() -> list[Answer]:
            async with self.alone_with(session):
                await beside(self._conversations.record, session, incoming.id, [question, answer])
                self._on_recorded()
                await beside(self._questions.note, session, incoming.id, [_counted(urgent)])
                return await beside(self._conversations.answers_to, session, incoming.id) or [answer]

        is_busy = (lock := self._locks.get(session)) is not None and lock.locked()
        task = self._start(store())
        await asyncio.wait({task}, timeout=0 if is_busy else STORE_SECONDS)
        return _result_of(task, "Antwort auf einen Notfall") or [answer]

    def _emergency_bubble(self, incoming: Incoming, text: str) -> Answer:
        # Asked again before it is stored, it is the same bubble: browsers know bubbles by their ids.
        return make_answer(text, self._clock.now(), answer_id=str(uuid5(UUID(incoming.id), EMERGENCY)))

    async def _ask(self, session: str, incoming: Incoming, message: str) -> list[object]:
        """Rasa's messages; an apology when it has failed at this message several times."""
        metadata = await beside(self._metadata, session, incoming)
        try:
            return await self._rasa.send(sender_of(session), message, metadata)
        except RasaUnavailable as error:
            logger.warning("%s", error)
            if isinstance(error, RasaFault) and self._faults.is_hopeless(f"{session}/{incoming.id}"):
                return [{"text": SORRY}]
            raise not_reachable() from error

    async def _keep(self, session: str, message_id: str, bubbles: list[Answer], wishes: ReplyEffects) -> bool:
        """Record bubbles and carry out the wishes; False when nothing can be written and nothing was promised.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: neither was done.
        """

        def carry_out(connection: object) -> None:
            if wishes.plan:
                self._plans.apply_within(connection, session, wishes.plan)
            if wishes.told_about:
                self._interests.note_within(connection, session, wishes.told_about)

        try:
            await beside(self._conversations.record, session, message_id, bubbles, carry_out)
        except sa.exc.SQLAlchemyError as error:
            if wishes.plan or not takes_no_writing(error):  # „Gemerkt“ must not be said in vain
                raise
            logger.error("Antwort nicht gespeichert (%s)", type(error).__name__)
            return False
        if wishes.plan:
            self._plans.tell_changed(session)
        return True

    def _metadata(self, session: str, incoming: Incoming) -> dict[str, object]:
        language = {LANGUAGE_KEY: incoming.language} if incoming.language else {}
        of_message = {MESSAGE_KEY: incoming.id, REQUEST_KEY: current_request()}
        return {REPORT_KEY: True, **self._plans.of(session).as_metadata(), **language, **of_message}

    async def _translate(self, session: str, incoming: Incoming) -> tuple[str, str]:
        """Return the text that the visitor sees of the message, and the text that Rasa gets."""
        if not incoming.payload:
            return incoming.text, incoming.text
        offered = await beside(self._conversations.offered_buttons, session)  # else a client could trigger any intent
        titles = [button["titel"] for button in offered if button["payload"] == incoming.payload]
        if not titles and (always := self._always_offered(incoming.payload)):
            titles = [always]
        if not titles:
            raise WebProblem(400, "Dieser Knopf gehört nicht zu Ihrem Gespräch.", "Bitte schreiben Sie Ihre Frage.")
        return incoming.title if incoming.title in titles else titles[-1], incoming.payload

    def _always_offered(self, payload: str) -> str | None:
        return RESTART_TITLE if payload == RESTART_PAYLOAD else self._suggested_title(payload)

    async def _forget(self, session: str) -> None:
        await beside(self._conversations.delete, session)
        self._understood.forget(session)
        try:
            await self._rasa.send(sender_of(session), RESTART_PAYLOAD)
        except RasaUnavailable as error:
            logger.warning("Neu angefangen ohne Rasa: %s", error)
        # Rasa's memory as well, also of a question it was still busy with.
        await beside(self._conversations.delete, session)


def _counted(urgent: Urgent) -> Understanding:
    """Return the statistics' entry for an emergency: its situation, no word of the message."""
    return Understanding("", EMERGENCY + urgent.situation, 1.0)


def _result_of(task: asyncio.Task[list[Answer]], what: str) -> list[Answer]:
    """Return what was stored in time; [] when that failed or still goes on: the caller answers without it."""
    if not task.done():
        return []
    if (error := task.exception()) is not None:
        logger.error("%s nicht gespeichert (%s)", what, type(error).__name__)
        return []
    return task.result()
