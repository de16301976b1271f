"""An intranet server: a page with the tag of the chat under a strict policy, and a proxy to Messelotse in a path."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

PREFIX = "/messe"
HOP = {"connection", "transfer-encoding", "keep-alive"}


class Intranet(ThreadingHTTPServer):
    """Serves ``tag`` on a page at /, with ``policy``; everything below /messe/ comes from ``target``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://localhost:{self.server_address[1]}"  # another origin than 127.0.0.1
        self.tag = self.policy = self.target = ""


@contextmanager
def intranet() -> Iterator[Intranet]:
    """A running one."""
    with Intranet() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: Intranet

    def do_GET(self) -> None:
        if self.path.startswith(f"{PREFIX}/"):
            self._pass_on()
            return
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        page = f"<!doctype html><html lang='de'><head><title>Intranet</title>{self.server.tag}</head><body>Text</body>"
        self.wfile.write(page.encode())

    do_POST = do_PUT = do_DELETE = do_GET

    def _pass_on(self) -> None:
        connection = http.client.HTTPConnection(urlsplit(self.server.target).netloc, timeout=60)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        connection.request(self.command, self.path.removeprefix(PREFIX), body, headers)
        answer = connection.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.end_headers()
        while part := answer.read1(65536):
            self.wfile.write(part)
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Stay silent."""
