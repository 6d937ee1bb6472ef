"""Errands at a site on SQLite whose database fails on purpose: what somebody who writes to it is told, and what is kept."""

import re
import sqlite3
from contextlib import closing, suppress

from django.conf import settings
from django.db import connection
from django.test import Client

from collaboration.contact.models import Enquiry
from collaboration.publishers.models import Publisher
from tests.contact.conftest import TYPED, seasoned
from tests.desk import member, signed_in

# Longer than a page of the database, so that it needs a new one, and short enough for every field.
LONG = "Walnuts! " * 550
# What this connection is told before it is used. Waiting for a lock is cut short; the lock itself is another's.
FAULTS = {
    "none": "PRAGMA busy_timeout = 20000",
    "locked": "PRAGMA busy_timeout = 50",
    "read-only": "PRAGMA query_only = 1",
    "full": "PRAGMA max_page_count = 1",
}


def write(fault: str) -> dict:
    """What somebody is told who sends an enquiry, and how many there are now."""
    break_(fault)
    values = TYPED | {"form_key": seasoned("/derbyshire-opcc/contact/"), "message": LONG}
    answer = Client(raise_request_exception=False, headers={"host": "localhost"}).post("/derbyshire-opcc/contact/", values)
    return told(answer) | {"kept": Enquiry.objects.count()}


def save_at_the_desk(fault: str) -> dict:
    """The same for an editor who changes the opening hours of an office, and what they are now."""
    client = signed_in(Client(raise_request_exception=False, headers={"host": "localhost"}), member("manager", "derbyshire-opcc"))
    office = Publisher.objects.get(slug="derbyshire-opcc")
    path = f"/admin/collaboration/publisher/{office.pk}/change/"
    page = client.get(path).text
    typed = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    break_(fault)
    answer = client.post(path, typed | {"notice": f"<p>{LONG}</p>"})
    return told(answer) | {"kept": Publisher.objects.get(pk=office.pk).notice}


def break_(fault: str) -> None:
    if fault == "full":
        use_up_free_pages()
    with connection.cursor() as cursor:
        cursor.execute(FAULTS[fault])


def use_up_free_pages() -> None:
    """Leave no page empty that is in the file already."""
    with closing(sqlite3.connect(settings.VAR_DIR / "site.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA max_page_count = 1")
        with suppress(sqlite3.OperationalError):
            other.execute("CREATE TABLE filling (bytes BLOB)")
            while True:
                other.execute("INSERT INTO filling VALUES (zeroblob(4000))")


def told(answer) -> dict:
    return {"status": answer.status_code, "text": answer.text, "headers": dict(answer.headers), "cookies": list(answer.cookies)}
