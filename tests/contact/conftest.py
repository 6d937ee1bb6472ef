"""Sites to write to, and a visitor who fills in their forms as a browser would."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from collaboration.publishers.models import Force, Publisher
from collaboration.visitors.form_keys import FormKey

SITES = [
    ("programme", "programme", None),
    ("derbyshire-police", "force", "derbyshire"),
    ("derbyshire-opcc", "opcc", "derbyshire"),
    ("nottinghamshire-police", "force", "nottinghamshire"),
    ("nottinghamshire-opcc", "opcc", "nottinghamshire"),
]
TYPED = {
    "name": "Ada Example",
    "email": "ada@example.org",
    "phone": "",
    "subject": "A question about shared units",
    "message": "Who pays for the dogs?",
    "homepage": "",
}


def make_publisher(slug: str, kind: str, force: str | None) -> Publisher:
    """The publisher with this slug: the shipped one where the content is loaded, else a plain one."""
    if force:
        name = force.title()
        force, _ = Force.objects.get_or_create(slug=force, defaults={"name": f"{name} Force", "short_name": name, "code": name[:2]})
    plain = {"kind": kind, "force": force, "name": f"The {slug}", "short_name": slug, "wordmark": slug, "theme": slug}
    return Publisher.objects.get_or_create(slug=slug, defaults=plain)[0]


@pytest.fixture
def sites(db) -> dict[str, Publisher]:
    """Publishers by slug: the programme, and force and office of two areas."""
    return {slug: make_publisher(slug, kind, force) for slug, kind, force in SITES}


class Controls(HTMLParser):
    """Reads what a form would send, and where its messages lead."""

    def __init__(self, html: str):
        super().__init__()
        self.values, self.area = {}, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("type") not in {"radio", "submit"} and given.get("name"):
            self.values[given["name"]] = given.get("value") or ""
        if tag == "textarea":
            self.area = given["name"]
            self.values[self.area] = ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data.removeprefix("\n")


def controls(html: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    return Controls(html).values


class Visitor:
    """Somebody at an address who fills in a form and sends it."""

    def __init__(self, client, address="198.51.100.7"):
        self.client, self.address = client, address

    def look(self, path: str) -> str:
        return self.client.get(path, REMOTE_ADDR=self.address).content.decode()

    def send(self, path: str, key: str | None = None, **typed):
        """Send the form with a key that has had its time, or with this one."""
        values = TYPED | {"form_key": seasoned(path) if key is None else key} | typed
        return self.client.post(path, values, REMOTE_ADDR=self.address)


def seasoned(path: str, age: timedelta = timedelta(minutes=1)) -> str:
    """The key of a form that was shown a while ago on the site of a path."""
    site = re.match(r"/([\w-]+-(?:police|opcc|opfcc))/", path)
    kind = "complaint" if "complaints/form" in path else "enquiry"
    return FormKey.new(timezone.now() - age).signed(f"contact.{kind}.{site[1] if site else 'programme'}")


@pytest.fixture
def visitor(client, sites) -> Visitor:
    return Visitor(client)
