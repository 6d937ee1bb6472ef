"""gunicorn's worker here: nobody can keep it waiting for ever, and it does not outlast a disk that was read-only when it began.

gunicorn's threads read a request, and send an answer, for as long as the other side likes: its `timeout` watches
processes, not threads. Here a request has ten seconds, and a second more for each 16 KiB that came; so bytes sent
one by one gain nothing, and a large upload over a slow line is let be. This bounds what one slow client costs;
hundreds of them at once are the business of the proxy in front (see deploy/).

SQLite shares among all connections of a process what it found when the first was opened, and would refuse to write for
as long as the process lives. So once the disk can be written to, another worker takes over.
"""

import os
import time
from pathlib import Path

from gunicorn.http import parser
from gunicorn.http.errors import NoMoreData
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

READ_WITHIN = 10
SLOWEST = 16 * 1024
# Seconds for which an answer may wait for a client that takes no more bytes.
TAKEN_WITHIN = 20


class ImpatientUnreader(SocketUnreader):
    """Reads from a socket until the time of the request is over. Raises NoMoreData then, as if the client had gone."""

    def __init__(self, sock, **kwargs):
        super().__init__(sock, **kwargs)
        self.until: float | None = None

    def chunk(self, size_hint=None) -> bytes:
        usual = self.sock.gettimeout()
        if self.until is None:
            self.until = time.monotonic() + READ_WITHIN
        left = self.until - time.monotonic()
        if left <= 0:
            raise NoMoreData
        self.sock.settimeout(left if usual is None else min(left, usual))
        try:
            found = super().chunk(size_hint)
        except TimeoutError:
            raise NoMoreData from None
        finally:
            self.sock.settimeout(usual)
        self.until += len(found) / SLOWEST
        return found


class ImpatientWorker(ThreadWorker):
    """gunicorn's threads, each request with a time of its own; it ends once the data `folder` can be written to that could not at first."""

    folder: Path
    began_unwritable = False

    def init_process(self):
        self.began_unwritable = not self.can_write()
        super().init_process()

    def can_write(self) -> bool:
        return os.access(self.folder, os.W_OK)

    def notify(self):
        super().notify()
        if self.began_unwritable and self.can_write():
            self.alive = False

    def handle(self, conn: TConn):
        if conn.parser:
            conn.parser.unreader.until = None
        return super().handle(conn)


def before_request(worker, request) -> None:
    """From here on the socket sends, and a client that takes nothing is left. Streams of HTTP/2 have no socket of their own."""
    sock = getattr(getattr(request, "unreader", None), "sock", None)
    if sock is not None:
        sock.settimeout(TAKEN_WITHIN)


def read_impatiently() -> None:
    """Have gunicorn's parsers read impatiently."""
    parser.SocketUnreader = ImpatientUnreader
