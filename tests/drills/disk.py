"""Drills: the disk under the data folder is full, or may not be written to, and is as it was again. Wants root, to make a small disk.

All the while pages are read that are in memory and that are not, a form is sent, a draft saved, a file uploaded, a backup made.
"""

import http.client
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from tests.ground.processes import manage, wait_until
from tests.posting import TOKEN, fields_of

from .standing import LETTER, OFFICE, Site

SEEN, UNSEEN = "/derbyshire-opcc/accessibility/", ["/derbyshire-opcc/", "/units/emsou/", "/derbyshire-opcc/news/", "/search/?q=custody", "/derbyshire-opcc/news/feed/", "/no-such-page/"]
CONTACT = f"/{OFFICE}/contact/"
ADD = "/admin/collaboration/document/add/"
# Small enough to wait in memory, and too large for that.
SIZES = {"small": 200_000, "large": 4_000_000}
NOT_RECEIVED, NOT_SAVED = "has not been received", "has not been saved"


class People:
    """Those who visit a site while its disk fails, and what each is told."""

    def __init__(self, site: Site):
        self.site = site
        (one,) = site.errand("make_cast", [{"role": "writer", "of": OFFICE}], module="tests.desk")
        self.writer = one["session"]
        self.page = f"/admin/collaboration/page/{site.errand('page_to_write')}/change/"
        self.keys = site.errand("keys", CONTACT, 400)
        self.document = fields_of(site.ask(ADD, session=self.writer).body)
        self.draft = fields_of(site.ask(self.page, session=self.writer).body)
        self.sent = 0

    def send(self, key: str = "", words: str = "Written while the disk failed. " * 100):
        self.sent += 1
        return self.site.ask(CONTACT, LETTER | {"message": words, "form_key": key or self.keys.pop()}, sender=f"10.9.{self.sent // 250}.{self.sent % 250}")

    def save(self):
        form = fields_of(self.site.ask(self.page, session=self.writer).body) or self.draft
        return self.site.ask(self.page, form | {"body": f"<p>Version {time.time()} {'walnut ' * 900}</p>"}, session=self.writer)

    def upload(self, size: int, slug: str) -> tuple[int, str]:
        """Status and words of the answer to a table of so many bytes."""
        content = b"a,b\n" + (b"walnut " * 30 + b",2\n") * (size // 213)
        typed = self.document | {"title": f"Under drill {slug}", "slug": slug, "kind": "report", "dated": "2020-05-01", "language": "en"}
        body = b"".join(
            f'--line\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, values in typed.items() for value in (values if isinstance(values, list) else [values])
        )  # fmt: skip
        body += b'--line\r\nContent-Disposition: form-data; name="file"; filename="a-table.csv"\r\nContent-Type: text/csv\r\n\r\n' + content + b"\r\n--line--\r\n"
        site = urlsplit(self.site)
        connection = http.client.HTTPConnection(site.hostname, site.port, timeout=90)
        headers = {"Cookie": f"csrftoken={TOKEN}; sessionid={self.writer}", "X-CSRFToken": TOKEN, "Content-Type": "multipart/form-data; boundary=line"}
        try:
            # Who is refused in the middle of sending reads the answer all the same, as nginx does.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request("POST", ADD, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def enquiries(self) -> int:
        return self.site.rows("SELECT count(*) FROM collaboration_enquiry")[0][0]

    def documents(self) -> int:
        return self.site.rows("SELECT count(*) FROM collaboration_document WHERE slug LIKE ?", "drill-%")[0][0]

    def files(self) -> dict[str, int]:
        """What lies among the uploads, and in the folder in which they arrive."""
        return {path.relative_to(self.site.var).as_posix(): path.stat().st_size for place in ("files", "arriving") for path in (self.site.var / place).rglob("*") if path.is_file()}


def look(people: People, backups: Path) -> dict:
    """What everybody sees while the disk fails, and what is left of it."""
    site, before = people.site, people.enquiries()
    seen: dict = {"page in memory": site.ask(SEEN).status, "pages not in memory": {path: site.ask(path).status for path in UNSEEN}, "sign-in page": site.ask("/admin/account/sign-in/").status}
    # First of all: what little room there is goes to them.
    files, rows = people.files(), people.documents()
    uploads = {name: people.upload(size, f"drill-{name}-{time.time_ns()}") for name, size in SIZES.items()}
    seen["uploads"] = {name: {"answer": status, "says so": NOT_SAVED in words} for name, (status, words) in uploads.items()}
    seen["files left behind"] = {name: size for name, size in people.files().items() if name not in files}
    seen["documents made"] = people.documents() - rows
    answers = [people.send() for _time in range(40)]
    received = sum("/sent/" in one.location for one in answers)
    refused = [one for one in answers if "/sent/" not in one.location]
    seen["forms"] = {"sent": len(answers), "said to be received": received, "stored": people.enquiries() - before, "answers": sorted({one.status for one in refused})}
    seen["forms"]["each refusal says so"] = all(NOT_RECEIVED in one.body for one in refused)
    saved = [people.save() for _time in range(3)]
    seen["drafts"] = {"answers": sorted({one.status for one in saved}), "each refusal says so": all(NOT_SAVED in one.body for one in saved if one.status != 302)}
    made = manage("backup", str(backups), var=site.var)
    seen["backup"] = {"ended with": made.returncode, "said": made.stderr.strip()[:200].replace(str(backups), "…"), "left behind": [path.name for path in backups.glob("*") if path.is_dir()]}
    seen["ready"] = site.ask("/health/ready").body[:300]
    return seen


def look_again(people: People, backups: Path, began: float) -> dict:
    """The same people once the disk is as it was; no process was begun anew."""
    site, before = people.site, people.enquiries()
    key = people.keys.pop()
    wait_until(lambda: "/sent/" in people.send(key).location, seconds=60)
    seconds = time.monotonic() - began
    every = [people.send() for _time in range(12)]
    saved = [people.save().status for _time in range(8)]
    uploads = {name: people.upload(size, f"drill-after-{name}")[0] for name, size in SIZES.items()}
    made = manage("backup", str(backups), var=site.var)
    return {
        "seconds until a form was received": round(seconds, 1), "forms": {"sent": 13, "stored": people.enquiries() - before, "answers": sorted({one.status for one in every})},
        "drafts": sorted(set(saved)), "uploads": uploads, "backup": made.returncode, "pages": sorted({site.ask(path).status for path in [SEEN, *UNSEEN[:-1]]}),
        "waiting to arrive": [name for name in people.files() if name.startswith("arriving/")], "whole": site.is_whole(), "still the same process": site.server.poll() is None,
    }  # fmt: skip


@contextmanager
def small_disk(like: Path, megabytes: int):
    """A disk of its own in memory with a copy of a data folder on it, and so many megabytes free; gives the copy's folder."""
    place = Path(tempfile.mkdtemp(prefix="empcp-disk-"))
    used = sum(path.stat().st_size for path in like.rglob("*") if path.is_file())
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used + 4096 * 400 + megabytes * 2**20}", "drill", str(place)], check=True)
    try:
        shutil.copytree(like, place / "var")
        yield place / "var"
    finally:
        with suppress(FileNotFoundError):
            (place / "full").unlink()
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()


