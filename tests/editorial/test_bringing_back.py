"""What journeys through the desk in a browser taught: bringing back what was withdrawn, saving nothing, and embargoes kept against Enter."""

import pytest

from collaboration.editorial.publishing import withdraw
from collaboration.editorial.revisions import Revision
from collaboration.news.models import MediaContact, PressRelease
from tests.desk import member, signed_in
from tests.making import publisher, release

from .test_writing_at_the_desk import filled, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return member("writer")


@pytest.fixture
def row():
    contact = MediaContact.objects.create(key="back-press", publisher=publisher(), name="Press team", email="press@example.org")
    made = release("comes-back", headline="Forces share a custody suite", summary="Two forces now share one custody suite.")
    made.media_contacts.add(contact)
    return made


def saved(client, row) -> str:
    """Save the form as it is; what the desk says."""
    return client.post(form_of(row), filled(client, form_of(row)), follow=True).content.decode()


def test_saving_what_is_there_already_is_not_called_a_draft(client, writer, row):
    signed_in(client, writer)
    assert "You had changed nothing, so there is no new version." in saved(client, row)
    assert not Revision.objects.of_thing(row).open().exists()


def test_what_was_withdrawn_is_brought_back_by_saving_it_as_it_was(client, writer, row):
    boss = member("publisher")
    withdraw(row, boss, "Put off until spring.")
    signed_in(client, writer)
    assert "Saved as a draft." in saved(client, row)
    assert "You had changed nothing" in saved(client, row)
    draft = Revision.objects.of_thing(row).open().get()
    signed_in(client, boss)
    client.post(form_of(row).replace("change", "publishing"), {"act": "publish", "number": draft.number})
    assert PressRelease.objects.get(pk=row.pk).is_live()


@pytest.mark.parametrize("replaced_by", ["", "site:/news/"])
def test_no_browser_keeps_that_something_is_withdrawn(client, row, replaced_by):
    """A 410 without this is kept for good, and who met it never sees the thing come back."""
    withdraw(row, member("publisher"), "Put off until spring.", replaced_by)
    assert client.get("/derbyshire-opcc/news/comes-back/").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("typed", [{"at_0": "2199-01-01", "at_1": "09:00"}, {"at_0": "2199-01-01"}, {"at_1": "09:00"}])
def test_nothing_is_published_now_for_which_a_moment_was_typed(client, row, typed):
    """Enter in the field for the time presses the first button of the form."""
    PressRelease.objects.filter(pk=row.pk).update(publish_at=None)
    signed_in(client, member("writer"))
    saved(client, row)
    draft = Revision.objects.of_thing(row).open().get()
    signed_in(client, member("publisher"))
    answer = client.post(form_of(row).replace("change", "publishing"), {"act": "publish", "number": draft.number, **typed})
    assert answer.status_code == 422
    assert "Press Schedule, or empty them to publish now." in answer.content.decode()
    assert PressRelease.objects.get(pk=row.pk).publish_at is None


def test_the_link_of_a_preview_is_a_whole_address(client, writer, row):
    signed_in(client, writer)
    client.post(form_of(row), filled(client, form_of(row), headline="Forces share two custody suites"))
    page = client.post(form_of(row).replace("change", "publishing"), {"act": "share", "number": 2, "reader": "Tom Hart", "days": 7}, follow=True)
    assert 'value="http://testserver/' in page.content.decode()
