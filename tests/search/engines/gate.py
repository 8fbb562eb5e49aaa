"""Something between us and Elasticsearch that holds what is sent at the worst moment, and may say it again later."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.services.processes import LOOPBACK

PATIENCE = 60  # seconds
OF_CONNECTION = {"connection", "transfer-encoding", "content-length", "host"}


class Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Gate:
    """Passes everything on. Once `holds` is called, the next bulk of documents waits until `let_go`."""

    def __init__(self, server: str) -> None:
        self.server = urlsplit(server).netloc
        self.held: Request | None = None
        self._is_holding = False
        self._arrived = threading.Event()
        self._goes_on = threading.Event()
        self._lock = threading.Lock()
        self._listener = ThreadingHTTPServer((LOOPBACK, 0), self._handler())
        self._listener.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._listener.server_port}"

    @contextmanager
    def open(self) -> Iterator["Gate"]:
        thread = threading.Thread(target=self._listener.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._goes_on.set()
            self._listener.shutdown()
            self._listener.server_close()
            thread.join()

    def hold(self) -> None:
        self._is_holding = True

    def wait_for_it(self) -> None:
        """Return once something is held."""
        assert self._arrived.wait(PATIENCE), "Nothing was sent."

    def let_go(self) -> None:
        self._goes_on.set()

    def say_again(self) -> bytes:
        """Send once more what was held: a retry that comes late. Returns the server's answer."""
        assert self.held
        _status, _headers, body = self._ask(self.held)
        return body

    def pass_on(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        with self._lock:
            is_held = self._is_holding and "/_bulk" in request.path
            if is_held:
                self._is_holding = False
                self.held = request
        if is_held:
            self._arrived.set()
            assert self._goes_on.wait(PATIENCE)
        return self._ask(request)

    def _ask(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(self.server, timeout=PATIENCE)
        try:
            connection.request(request.method, request.path, request.body, request.headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gate = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Request(self.command, self.path, without_connection(self.headers), body)
                status, headers, said = gate.pass_on(asked)
                self.send_response_only(status)
                for name, value in without_connection(headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(said)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815  its own names

            def log_message(self, *told: object) -> None:
                """Nobody reads it."""

        return Handler


def without_connection(headers: object) -> dict[str, str]:
    """What is said end to end."""
    items: list[tuple[str, str]] = list(headers.items())  # type: ignore[attr-defined]  # a mapping of either kind
    return {name: value for name, value in items if name.lower() not in OF_CONNECTION}
