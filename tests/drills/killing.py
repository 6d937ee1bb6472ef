"""Drill: processes are killed while visitors write, editors save and releases come out.

Every second round all processes die at once, the publishing one included, as in a power cut; in the others a
worker, or all of them. Whatever was said to be received must be there, and no page be from before what was saved.
"""

import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from itertools import count
from pathlib import Path

from tests.ground.processes import ROOT, environment, wait_until
from tests.posting import fields_of

from .standing import LETTER, OFFICE, Site

FORMS = [f"/{OFFICE}/contact/", f"/{OFFICE}/complaints/form/?about=outcome"]
NOTICE = re.compile(r"Notice number (\d+)\.")


class Writing:
    """Everybody who writes in one round, each in a thread, until told to stop; and what each was told."""

    def __init__(self, drill: "Killing", number: int):
        self.drill, self.site, self.number = drill, drill.site, number
        self.stopped = threading.Event()
        self.answers: Counter[int] = Counter()
        self.received: dict[str, set[str]] = {"enquiries": set(), "complaints": set(), "drafts": set(), "releases": set()}
        self.notice = drill.notice
        self.reads = self.old = 0
        self.threads = [threading.Thread(target=self.go_on, args=[act]) for act in (self.write_in, self.draft, self.put_up_notice, self.read, self.read)]

    def go_on(self, act) -> None:
        for turn in count():
            if self.stopped.is_set():
                return
            act(f"mark-{self.number}-{turn}-end")

    def begin(self) -> None:
        environ = environment(self.site.var, DJANGO_SETTINGS_MODULE="empcp_site.settings")
        self.publisher = subprocess.Popen([sys.executable, "-m", "tests.drills.publishing", str(self.number)], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
        self.threads.append(threading.Thread(target=self.listen))
        for one in self.threads:
            one.start()
        wait_until(lambda: all(self.received.values()) and self.notice > self.drill.notice and self.reads, seconds=120)

    def listen(self) -> None:
        for line in self.publisher.stdout:
            self.received["releases"].add(line.strip())

    def end(self) -> None:
        self.stopped.set()
        self.publisher.kill()
        self.publisher.wait(timeout=20)
        for one in self.threads:
            one.join(timeout=90)
        self.publisher.stdout.close()

    def write_in(self, mark: str) -> None:
        address = f"10.{self.number}.{random.randrange(256)}.{random.randrange(256)}"
        form = random.choice(FORMS)
        answer = self.site.ask(form, LETTER | {"message": mark, "form_key": self.drill.keys[form].pop()}, sender=address)
        self.note(answer, "/sent/" in answer.location, "complaints" if "complaints" in form else "enquiries", mark)

    def draft(self, mark: str) -> None:
        self.save(self.drill.page, {"body": f"<p>{mark}</p>"}, self.drill.writer, lambda answer: self.note(answer, answer.status == 302, "drafts", mark))

    def put_up_notice(self, mark: str) -> None:
        number = self.drill.next_notice()

        def noted(answer) -> None:
            self.answers[answer.status] += 1
            if answer.status == 302:
                self.notice = number

        self.save(self.drill.office, {"notice": f"<p>Notice number {number}.</p>"}, self.drill.manager, noted)

    def save(self, path: str, typed: dict, session: str, noted) -> None:
        form = self.site.ask(path, session=session)
        if form.status == 200:
            noted(self.site.ask(path, fields_of(form.body) | typed, session=session))

    def read(self, mark: str) -> None:
        newest = self.notice
        page = self.site.ask(f"/{OFFICE}/")
        self.answers[page.status] += 1
        if page.status == 200:
            shown = NOTICE.search(page.body)
            self.reads += 1
            self.old += (int(shown[1]) if shown else 0) < newest

    def note(self, answer, is_received: bool, what: str, mark: str) -> None:
        self.answers[answer.status] += 1
        if is_received:
            self.received[what].add(mark)


class Killing:
    """The whole drill at one site."""

    def __init__(self, var: Path):
        self.site = Site(var)
        self.site.begin()
        cast = self.site.errand("make_cast", [{"role": "writer", "of": OFFICE}, {"role": "manager", "of": OFFICE}], module="tests.desk")
        self.writer, self.manager = (one["session"] for one in cast)
        self.page = f"/admin/collaboration/page/{self.site.errand('page_to_write')}/change/"
        self.office = f"/admin/collaboration/publisher/{self.site.errand('number_of_office')}/change/"
        self.keys = {form: self.site.errand("keys", form, 4000) for form in FORMS}
        self.notice, self.numbers = 0, count(1)
        self.received: dict[str, set[str]] = {"enquiries": set(), "complaints": set(), "drafts": set(), "releases": set()}
        self.answers: Counter[int] = Counter()
        self.reads = self.old = 0
        self.back: list[float] = []
        self.faults: list[str] = []

    def next_notice(self) -> int:
        return next(self.numbers)

    def round(self, number: int) -> None:
        writing = Writing(self, number)
        writing.begin()
        time.sleep(random.uniform(0, 0.8))
        if number % 2:
            (self.site.kill_workers if number % 4 == 1 else self.site.kill_a_worker)()
            began = time.monotonic()
            wait_until(lambda: self.site.ask(f"/{OFFICE}/contact/").status == 200, seconds=60)
            self.back.append(time.monotonic() - began)
            time.sleep(0.5)
            writing.end()
        else:
            writing.publisher.kill()
            self.site.kill_all()
            writing.end()
            began = time.monotonic()
            self.site.begin()
            self.back.append(time.monotonic() - began)
        self.take_in(writing)
        self.look(number)

    def take_in(self, writing: Writing) -> None:
        for what, marks in writing.received.items():
            self.received[what] |= marks
        self.answers += writing.answers
        self.notice = writing.notice
        self.reads, self.old = self.reads + writing.reads, self.old + writing.old

    def look(self, number: int) -> None:
        """Whether everything is there that was said to be, and the pages are of now."""
        letters = set(self.site.column("SELECT message FROM collaboration_enquiry"))
        there = {
            "enquiries": letters,
            "complaints": letters,
            "drafts": set(re.findall(r"mark-\d+-\d+-end", " ".join(self.site.column("SELECT CAST(fields AS text) FROM collaboration_revision WHERE CAST(fields AS text) LIKE ?", "%mark-%")))),
            "releases": set(self.site.column("SELECT slug FROM collaboration_pressrelease WHERE slug LIKE ?", "drill-%")),
        }
        for what, marks in self.received.items():
            if lost := marks - there[what]:
                self.faults.append(f"round {number}: lost {what} {sorted(lost)[:5]}")
        shown = NOTICE.search(self.site.ask(f"/{OFFICE}/").body)
        if not shown or int(shown[1]) < self.notice:
            self.faults.append(f"round {number}: the notice shown is old")
        if not self.site.is_whole():
            self.faults.append(f"round {number}: the database is damaged")
        if not self.site.is_well():
            self.faults.append(f"round {number}: {self.site.ask('/health/ready').body[:300]}")

    def told(self) -> dict:
        return {
            "received": {what: len(marks) for what, marks in self.received.items()}, "notices": self.notice, "answers (0: connection lost)": dict(self.answers),
            "pages read": self.reads, "of them old": self.old, "seconds until back": f"{min(self.back):.1f} to {max(self.back):.1f}", "faults": self.faults,
        }  # fmt: skip


def kill(var: Path, rounds: int = 20) -> dict:
    """The drill; what was seen, `faults` and old pages above all."""
    drill = Killing(var)
    try:
        for number in range(1, rounds + 1):
            drill.round(number)
        return drill.told()
    finally:
        drill.site.end()
