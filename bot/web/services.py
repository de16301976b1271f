"""What the request handlers share; made once per app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sanic import Request

from bot.chat.session_tokens import Sessions
from bot.content.topic_service import TopicService
from bot.fair.clock import FairClock
from bot.fair.model import Fair
from bot.programme.changes.service import ChangeService
from bot.venue.reading import LiveFloorPlan
from bot.web.http.rendering import Templates

if TYPE_CHECKING:  # these modules ask for the services themselves
    from bot.chat.nlu_reports import Understood
    from bot.chat.questions import QuestionLog
    from bot.staff.access import Access
    from bot.web.chat.delivery import Delivery
    from bot.web.chat.live_chat import LiveChat
    from bot.web.chat.question_suggestions import QuestionSuggestions
    from bot.web.editor.advice import Adviser
    from bot.web.editor.sentence_comparison import SentenceComparison
    from bot.web.http.health import HealthChecks
    from bot.web.http.rate_counter import RateCounter
    from bot.web.http.visitors import Visitors
    from bot.web.kiosk.booth import BoothSettings
    from bot.web.programme.exports import ProgrammeExports
    from bot.web.programme.routes import LiveProgramme
    from bot.web.programme_api.api_tokens import ApiTokens


@dataclass(frozen=True)
class Services:
    """The app's parts."""

    fair: Fair
    clock: FairClock
    templates: Templates
    sessions: Sessions
    delivery: Delivery
    probes: HealthChecks
    programme: LiveProgramme
    exports: ProgrammeExports
    change_service: ChangeService
    tokens: ApiTokens
    access: Access
    live: LiveChat
    suggestions: QuestionSuggestions
    questions: QuestionLog
    understood: Understood
    topics: TopicService
    adviser: Adviser
    booth: BoothSettings
    venue: LiveFloorPlan
    probe: SentenceComparison
    visitors: Visitors
    counter: RateCounter
    database: sa.engine.Engine
    prefix: str  # path below which a proxy offers this server, "" for none


def services_of(request: Request) -> Services:
    """The services of the app that got this request."""
    services: Services = request.app.ctx.services
    return services
