"""A reader with a mailbox, and subscribers who said yes a day ago."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.alerts.models import Alert, Subscriber
from collaboration.alerts.planning import plan
from collaboration.news.models import Topic
from collaboration.post.sending import send_owed
from collaboration.publishers.models import Force
from collaboration.visitors.form_keys import FormKey
from tests.making import hours, publisher

SIGN_UP = "/derbyshire-opcc/alerts/"
ADDRESS = "https://www.example.org"


@pytest.fixture(autouse=True)
def _with_whole_addresses(settings):
    settings.ADDRESS = ADDRESS


def key_of(path: str = SIGN_UP, age: timedelta = timedelta(minutes=1)) -> str:
    """The key of a sign-up form that was shown a while ago on the site of a path."""
    site = re.match(r"/([\w-]+-(?:police|opcc|opfcc))/", path)
    return FormKey.new(timezone.now() - age).signed(f"alerts.{site[1] if site else 'programme'}")


class Reader:
    """Somebody who signs up, reads their mail and follows its links, each with a browser that holds no cookie."""

    def __init__(self, client, mailoutbox, committing):
        self.client, self.mail, self.committing = client, mailoutbox, committing

    def ask(self, email: str = "ada@example.org", path: str = SIGN_UP, sender: str = "198.51.100.7", key: str = "", **chosen):
        """Send the form; the letter goes as the transaction is committed."""
        typed = {"email": email, "publisher": "", "force": "", "topic": "", "homepage": "", "form_key": key or key_of(path), **chosen}
        return self.press(path, typed, sender)

    def press(self, path: str, typed: dict | None = None, sender: str = "198.51.100.7"):
        with self.committing(execute=True):
            return self.client.post(path.removeprefix(ADDRESS), typed or {}, REMOTE_ADDR=sender)

    def open(self, path: str):
        return self.client.get(path.removeprefix(ADDRESS))

    def link(self, purpose: str, number: int = -1) -> str:
        """The link for this in a letter, the last one unless told otherwise."""
        return re.search(rf"{ADDRESS}/\S*alerts/{purpose}/\S+", self.mail[number].body)[0]


@pytest.fixture
def reader(client, mailoutbox, django_capture_on_commit_callbacks) -> Reader:
    client.handler.enforce_csrf_checks = True
    return Reader(client, mailoutbox, django_capture_on_commit_callbacks)


def subscriber(email: str = "ada@example.org", since=None, with_changes: bool = False, site: str = "derbyshire-opcc", **narrowing: str) -> Subscriber:
    """Somebody who said yes a day ago, unless told otherwise, to everything or to what is named by slug."""
    one, _is_new = Subscriber.objects.get_or_create(email=email, defaults={"site": publisher(site)})
    models = {"force": Force, "topic": Topic}
    chosen = {name: publisher(slug) if name == "publisher" else models[name].objects.get(slug=slug) for name, slug in narrowing.items()}
    Alert.objects.create(subscriber=one, since=since or timezone.now() - hours(24), with_changes=with_changes, **chosen)
    return one


def round_of_post(at=None) -> tuple[int, int]:
    """What `manage.py send_post` does: plan, then send."""
    plan(at)
    return send_owed()
