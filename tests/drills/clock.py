"""Drill: the clock jumps an hour ahead, back again, and an hour behind, while the site runs.

Tried are releases that come out and are taken back within that hour, pages kept in memory by every process, forms
opened before the jump, the limit of enquiries, and somebody at the desk.
"""

import time
from pathlib import Path

from tests.posting import fields_of

from .standing import LETTER, OFFICE, Site

HOUR = 3600
STEPS = [("before", 0), ("an hour ahead", 1), ("back", 0), ("an hour behind", -1), ("back again", 0)]
# Seconds within which nobody could have typed a form.
TOO_QUICK = 2.1
AHEAD, GOING, OLD = (f"/{OFFICE}/news/clock-{name}/" for name in ("ahead", "going", "old"))
LISTS = [f"/{OFFICE}/news/", f"/{OFFICE}/news/feed/", f"/{OFFICE}/search/?q=clock"]
CONTACT = f"/{OFFICE}/contact/"


def step(var: Path) -> dict:
    """What is seen at each hour."""
    site = Site(var, "tests.drills.shifted:application")
    try:
        site.begin()
        site.errand("release_between", "clock-ahead", 30, None)
        site.errand("release_between", "clock-going", -300, 30)
        site.errand("release_between", "clock-old", -300, None)
        resting, late = (one["session"] for one in site.errand("make_cast", [{"role": "writer", "of": OFFICE}] * 2, module="tests.desk"))
        desk = f"/admin/collaboration/page/{site.errand('page_to_write')}/change/"
        opened = [fields_of(site.ask(CONTACT).body) for _name, _hours in STEPS]
        time.sleep(TOO_QUICK)
        seen = {}
        for number, (name, hours) in enumerate(STEPS):
            (var / "clock").write_text(str(hours * HOUR))
            seen[name] = look(site) | {"form opened before": send(site, opened[number], name)}
            seen[name]["who was at the desk all the time is signed in"] = site.ask(desk, session=resting).status == 200
            if hours < 0:
                seen[name]["who signed in later by the clock is signed in"] = site.ask(desk, session=late).status == 200
        return seen
    finally:
        site.end()


def look(site: Site) -> dict:
    """What both processes say, each asked often enough to say it from memory."""
    pages = {path: sorted({site.ask(path).status for _time in range(12)}) for path in (AHEAD, GOING, OLD)}
    lists = {path: [site.ask(path).body for _time in range(12)] for path in LISTS}
    return {
        "to come out in half an hour": pages[AHEAD], "to be taken back in half an hour": pages[GOING], "old": pages[OLD],
        "lists that name what is to come": sum("clock-ahead" in text for texts in lists.values() for text in texts),
        "lists that name what is old": sum("clock-old" in text for texts in lists.values() for text in texts), "of": sum(map(len, lists.values())),
    }  # fmt: skip


def send(site: Site, opened: dict, name: str) -> str:
    """What is said to a form that was opened before the clock was put, sent as it is and then as it comes back."""
    typed = LETTER | {"message": f"Sent {name}."}
    sender = "10.7.0.9"
    first = site.ask(CONTACT, opened | typed, sender=sender)
    if "/sent/" in first.location:
        return "received"
    time.sleep(TOO_QUICK)
    again = site.ask(CONTACT, fields_of(first.body) | typed, sender=sender)
    return f"{first.status}, sent once more: {'received' if '/sent/' in again.location else again.status}"
