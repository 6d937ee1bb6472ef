"""Writing at the desk, by its forms: drafts, two writers, lost sessions, previews, history."""

import re

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.accounts.models import User
from collaboration.editorial.drafting import discard, save_draft, working
from collaboration.editorial.loading import take_in_changed_rows
from collaboration.editorial.publishing import publish
from collaboration.editorial.revisions import Kept, PreviewLink, PreviewOpening, Revision
from collaboration.news.models import MediaContact, PressRelease
from collaboration.pages.models import Page
from tests.desk import administrator, member, signed_in
from tests.making import agreement, hours, publisher, release

pytestmark = pytest.mark.django_db
LIST = "/admin/collaboration/pressrelease/"


@pytest.fixture
def writer():
    return member("writer", name="Wendy Writer")


@pytest.fixture
def other():
    return member("writer", name="Olu Other")


@pytest.fixture
def row():
    return release("desk-release", headline="A public headline", summary="A public summary.")


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def filled(client, address: str, **changes) -> dict:
    """What a browser would post from the form at an address, with some fields typed anew."""
    response = client.get(address)
    form = response.context["adminform"].form
    data = {"_base": hidden(response.content.decode(), "_base"), "_pass": hidden(response.content.decode(), "_pass")}
    for bound in form:
        value = bound.value()
        if value is True:
            value = "on"
        if value not in (None, False, ""):
            data[bound.html_name] = value
    return {**data, **changes}


def form_of(row) -> str:
    return f"{LIST}{row.pk}/change/"


def test_a_new_release_is_saved_as_a_draft_of_ones_own_office(client, writer):
    signed_in(client, writer)
    data = filled(client, f"{LIST}add/", headline="A first headline", slug="a-first", summary="Short.", body="<p>Text.</p>", why="Begun.")
    answer = client.post(f"{LIST}add/", data)
    made = PressRelease.objects.get(slug="a-first")
    assert answer.headers["Location"] == form_of(made)
    assert (made.publisher.slug, made.publish_at) == ("derbyshire-opcc", None)
    revision = Revision.objects.of_thing(made).get()
    assert (revision.number, revision.author, revision.why, revision.is_open) == (1, writer, "Begun.", True)


def test_a_release_cannot_be_added_for_another_office(client, writer):
    signed_in(client, writer)
    data = filled(client, f"{LIST}add/", headline="Theirs", slug="theirs", summary="Short.", body="<p>Text.</p>", publisher=publisher("lincolnshire-opcc").pk)
    answer = client.post(f"{LIST}add/", data)
    assert answer.status_code == 200
    assert "publisher" in answer.context["adminform"].form.errors
    assert not PressRelease.objects.filter(slug="theirs").exists()


def test_saving_public_text_makes_a_draft_and_the_form_goes_on_from_it(client, writer, row):
    signed_in(client, writer)
    answer = client.post(form_of(row), filled(client, form_of(row), headline="A headline to come", why="Shorter."))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.headline == "A public headline"
    assert client.get(form_of(row)).context["adminform"].form["headline"].value() == "A headline to come"
    assert [one.number for one in Revision.objects.of_thing(row)] == [2, 1]


def test_saving_without_a_change_makes_no_version(client, writer, row):
    signed_in(client, writer)
    client.post(form_of(row), filled(client, form_of(row), headline="Changed once"))
    client.post(form_of(row), filled(client, form_of(row)))
    assert Revision.objects.of_thing(row).count() == 2


def test_many_to_many_choices_stay_in_the_draft(client, writer, row):
    mine = MediaContact.objects.create(key="mine", publisher=row.publisher, name="Mine")
    signed_in(client, writer)
    client.post(form_of(row), filled(client, form_of(row), media_contacts=[mine.pk]))
    assert not row.media_contacts.exists()
    assert working(row).fields["media_contacts"] == [mine.pk]


def test_another_offices_contact_cannot_be_chosen(client, writer, row):
    theirs = MediaContact.objects.create(key="theirs", publisher=publisher("lincolnshire-opcc"), name="A secret team")
    signed_in(client, writer)
    answer = client.post(form_of(row), filled(client, form_of(row), media_contacts=[theirs.pk]))
    assert answer.status_code == 200
    assert "media_contacts" in answer.context["adminform"].form.errors
    assert "A secret team" not in answer.content.decode()


