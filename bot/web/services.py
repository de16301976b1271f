"""What the request handlers share; made once per app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sanic import Request

from bot.editorial.topic_desk import TopicDesk
from bot.programme.change_desk import ChangeDesk
from bot.programme.clock import FairClock
from bot.settings import Fair
from bot.venue.reading import LivePlan
from bot.web.rendering import Templates
from bot.web.sessions import Sessions

if TYPE_CHECKING:  # these modules ask for the services themselves
    from bot.web.api_tokens import Tokens
    from bot.web.delivery import Delivery
    from bot.web.editor_advice import Adviser
    from bot.web.editor_probe import Probe
    from bot.web.health import Probes
    from bot.web.live_chat import LiveChat
    from bot.web.programme import LiveProgramme
    from bot.web.programme_exports import ProgrammeExports
    from bot.web.question_suggestions import QuestionSuggestions
    from bot.web.questions import QuestionLog
    from bot.web.rate_counter import RateCounter
    from bot.web.staff_access import Access
    from bot.web.stand_booth import Booth
    from bot.web.understood import Understood
    from bot.web.visitors import Visitors


@dataclass(frozen=True)
class Services:
    """The app's parts."""

    fair: Fair
    clock: FairClock
    templates: Templates
    sessions: Sessions
    delivery: Delivery
    probes: Probes
    programme: LiveProgramme
    exports: ProgrammeExports
    desk: ChangeDesk
    tokens: Tokens
    access: Access
    live: LiveChat
    suggestions: QuestionSuggestions
    questions: QuestionLog
    understood: Understood
    topics: TopicDesk
    adviser: Adviser
    booth: Booth
    venue: LivePlan
    probe: Probe
    visitors: Visitors
    counter: RateCounter
    database: sa.engine.Engine
    prefix: str  # path below which a proxy offers this server, "" for none


def services_of(request: Request) -> Services:
    """The services of the app that got this request."""
    services: Services = request.app.ctx.services
    return services
