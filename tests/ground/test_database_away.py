"""The database server is frozen, thawed, stopped and started again under a running site: what readers, writers and the desk saw.

Where the tests run on PostgreSQL only: SQLite has no server that could be away.
"""

import os
import subprocess
import time

import pytest

from tests.conftest import Address
from tests.databases import ADDRESS, rows
from tests.desk import cast, on_site
from tests.posting import ask, fields_of

from .postgres import Server, programs
from .processes import free_port, gunicorn, serving, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not os.environ.get("EMPCP_DATABASE_URL"), reason="SQLite has no server that could be away")]
PAGE, OTHER = "/derbyshire-opcc/accessibility/", "/derbyshire-opcc/privacy/"
CONTACT = "/derbyshire-opcc/contact/"
LETTER = {"name": "Ada Lovelace", "email": "ada@example.org", "phone": "", "subject": "A question", "message": "Who answers when the database does not?"}
# Seconds within which somebody who asks has an answer, and what a busy machine may take on top.
PROMISED, BUSY = 5, 5


@pytest.fixture
def server():
    one = Server()
    one.start()
    yield one
    one.remove()


@pytest.fixture
def site(server, furnished, tmp_path):
    """The site with its rows on that server."""
    var = tmp_path / "var"
    furnished(var)
    server.run("createdb", "-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres", "empcp")
    copy = 'set -e; "$0/pg_dump" "$1" | "$0/psql" --quiet --output=/dev/null --set=ON_ERROR_STOP=1 "$2"'
    subprocess.run(["bash", "-o", "pipefail", "-c", copy, programs(), (var / ADDRESS).read_text(), server.address("empcp")], check=True)
    (var / ADDRESS).write_text(server.address("empcp"))
    address = Address(f"http://127.0.0.1:{free_port()}")
    address.var = var
    with serving(*gunicorn(), port=int(address.rpartition(":")[2]), var=var, EMPCP_WORKERS="1", EMPCP_LOG_LEVEL="CRITICAL", EMPCP_ENQUIRIES_TO="desk@example.org"):
        yield address


def promptly(address, session: str, path: str, data: dict | None = None):
    """The answer, which has to come within what is promised."""
    began = time.monotonic()
    answer = ask(address, session, path, data)
    assert time.monotonic() - began < PROMISED + BUSY
    return answer


def page_to_edit() -> int:
    """Run on the site: a public page, by its number."""
    from tests.making import page

    return page("written-on/", "derbyshire-opcc", body="<p>The beginning.</p>").pk


def test_nobody_waits_for_a_database_that_is_away_nothing_is_said_to_be_received_and_service_returns_by_itself(server, site):
    (writer,) = cast(site, ("writer", "derbyshire-opcc"))
    number = on_site(site, "page_to_edit", module="tests.ground.test_database_away")
    desk = f"/admin/collaboration/page/{number}/change/"
    enquiry = fields_of(ask(site, "", CONTACT).body) | LETTER
    draft = fields_of(ask(site, writer.session, desk).body) | {"body": "<p>Written while the database was away.</p>"}

    def everything_fails() -> None:
        # Asked as something nobody has asked before, so that no finished page stands in.
        shown = promptly(site, "", f"{OTHER}?asked={time.monotonic()}")
        assert (shown.status, "cannot answer just now" in shown.body) == (503, True)
        sent = promptly(site, "", CONTACT, enquiry)
        assert (sent.status, "has not been received" in sent.body, sent.location) == (503, True, "")
        saved = promptly(site, writer.session, desk, draft)
        assert (saved.status, "has not been saved" in saved.body, "still in your browser" in saved.body) == (503, True, True)

    def everything_works() -> bool:
        return all(ask(site, writer.session, path).status == 200 for path in (OTHER, PAGE, desk) for _thread in range(4))

    kept = ask(site, "", PAGE)
    server.freeze()
    assert promptly(site, "", PAGE).body == kept.body
    everything_fails()
    server.thaw()
    wait_until(everything_works, seconds=20)
    assert rows(site.var, "SELECT count(*) FROM collaboration_enquiry") == [(0,)]

    server.stop()
    assert promptly(site, "", PAGE).body == kept.body
    everything_fails()
    server.start()
    wait_until(everything_works, seconds=20)
    assert rows(site.var, "SELECT count(*) FROM collaboration_revision WHERE CAST(fields AS text) LIKE '%was away%'") == [(0,)]

    # The same form and the same draft, sent once more.
    assert "/contact/sent/" in ask(site, "", CONTACT, enquiry).location
    assert ask(site, writer.session, desk, draft).status == 302
    assert rows(site.var, "SELECT count(*) FROM collaboration_enquiry") == [(1,)]
    assert rows(site.var, "SELECT count(*) FROM collaboration_revision WHERE CAST(fields AS text) LIKE '%was away%'") == [(1,)]