def test_choices_of_others_that_one_cannot_see_are_kept(client, writer, row):
    unseen = agreement("not-public-yet", publish_at=None)
    save_draft(row, {"agreements": [unseen.pk]}, administrator())
    signed_in(client, writer)
    page = client.get(form_of(row)).content.decode()
    assert unseen.title not in page
    client.post(form_of(row), filled(client, form_of(row), headline="Another headline", agreements=[]))
    assert working(row).fields["agreements"] == [unseen.pk]


def test_the_second_of_two_writers_sees_both_and_loses_nothing(client, writer, other, row):
    signed_in(client, writer)
    theirs = Client()
    signed_in(theirs, other)
    mine = filled(client, form_of(row), headline="My headline", summary="A public summary, made longer by me.")
    theirs.post(form_of(row), filled(theirs, form_of(row), summary="A public and open summary.", reference="REF 7"))
    answer = client.post(form_of(row), mine)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Olu Other saved a newer version" in page
    form = answer.context["adminform"].form
    assert form["headline"].value() == "My headline"
    assert form["reference"].value() == "REF 7"
    assert {"open", "longer"} <= set(re.findall(r"\w+", form["summary"].value()))
    assert working(row).author == other
    again = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False)}
    saved = client.post(form_of(row), {**again, "_base": hidden(page, "_base"), "_pass": hidden(page, "_pass")})
    assert saved.status_code == 302
    final = working(row).fields
    assert (final["headline"], final["reference"]) == ("My headline", "REF 7")


def test_a_load_of_fixtures_in_between_is_told_of_like_another_writer(client, writer, row):
    discard(save_draft(row, {"headline": "Mine"}, writer), writer)
    signed_in(client, writer)
    data = filled(client, form_of(row), headline="Still mine")
    PressRelease.objects.filter(pk=row.pk).update(headline="From a fixture")
    take_in_changed_rows()
    page = client.post(form_of(row), data).content.decode()
    assert "What Somebody saved on" in page
    assert "Somebody saved a newer version while you were writing" in page


def test_a_clash_shows_before_theirs_and_mine(client, writer, other, row):
    signed_in(client, writer)
    theirs = Client()
    signed_in(theirs, other)
    mine = filled(client, form_of(row), headline="Mine entirely")
    theirs.post(form_of(row), filled(theirs, form_of(row), headline="Theirs altogether"))
    page = client.post(form_of(row), mine).content.decode()
    assert "You both changed the same words" in page
    for text in ("A public headline", "Theirs altogether", "Mine entirely"):
        assert text in page


def test_a_form_sent_after_the_session_ended_is_kept_and_offered_back(client, writer, row):
    signed_in(client, writer)
    data = filled(client, form_of(row), headline="Typed for an hour")
    client.cookies.pop("sessionid")
    answer = client.post(form_of(row), data)
    assert answer.status_code == 302
    assert Kept.objects.get(user=writer).typed["headline"] == ["Typed for an hour"]
    assert "csrfmiddlewaretoken" not in Kept.objects.get().typed
    signed_in(client, writer)
    assert "Text you did not save was kept" in client.get(form_of(row)).content.decode()
    back = client.get(f"{form_of(row)}?put_back=yes").context["adminform"].form
    assert back["headline"].value() == "Typed for an hour"
    client.post(form_of(row), filled(client, f"{form_of(row)}?put_back=yes"))
    assert working(row).fields["headline"] == "Typed for an hour"
    assert not Kept.objects.exists()


def test_kept_text_is_nobody_elses(client, writer, other, row):
    signed_in(client, writer)
    data = filled(client, form_of(row), headline="For my eyes")
    assert client.post(f"{LIST}{row.pk}/keep/", data).status_code == 204
    theirs = Client()
    signed_in(theirs, other)
    assert "For my eyes" not in theirs.get(f"{form_of(row)}?put_back=yes").content.decode()


