"""What the request handlers share; made once per app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanic import Request

from bot.programme.change_desk import ChangeDesk
from bot.programme.clock import FairClock
from bot.settings import Fair
from bot.web.rendering import Templates
from bot.web.sessions import Sessions

if TYPE_CHECKING:  # these modules ask for the services themselves
    from bot.web.api_tokens import Tokens
    from bot.web.delivery import Delivery
    from bot.web.health import Probes
    from bot.web.live_chat import LiveChat
    from bot.web.programmbuero_access import Access
    from bot.web.programme import LiveProgramme
    from bot.web.programme_exports import ProgrammeExports


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


def services_of(request: Request) -> Services:
    """The services of the app that got this request."""
    services: Services = request.app.ctx.services
    return services