def use_up(disk: Path, but: int = 0) -> None:
    """Leave so many bytes free."""
    with open(disk / "full", "ab", buffering=0) as file, suppress(OSError):
        while (left := shutil.disk_usage(disk).free - but) > 0:
            file.write(b"\0" * min(left, 2**20))


def drilled(var: Path, harm: Callable[[People], None], mend: Callable[[People], None], **settings: str) -> dict:
    """The drill at one site: what was seen before, while, and after."""
    site = Site(var, EMPCP_DISK_FLOOR_MB="1", **settings)
    backups = var.parent / "backups"
    try:
        site.begin()
        people = People(site)
        for _time in range(8):
            site.ask(SEEN)
        people.upload(SIZES["small"], "drill-before")
        harm(people)
        while_it_fails = look(people, backups)
        began = time.monotonic()
        mend(people)
        return {"while it fails": while_it_fails, "afterwards": look_again(people, backups, began)}
    finally:
        site.end()


def fill(like: Path) -> dict:
    """The disk is full."""
    with small_disk(like, megabytes=40) as var:
        return drilled(var, lambda people: use_up(var.parent), lambda people: (var.parent / "full").unlink())


def nearly_fill(like: Path, but: int) -> dict:
    """So little is left that some of it goes, and some not."""
    with small_disk(like, megabytes=40) as var:
        return drilled(var, lambda people: use_up(var.parent, but), lambda people: (var.parent / "full").unlink())


def forbid(like: Path) -> dict:
    """The disk may only be read, and so are the processes begun on it. SQLite keeps to that for a process's whole life, so workers make room for others afterwards."""

    def harm(people: People) -> None:
        subprocess.run(["mount", "--bind", var, var], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", var], check=True)
        before = set(people.site.workers())
        people.site.kill_workers()
        wait_until(lambda: len(set(people.site.workers()) - before) == 2 and not before & set(people.site.workers()), seconds=60)
        wait_until(lambda: people.site.ask("/health/live").status == 200, seconds=60)

    def mend(people: People) -> None:
        subprocess.run(["umount", "--lazy", var], check=True)

    with small_disk(like, megabytes=40) as var:
        try:
            return drilled(var, harm, mend)
        finally:
            if os.path.ismount(var):
                subprocess.run(["umount", "--lazy", var], check=True)