def test_a_form_without_a_pass_of_ours_is_not_kept(client, writer, row):
    for written in ("", "nonsense", signing.dumps([writer.pk, "collaboration.pressrelease", row.pk], salt="another")):
        client.post(form_of(row), {"headline": "Planted", "_pass": written})
    assert not Kept.objects.exists()


def test_a_pass_for_one_thing_keeps_nothing_of_another(client, writer, row):
    signed_in(client, writer)
    second = release("desk-release-2")
    data = filled(client, form_of(row))
    assert client.post(f"{LIST}{second.pk}/keep/", data).status_code == 400


def test_a_stale_token_loses_nothing(writer, row):
    strict = Client(enforce_csrf_checks=True)
    signed_in(strict, writer)
    data = filled(strict, form_of(row), headline="Typed before signing in again")
    answer = strict.post(form_of(row), {**data, "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 302
    assert Kept.objects.get(user=writer).typed["headline"] == ["Typed before signing in again"]


def test_keeping_says_who_has_saved_meanwhile(client, writer, other, row):
    signed_in(client, writer)
    data = filled(client, form_of(row), headline="Slow")
    save_draft(row, {"headline": "Quick"}, other)
    answer = client.post(f"{LIST}{row.pk}/keep/", data)
    assert answer.status_code == 409
    assert "Olu Other" in answer.json()["latest"]
    assert Kept.objects.filter(user=writer).exists()


def test_a_failed_validation_keeps_what_was_typed(client, writer, row):
    signed_in(client, writer)
    answer = client.post(form_of(row), filled(client, form_of(row), headline="", summary="Typed with care"))
    assert answer.status_code == 200
    assert "Typed with care" in answer.content.decode()
    assert not Revision.objects.of_thing(row).filter(number__gt=1).exists()


def test_the_preview_is_the_real_page_and_leaves_no_trace(client, writer, row):
    save_draft(row, {"headline": "A headline to preview"}, writer)
    signed_in(client, writer)
    answer = client.get(f"{LIST}{row.pk}/preview/page/")
    page = answer.content.decode()
    assert "A headline to preview" in page
    assert 'href="/derbyshire-opcc/news/"' in page
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    row.refresh_from_db()
    assert row.headline == "A public headline"
    assert "to preview" not in client.get("/derbyshire-opcc/news/desk-release/").content.decode()
    assert "to preview" not in client.get("/search/?q=preview").content.decode()


def test_a_preview_is_framed_by_the_desk_and_by_nobody_else(client, writer, row):
    save_draft(row, {"headline": "A headline to preview"}, writer)
    signed_in(client, writer)
    around, page = (client.get(f"{LIST}{row.pk}/preview/{part}").headers for part in ("", "page/"))
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert {"frame-ancestors 'self'", "form-action 'none'"} <= set(page["Content-Security-Policy"].split(";"))
    assert {"frame-ancestors 'none'", "frame-src 'self'"} <= set(around["Content-Security-Policy"].split(";"))
    assert around["X-Frame-Options"] == "DENY"


def test_a_first_draft_can_be_previewed(client, writer):
    row = release("never-public", publish_at=None)
    save_draft(row, {"headline": "Not out yet"}, writer)
    signed_in(client, writer)
    assert "Not out yet" in client.get(f"{LIST}{row.pk}/preview/page/").content.decode()
    row.refresh_from_db()
    assert row.publish_at is None


def test_what_nobody_has_edited_is_previewed_and_gets_no_version_by_it(client, writer, row):
    signed_in(client, writer)
    around = client.get(f"{LIST}{row.pk}/preview/")
    frames = re.findall(r'<iframe src="([^"]+)"', around.content.decode())
    assert len(frames) == 2
    for address in frames:
        assert "A public headline" in client.get(address).content.decode()
    assert not Revision.objects.of_thing(row).exists()


def test_a_draft_whose_address_is_taken_since_says_so_instead_of_a_preview(client, writer, row):
    save_draft(row, {"slug": "wanted-by-two"}, writer)
    signed_in(client, writer)
    address = share(client, row)
    release("wanted-by-two", publish_at=None)
    for answer in (client.get(f"{LIST}{row.pk}/preview/page/"), Client().get(address)):
        assert answer.status_code == 409
        assert "belongs to another now" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store, private"


def share(client, row, reader="Ann Reporter, Derby Post") -> str:
    answer = client.post(f"{LIST}{row.pk}/publishing/", {"act": "share", "number": working(row).number, "reader": reader, "days": "7"}, follow=True)
    return re.search(r'value="[^"]*(/preview/[^"]+)"', answer.content.decode())[1]


def test_a_shared_preview_opens_without_an_account_and_writes_down_each_opening(client, writer, row):
    save_draft(row, {"headline": "For one reader"}, writer)
    signed_in(client, writer)
    address = share(client, row)
    stranger = Client()
    answer = stranger.get(address)
    assert "For one reader" in answer.content.decode()
    assert (answer.headers["Cache-Control"], bool(answer.cookies)) == ("no-store, private", False)
    assert "noindex" in answer.headers["X-Robots-Tag"]
    stranger.get(address)
    assert PreviewOpening.objects.count() == 2
    assert "Opened 2 times" in client.get(f"{LIST}{row.pk}/publishing/").content.decode()


def test_a_shared_preview_shows_its_version_and_no_later_one(client, writer, row):
    save_draft(row, {"headline": "The shared version"}, writer)
    signed_in(client, writer)
    address = share(client, row)
    save_draft(row, {"headline": "A later thought"}, writer)
    assert "The shared version" in Client().get(address).content.decode()
    assert "A later thought" not in Client().get(address).content.decode()


def test_a_shared_preview_closes_when_revoked_expired_or_published(client, writer, row):
    contact = MediaContact.objects.create(key="k", publisher=row.publisher, name="Press", email="p@example.org")
    draft = save_draft(row, {"headline": "Closing soon", "media_contacts": [contact.pk]}, writer)
    signed_in(client, writer)
    address = share(client, row)
    link = PreviewLink.objects.get()
    for change in ({"expires_at": timezone.now(), "made_at": timezone.now() - hours(1)}, {"revoked_at": timezone.now()}):
        before = {name: getattr(link, name) for name in change}
        PreviewLink.objects.filter(pk=link.pk).update(**change)
        answer = Client().get(address)
        assert answer.status_code == 410
        assert "Closing soon" not in answer.content.decode()
        PreviewLink.objects.filter(pk=link.pk).update(**before)
    assert Client().get(address).status_code == 200
    publish(draft, member("publisher"), kind="typo", accepted_because="Right as it is.")
    assert Client().get(address).headers["Location"] == "/derbyshire-opcc/news/desk-release/"


@pytest.mark.parametrize("leave", [lambda user: user.memberships.all().delete(), lambda user: User.objects.filter(pk=user.pk).update(is_active=False)], ids=["role taken", "account closed"])
def test_a_shared_preview_closes_when_its_maker_may_no_longer_write_there(client, writer, other, row, leave):
    save_draft(row, {"headline": "Shared by one who left"}, writer)
    signed_in(client, writer)
    address = share(client, row)
    assert Client().get(address).status_code == 200
    leave(writer)
    answer = Client().get(address)
    assert answer.status_code == 410
    assert "Shared by one who left" not in answer.content.decode()
    assert PreviewOpening.objects.count() == 1
    assert "no longer writes for the office" in signed_in(Client(), other).get(f"{LIST}{row.pk}/publishing/").content.decode()


def test_more_links_cost_the_page_of_decisions_no_more_queries(client, writer, row):
    save_draft(row, {"headline": "Shown to many"}, writer)
    signed_in(client, writer)
    share(client, row)
    with CaptureQueriesContext(connection) as for_one:
        client.get(f"{LIST}{row.pk}/publishing/")
    for reader in ("Ann", "Ben", "Cat"):
        share(client, row, reader)
    with CaptureQueriesContext(connection) as for_four:
        page = client.get(f"{LIST}{row.pk}/publishing/").content.decode()
    assert page.count('value="revoke"') == 4
    assert len(for_four) == len(for_one)


def test_a_link_that_is_not_ours_is_not_found(client):
    for token in ("1", "x", "MQ:aaaa", signing.Signer(salt="another").sign_object(1)):
        assert client.get(f"/preview/{token}/").status_code == 404


def test_a_link_lasts_seven_days_at_most(client, writer, row):
    save_draft(row, {"headline": "A week"}, writer)
    signed_in(client, writer)
    answer = client.post(f"{LIST}{row.pk}/publishing/", {"act": "share", "number": working(row).number, "reader": "Ann", "days": "8"})
    assert answer.status_code == 422
    assert not PreviewLink.objects.exists()


def test_the_history_tells_two_versions_apart_word_by_word(client, writer, row):
    save_draft(row, {"headline": "A public and better headline"}, writer, why="Better.")
    signed_in(client, writer)
    page = client.get(f"{LIST}{row.pk}/history/?from=1&to=2").content.decode()
    assert re.search(r"<ins>.*?and better.*?</ins>", page)
    assert "Better." in page


def test_the_history_brings_a_version_back_as_a_draft(client, writer, row):
    save_draft(row, {"headline": "Worse"}, writer)
    signed_in(client, writer)
    client.post(f"{LIST}{row.pk}/history/", {"number": "1"})
    assert working(row).fields["headline"] == "A public headline"
    assert working(row).number == 3


@pytest.mark.parametrize("address", ["history/?from=1&to=99", "history/?from=99999999999&to=1", "preview/page/?version=77", "preview/?version=x"])
def test_a_version_that_is_not_there_is_not_found_and_breaks_nothing(client, writer, row, address):
    save_draft(row, {"headline": "Two"}, writer)
    signed_in(client, writer)
    assert client.get(f"{LIST}{row.pk}/{address}").status_code in (200, 404)


def test_a_draft_may_be_thrown_away_and_public_text_may_not(client, writer, row):
    draft = release("only-a-draft", publish_at=None)
    save_draft(draft, {"headline": "Not needed"}, writer)
    signed_in(client, writer)
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"})
    assert not PressRelease.objects.filter(pk=draft.pk).exists()
    assert not Revision.objects.filter(object_id=draft.pk, title="Not needed").exists()


def test_pressing_save_twice_makes_one_version(client, writer, row):
    signed_in(client, writer)
    data = filled(client, form_of(row), headline="Pressed twice")
    client.post(form_of(row), data)
    client.post(form_of(row), data)
    assert Revision.objects.of_thing(row).count() == 2


@pytest.mark.parametrize("publish_at", [None, timezone.now()])
def test_an_address_that_is_taken_is_refused_at_its_field(client, writer, publish_at):
    release("taken-already")
    row = release("still-free", publish_at=publish_at)
    signed_in(client, writer)
    answer = client.post(form_of(row), filled(client, form_of(row), slug="taken-already", headline="Typed with care"))
    assert answer.status_code == 200
    assert "at that address already" in answer.content.decode()
    assert "Typed with care" in answer.content.decode()


def test_what_the_row_cannot_have_is_said_and_what_was_typed_is_put_back(client, writer, row, monkeypatch):
    from collaboration.editorial import admin as desk
    from collaboration.editorial.drafting import Refused

    def refuse(*args, **kwargs):
        raise Refused("The row cannot have this.")

    signed_in(client, writer)
    data = filled(client, form_of(row), headline="Typed with care")
    monkeypatch.setattr(desk, "save_draft", refuse)
    answer = client.post(form_of(row), data, follow=True)
    assert "The row cannot have this." in answer.content.decode()
    assert answer.context["adminform"].form["headline"].value() == "Typed with care"


def test_the_form_says_where_a_thing_will_stand(client, writer, row):
    signed_in(client, writer)
    save_draft(row, {"slug": "a-new-place"}, writer)
    assert ">/derbyshire-opcc/news/a-new-place/</code>" in client.get(form_of(row)).content.decode()
    assert ">/derbyshire-opcc/news/…/</code>" in client.get(f"{LIST}add/").content.decode()
    home = Page.objects.get(publisher=row.publisher, path="")
    assert ">/derbyshire-opcc/</code>" in client.get(f"/admin/collaboration/page/{home.pk}/change/").content.decode()
