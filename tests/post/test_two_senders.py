"""Senders as processes of their own, at one database: two at once, and one that is killed in the middle."""

import signal
import subprocess
import sys

import pytest

from tests.databases import rows
from tests.ground.processes import ROOT, environment, manage, wait_until

WRITE = """
from django.utils import timezone
from collaboration.post.models import Letter
Letter.objects.bulk_create(Letter(key=f"letter-{n}", to="ada@example.org", subject="S", body="B") for n in range({letters}))
"""


@pytest.fixture
def outbox(tmp_path_factory, postbox, settings, furnished):
    """Makes a data folder with some letters in its outbox, and answers with the command line of a sender."""
    var = tmp_path_factory.mktemp("outbox")
    mail = {"EMPCP_EMAIL_HOST": "127.0.0.1", "EMPCP_EMAIL_PORT": str(settings.EMAIL_PORT), "EMPCP_EMAIL_PLAIN": "1"}
    furnished(var)

    class Outbox:
        def __init__(self):
            self.var = var

        def write(self, letters: int) -> None:
            done = manage("shell", "-v0", "-c", WRITE.replace("{letters}", str(letters)), var=var)
            assert done.returncode == 0, done.stderr

        def sender(self) -> subprocess.Popen:
            command = [sys.executable, "manage.py", "send_post"]
            return subprocess.Popen(command, cwd=ROOT, env=environment(var, **mail), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

        def ask(self, query: str) -> list:
            return rows(var, query)

    return Outbox()


def test_two_senders_at_once_send_every_letter_once(outbox, postbox):
    outbox.write(12)
    postbox.takes = 0.1
    senders = [outbox.sender(), outbox.sender()]
    for sender in senders:
        sender.communicate(timeout=60)
    ids = [line for arrived in postbox.received for line in arrived.content.decode().splitlines() if line.startswith("Message-ID")]
    assert len(ids) == len(set(ids)) == 12
    assert outbox.ask("SELECT count(*) FROM collaboration_letter WHERE sent_at IS NULL") == [(0,)]


def test_what_a_killed_sender_had_in_hand_is_sent_when_its_claim_has_run_out_and_the_rest_at_once(outbox, postbox):
    outbox.write(3)
    postbox.takes = 30
    sender = outbox.sender()
    wait_until(lambda: postbox.received, seconds=30)
    sender.send_signal(signal.SIGKILL)
    sender.communicate(timeout=20)
    postbox.takes = 0
    (handed_over,) = postbox.received
    outbox.sender().communicate(timeout=60)
    assert len(postbox.received) == 3
    outbox.ask("UPDATE collaboration_letter SET claimed_until = '2000-01-01 00:00:00' WHERE sent_at IS NULL")
    outbox.sender().communicate(timeout=60)
    assert outbox.ask("SELECT count(*) FROM collaboration_letter WHERE sent_at IS NULL") == [(0,)]
    # The one the mail server had taken already comes once more, recognisably the same.
    assert len(postbox.received) == 4
    name = next(line for line in handed_over.content.decode().splitlines() if line.startswith("Message-ID"))
    assert sum(name in arrived.content.decode() for arrived in postbox.received) == 2
