"""Drills: the PostgreSQL server is frozen, thawed, stopped and begun again under a site; and slow clients, with nothing in front of gunicorn."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from tests.ground.postgres import Server
from tests.ground.processes import wait_until

from .disk import CONTACT, NOT_RECEIVED, NOT_SAVED, SEEN, People
from .standing import OFFICE, Site

READERS = 8
SLOW = {
    "headers": "GET /news/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "bodies": f"POST {CONTACT} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nname=",
}


def take_database_away(var: Path, server: Server) -> dict:
    """What eight readers at once, a writer and an editor are told, and after how many seconds."""
    site = Site(var)
    try:
        site.begin()
        people = People(site)
        for _time in range(12):
            site.ask(SEEN)
        seen = {}
        for name, harm, mend in (("frozen", server.freeze, server.thaw), ("stopped", server.stop, server.start)):
            harm()
            seen[name] = look(people)
            mend()
            began = time.monotonic()
            wait_until(lambda: all(site.ask(path).status == 200 for path in (SEEN, f"/{OFFICE}/news/", CONTACT) for _time in range(4)), seconds=60)
            seen[name]["seconds until all is well"] = round(time.monotonic() - began, 1)
            seen[name]["forms stored of 1 sent afterwards"] = ("/sent/" in people.send().location) * people.enquiries()
        return seen
    finally:
        site.end()


def look(people: People) -> dict:
    with ThreadPoolExecutor(READERS) as readers:
        known = list(readers.map(lambda _number: timed(lambda: people.site.ask(SEEN)), range(READERS)))
        unknown = list(readers.map(lambda number: timed(lambda: people.site.ask(f"/{OFFICE}/?asked={number}")), range(READERS)))
    (sent, sent_in), (saved, saved_in) = timed(people.send), timed(people.save)
    return {
        "a page in memory": told(known), "any other": told(unknown), "form": (sent.status, NOT_RECEIVED in sent.body, sent_in), "draft": (saved.status, NOT_SAVED in saved.body, saved_in),
    }  # fmt: skip


def told(answers: list[tuple]) -> dict:
    return {"answers": sorted(answer.status for answer, _seconds in answers), "slowest": max(seconds for _answer, seconds in answers)}


def timed(act) -> tuple:
    began = time.monotonic()
    return act(), round(time.monotonic() - began, 1)


def hang_on(var: Path) -> dict:
    """How long two visitors wait while so many slow clients hang on to gunicorn itself; 60 seconds are as long as they do."""
    return {f"{many} slow {manner}": hang(var, many, beginning) for many in (40, 400) for manner, beginning in SLOW.items()}


def hang(var: Path, many: int, beginning: str) -> dict:
    site = Site(var)
    slow = []
    try:
        site.begin()
        address = urlsplit(site)
        for _number in range(many):
            slow.append(socket.create_connection((address.hostname, address.port)))
            slow[-1].sendall(beginning.encode())
        time.sleep(0.5)
        return told([timed(lambda: site.ask(SEEN)) for _time in range(2)])
    finally:
        for one in slow:
            one.close()
        site.end()
