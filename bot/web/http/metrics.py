"""``GET /metrics`` for Prometheus, and the request id of each request.

Only this machine and the addresses in MESSE_MESSWERTE may ask, and not by way of a proxy: the figures hold nothing
personal but tell how the fair goes.
"""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from sanic import Request, Sanic
from sanic.constants import HTTP_METHODS
from sanic.response import BaseHTTPResponse, HTTPResponse, raw

from bot.core.logs import REQUEST_HEADER, begin_request
from bot.core.networks import is_within, load_networks
from bot.web.http.health import READY, Health
from bot.web.http.problems import problem_of_status

logger = logging.getLogger(__name__)
PATH = "/metrics"
ALLOWED_VARIABLE = "MESSE_MESSWERTE"
LOOPBACK = tuple(ipaddress.ip_network(each) for each in ("127.0.0.0/8", "::1"))
PROXY_HEADERS = ("x-forwarded-for", "forwarded", "x-real-ip")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
MESSAGE_ROUTE = "/chat/nachricht"


class Metrics:
    """The figures of one web process."""

    def __init__(self) -> None:
        # not the library's global one: tests make several apps in one process
        self._registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self._registry)
        self._requests = Histogram(
            "messelotse_http_request_seconds",
            "Time until a request was answered; event streams count until they begin.",
            ["route", "method", "status"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._parts = Gauge(
            "messelotse_part_up", "Whether a part can answer (1) or not (0).", ["part"], registry=self._registry
        )
        self._open = Gauge("messelotse_open_chats", "Open event streams of chats.", registry=self._registry)
        self._stale = Gauge(
            "messelotse_programme_stale", "Whether the programme is an old copy (1).", registry=self._registry
        )

    def note(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answered request; an unknown method counts as "andere": a client may make up any number of them."""
        self._requests.labels(route, method if method in HTTP_METHODS else "andere", status).observe(seconds)

    def text(self, parts: dict[str, str], programme: str, open_chats: int) -> bytes:
        """All figures in Prometheus' text format.

        Args:
            parts: state of each other process.
            programme: state of the programme.
            open_chats: open event streams.
        """
        for part, state in parts.items():
            self._parts.labels(part).set(state == READY)
        self._stale.set(programme != READY)
        self._open.set(open_chats)
        found = generate_latest(self._registry)
        assert isinstance(found, bytes)
        return found


def setup_metrics(app: Sanic, environment: Mapping[str, str], health: Health, open_chats: Callable[[], int]) -> None:
    """Measure every request of ``app`` and serve GET /metrics.

    Raises:
        ConfigurationError: MESSE_MESSWERTE holds something that is no address or network.
    """
    metrics, allowed = Metrics(), (*LOOPBACK, *load_networks(environment, ALLOWED_VARIABLE))

    async def begin(request: Request) -> None:
        request.ctx.request_id = begin_request(request.headers.get(REQUEST_HEADER))
        request.ctx.begun = time.perf_counter()

    async def finish(request: Request, response: BaseHTTPResponse) -> None:
        if not hasattr(request.ctx, "begun"):  # a request so broken that no middleware saw it
            return
        seconds = time.perf_counter() - request.ctx.begun
        route = route_of(request)
        response.headers[REQUEST_HEADER] = request.ctx.request_id
        metrics.note(route, request.method, response.status, seconds)
        if route == MESSAGE_ROUTE:
            fields = {"status": response.status, "dauer_ms": round(seconds * 1000)}
            logger.info("Nachricht beantwortet", extra={"felder": fields})

    async def serve(request: Request) -> HTTPResponse:
        if not is_within(request.ip, allowed) or any(name in request.headers for name in PROXY_HEADERS):
            raise problem_of_status(404)
        body = metrics.text(await health.checks.states(), health.programme_state(), open_chats())
        return raw(body, content_type=CONTENT_TYPE_LATEST)

    app.register_middleware(begin, "request")
    app.register_middleware(finish, "response")
    app.add_route(serve, PATH, methods={"GET"})


def route_of(request: Request) -> str:
    """The route's pattern, not the address asked for: that may name a session, and there are too many."""
    return "/" + str(request.route.path).lstrip("/") if request.route else "andere"
