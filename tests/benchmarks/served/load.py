"""A small client that keeps many connections to one server busy, and reads what the server's processes spent meanwhile.

It is one loop over sockets that do not block, so that it takes a fraction of what the servers take.
"""

import selectors
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Round:
    """What one round showed: requests answered, seconds it lasted, CPU seconds of the server, seconds of each answer."""

    answered: int
    seconds: float
    cpu: float
    waits: list[float] = field(repr=False)

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds

    @property
    def cpu_per_thousand(self) -> float:
        return 1000 * self.cpu / self.answered

    def __add__(self, other: "Round") -> "Round":
        return Round(self.answered + other.answered, self.seconds + other.seconds, self.cpu + other.cpu, self.waits + other.waits)

    def wait(self, share: float) -> float:
        """The seconds within which this share of the answers came."""
        return sorted(self.waits)[min(int(share * len(self.waits)), len(self.waits) - 1)]


class Line:
    """One connection: it asks, reads the whole answer by its announced length, and asks again."""

    def __init__(self, address: tuple[str, int], question: bytes):
        self.address, self.question = address, question
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(self.address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)

    def ask(self) -> None:
        self.got, self.wanted = b"", None
        self.began = time.perf_counter()
        self.socket.send(self.question)

    def heard_all(self) -> bool:
        """Read what has come; true once the answer is whole."""
        came = self.socket.recv(262_144)
        if not came:
            raise ConnectionError("the server hung up in the middle of an answer")
        self.got += came
        if self.wanted is None and (end := self.got.find(b"\r\n\r\n")) >= 0:
            head = self.got[:end].lower()
            self.last = b"connection: close" in head
            assert b"content-length:" in head or b" 304 " in head[:16], self.got[:300]
            length = 0 if b" 304 " in head[:16] else int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            self.wanted = end + 4 + length
        return self.wanted is not None and len(self.got) >= self.wanted


def question(path: str, host: str = "127.0.0.1", **headers: str) -> bytes:
    """The bytes of a GET; underlines in header names stand for hyphens."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer(address: tuple[str, int], asked: bytes) -> tuple[bytes, bytes]:
    """Head and body of one answer, as they travelled."""
    line = Line(address, asked)
    line.socket.setblocking(True)
    line.ask()
    while not line.heard_all():
        pass
    line.socket.close()
    head, _, body = line.got.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n", body


def ask_many(address: tuple[str, int], asked: bytes, *, requests: int, connections: int, server: int) -> Round:
    """Send so many requests over so many connections; `server` is the process whose family is charged."""
    lines = [Line(address, asked) for _each in range(connections)]
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
        spent, start, waits, sent = cpu(server), time.perf_counter(), [], 0
        for line in lines:
            line.ask()
            sent += 1
        while len(waits) < sent:
            ready = selector.select(timeout=20)
            if not ready:
                raise TimeoutError(f"no answer came for twenty seconds, with {sent - len(waits)} awaited")
            for key, _events in ready:
                line = key.data
                if not line.heard_all():
                    continue
                waits.append(time.perf_counter() - line.began)
                assert line.got[9:12] in (b"200", b"304"), line.got[:200]
                if sent < requests:
                    if line.last:
                        selector.unregister(line.socket)
                        line.socket.close()
                        line.connect()
                        selector.register(line.socket, selectors.EVENT_READ, line)
                    line.ask()
                    sent += 1
        lasted, spent = time.perf_counter() - start, cpu(server) - spent
        for line in lines:
            line.socket.close()
    return Round(len(waits), lasted, spent, waits)


def cpu(server: int) -> float:
    """The CPU seconds that a process and its children have spent so far, by thread and to the nanosecond."""
    return sum(int(thread.read_text().split()[0]) for pid in family(server) for thread in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def family(server: int) -> list[int]:
    """The process and those it started."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [server, *(int(child) for child in children)]


def resident(server: int) -> list[int]:
    """Bytes of memory that each of the server's children holds for itself: what goes when it ends."""
    sizes = []
    for pid in family(server)[1:]:
        rollup = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
        sizes.append(1024 * sum(int(rollup[name].split()[0]) for name in ("Private_Clean", "Private_Dirty")))
    return sizes
