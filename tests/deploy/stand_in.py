"""What stands behind nginx where a test asks what nginx does: it tells what it was sent, and answers with what it is told to."""

import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit


class Telling(BaseHTTPRequestHandler):
    """Answers with the request as JSON; the query names headers of the answer, and `status`."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        if self.server.is_away:
            self.close_connection = True
            return
        told = dict(parse_qsl(urlsplit(self.path).query))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append(self.path)
        headers = [[name.lower(), value] for name, value in self.headers.items()]
        body = json.dumps({"path": self.path, "headers": headers, "number": len(self.server.asked)}).encode()
        self.send_response_only(int(told.pop("status", 200)))
        for name, value in told.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = answer  # noqa: N815

    def log_message(self, *words):
        """Nothing is written down."""


class StandIn(socketserver.ThreadingUnixStreamServer):
    """Serves on the socket of the application; `asked` are the addresses that came through to it."""

    daemon_threads = True
    is_away = False
    request_queue_size = 512

    def __init__(self, path: Path):
        self.asked: list[str] = []
        super().__init__(str(path), Telling)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
