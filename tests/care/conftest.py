"""A web server on this machine that answers as it is told, and counts who asks."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from collaboration.care import visiting


class Web:
    """What each path answers – a status, or a status and where it leads – and what was asked for."""

    def __init__(self):
        self.answers, self.asked = {}, []
        web = self

        class Server(BaseHTTPRequestHandler):
            def answer(self):
                web.asked.append((self.command, self.path, self.headers))
                found = web.answers.get(self.path, 200)
                found = found(self) if callable(found) else found
                status, onward = found if isinstance(found, tuple) else (found, "")
                self.send_response(status)
                if onward:
                    self.send_header("Location", onward)
                self.end_headers()

            do_HEAD = do_GET = answer  # noqa: N815

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
        self.place = f"127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://{self.place}{path}"

    def methods(self, path: str) -> list[str]:
        return [method for method, asked, _headers in self.asked if asked == path]


@pytest.fixture
def web(settings, monkeypatch):
    """A local web server that the checker may visit, and no waiting between visits."""
    found = Web()
    settings.LINKS_MAY_VISIT = [found.place]
    monkeypatch.setattr(visiting, "BETWEEN", 0)
    yield found
    found.server.shutdown()
    found.server.server_close()
