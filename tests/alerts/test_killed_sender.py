"""A sender that is killed in the middle of forty letters, started again beside another: everybody hears of it once."""

import signal
from collections import Counter

import pytest

from tests.ground.processes import manage, wait_until
from tests.post.test_two_senders import outbox  # noqa: F401, a fixture

READERS = 40
WRITE = """
from datetime import timedelta
from django.utils import timezone
from collaboration.alerts.models import Alert, Subscriber
from collaboration.news.models import PressRelease
from collaboration.publishers.models import Publisher

now = timezone.now()
site = Publisher.objects.get(kind="programme")
people = [Subscriber.objects.create(email=f"reader{n}@example.org", site=site) for n in range(READERS)]
Alert.objects.bulk_create(Alert(subscriber=one, since=now - timedelta(days=1)) for one in people)
PressRelease.objects.create(publisher=site, slug="a", headline="A headline", summary="A summary.", body="<p>A text.</p>", publish_at=now - timedelta(hours=1))
"""


@pytest.mark.browser
def test_every_subscriber_hears_once_although_the_sender_is_killed_in_the_middle(outbox, postbox):  # noqa: F811
    done = manage("shell", "-v0", "-c", WRITE.replace("READERS", str(READERS)), var=outbox.var)
    assert done.returncode == 0, done.stderr
    postbox.takes = 0.02
    sender = outbox.sender()
    wait_until(lambda: len(postbox.received) >= READERS // 3, seconds=60)
    # The mail server has this one, and does not say so yet: the worst moment of all.
    postbox.takes = 30
    so_far = len(postbox.received)
    wait_until(lambda: len(postbox.received) > so_far, seconds=30)
    sender.send_signal(signal.SIGKILL)
    sender.communicate(timeout=20)
    assert len(postbox.received) < READERS
    postbox.takes = 0
    for one in [outbox.sender(), outbox.sender()]:
        one.communicate(timeout=60)
    outbox.ask("UPDATE collaboration_letter SET claimed_until = '2000-01-01 00:00:00' WHERE sent_at IS NULL")
    outbox.sender().communicate(timeout=60)
    heard = Counter(arrived.rcpt_tos[0] for arrived in postbox.received)
    assert heard == {f"reader{number}@example.org": 1 for number in range(READERS)}
    # One letter is in doubt, and stays so: nobody knows that it went.
    assert outbox.ask("SELECT count(*) FROM collaboration_letter WHERE sent_at IS NULL") == [(1,)]
    assert outbox.ask("SELECT count(*) FROM collaboration_delivery") == [(READERS,)]
