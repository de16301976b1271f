"""Headers that keep browsers strict, on every response."""

from __future__ import annotations

from collections.abc import Mapping

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse

from bot.web.http.visitors import Visitors

# No inline script, no inline style, nothing from elsewhere: the pages and the widget need neither.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ONLY_TLS = "max-age=31536000"  # seconds; a year, and only for this host: others under the name may not have TLS


def setup_security(app: Sanic, visitors: Visitors) -> None:
    """Add the security headers to every response of ``app``, error answers included."""

    async def add_headers(request: Request, response: BaseHTTPResponse) -> None:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if visitors.scheme_of(request) == "https":
            response.headers.setdefault("Strict-Transport-Security", ONLY_TLS)
        # A chat must not stay in a cache; what may be cached says so itself.
        response.headers.setdefault("Cache-Control", "no-store")

    app.register_middleware(add_headers, "response")
