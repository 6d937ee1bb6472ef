"""An embargo pass through its doors: who reads what, after which button, until when, and what nobody learns."""

import re
import time
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.utils import timezone

from collaboration.accounts.models import Membership
from collaboration.agreements.models import Document
from collaboration.care import nightly
from collaboration.editorial.drafting import Refused, save_draft
from collaboration.editorial.moving import move
from collaboration.editorial.publishing import publish, unschedule, withdraw
from collaboration.editorial.revisions import Revision
from collaboration.news.models import MediaContact, PressRelease
from collaboration.passes.models import EmbargoPass, PassOpening
from collaboration.passes.passing import address_of, close, make, pass_of
from collaboration.post.models import Letter
from collaboration.redirects.models import MissingAddress
from tests.desk import administrator, member, signed_in
from tests.making import hours, picture, publisher, release

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"
OURS = {"Sec-Fetch-Site": "same-origin"}
# Words that stand nowhere but in the release, its picture and its document.
SECRET = re.compile("quagga|okapi|gerenuk", re.I)


@pytest.fixture
def boss():
    return member("publisher")


@pytest.fixture
def moment():
    return (timezone.now() + timedelta(hours=3)).replace(microsecond=0)


@pytest.fixture
def news(boss, moment):
    """A release under embargo, scheduled by the publisher after a writer wrote it."""
    contact = MediaContact.objects.create(publisher=publisher(), name="Press team", email="press@example.org")
    row = release("quagga-found", publish_at=None, headline="Quagga found in Derby")
    draft = save_draft(row, {"summary": "Two forces found a quagga.", "body": "<p>The quagga was found.</p><p>It is well.</p>", "media_contacts": [contact.pk]}, member("writer"))
    publish(draft, boss, moment)
    return PressRelease.objects.get(pk=row.pk)


@pytest.fixture
def one(news, boss):
    return make(news, boss, "Ada Example", "Example Gazette")


def path(one: EmbargoPass) -> str:
    return urlsplit(address_of(one)).path


def accept(client, one, **headers):
    return client.post(path(one), {"accept": "yes"}, headers=headers)


def opened(client, one):
    """The address behind the button, as a browser is led there."""
    return accept(client, one, **OURS).headers["Location"]


def test_opening_the_address_shows_for_whom_it_is_and_no_word_of_the_release(client, one, moment):
    answer = client.get(path(one))
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "Ada Example, Example Gazette" in body
    assert timezone.localtime(moment).strftime("%H:%M") in body
    assert not SECRET.search(body)
    for other in (client.head(path(one)), client.post(path(one)), client.post(path(one), {"accept": "no"})):
        assert not SECRET.search(other.content.decode())
    assert not PassOpening.objects.exists()


def test_the_release_is_shown_once_the_terms_are_accepted(client, one):
    answer = accept(client, one, **OURS)
    assert answer.status_code == 303
    body = client.get(answer.headers["Location"], headers=OURS).content.decode()
    assert "Quagga found in Derby" in body
    assert "The quagga was found." in body
    assert body.count("Ada Example, Example Gazette") > 3
    assert '<svg class="watermark" aria-hidden="true"' in body
    again = client.get(answer.headers["Location"], headers=OURS)
    assert "Quagga found in Derby" in again.content.decode()


def test_a_browser_that_says_nothing_of_where_it_comes_from_is_shown_the_release_at_once(client, one):
    answer = accept(client, one)
    assert answer.status_code == 200
    assert "Quagga found in Derby" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
@pytest.mark.parametrize("below", ["", "text/"])
def test_a_copied_address_opens_nothing_wherever_it_is_opened(client, one, headers, below):
    answer = client.get(opened(client, one) + below, headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (302, path(one))
    assert client.head(opened(client, one) + below, headers=OURS).status_code == 302


def test_after_some_hours_the_terms_are_accepted_again(client, one, monkeypatch):
    where = opened(client, one)
    late = time.time() + 9 * 3600
    monkeypatch.setattr(time, "time", lambda: late)
    assert client.get(where, headers=OURS).headers["Location"] == path(one)


def test_the_proof_of_one_pass_opens_no_other(client, one, news, boss):
    other = make(news, boss, "Bea Example", "Another Gazette")
    proof = opened(client, other).rstrip("/").rpartition("/")[2]
    assert client.get(f"{path(one)}{proof}/", headers=OURS).headers["Location"] == path(one)


def test_no_answer_is_kept_indexed_or_told_of_and_none_sets_a_cookie(client, one):
    where = opened(client, one)
    answers = [client.get(path(one)), accept(client, one), client.get(where, headers=OURS), client.get(where), client.post(f"{where}text/"), client.get("/derbyshire-opcc/embargo/x/")]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


def test_the_text_carries_the_name_of_its_reader(client, one):
    answer = client.post(f"{opened(client, one)}text/")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "The quagga was found." in text
    assert text.count("[Copy of Ada Example, Example Gazette.") >= 3
    assert text.startswith("[Copy of")


def test_every_opening_is_noted_with_the_device_and_no_address(client, one):
    where = opened(client, one)
    client.get(where, headers={**OURS, "User-Agent": PHONE})
    client.post(f"{where}text/", headers={"User-Agent": "curl/8"})
    noted = list(PassOpening.objects.order_by("pk").values_list("deed", "device"))
    assert noted == [("accepted", "something else"), ("read", "an iPhone"), ("text", "something else")]
    assert {field.name for field in PassOpening._meta.fields} == {"id", "embargo_pass", "deed", "what", "device", "opened_at"}


@pytest.fixture
def files(news, settings, tmp_path, moment):
    """A picture and a document that come out with the release, and two of each that do not."""
    settings.MEDIA_ROOT = tmp_path
    mine = picture("okapi", publish_at=moment, alt_text="An okapi")
    inline = picture("okapi-inline", publish_at=moment, alt_text="An okapi again")
    later = picture("okapi-later", publish_at=moment + hours(1), alt_text="A later okapi")
    apart = picture("okapi-apart", publish_at=moment, alt_text="An okapi of another story")
    papers = []
    for slug, at in (("gerenuk", moment), ("gerenuk-later", None)):
        paper = Document(publisher=publisher(), slug=slug, title=f"The {slug}", kind="report", dated=date(2026, 1, 5), publish_at=at, file_kind="csv", size=8)
        paper.file.save(f"{slug}.csv", ContentFile(b"gerenuk\n"), save=True)
        papers.append(paper)
    news.pictures.set([mine, later])
    news.documents.set(papers)
    PressRelease.objects.filter(pk=news.pk).update(body="<p>The quagga was found.</p><p>[[picture okapi-inline]]</p>")
    return mine, inline, later, apart


def test_pictures_and_documents_of_the_release_are_under_the_pass_and_no_others(client, one, files):
    where = opened(client, one)
    body = client.get(where, headers=OURS).content.decode()
    shown = set(re.findall(r"/pictures/([\w-]+)/\d+\.", body))
    assert shown == {"okapi", "okapi-inline"}
    assert set(re.findall(rf'{re.escape(where)}documents/([\w-]+)/', body)) == {"gerenuk"}
    for address in re.findall(r'src="([^"]*/pictures/[^"]*)"', body):
        answer = client.get(address, headers={**OURS, "Sec-Fetch-Dest": "image"})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store, private")
        assert b"".join(answer.streaming_content)
        assert client.get(address).status_code == 302
    paper = client.get(f"{where}documents/gerenuk/", headers=OURS)
    assert b"".join(paper.streaming_content) == b"gerenuk\n"
    width = files[0].offered_widths[0]
    for other in ("pictures/okapi-later", "pictures/okapi-apart"):
        assert client.get(f"{where}{other}/{width}.webp", headers=OURS).status_code == 404
    assert client.get(f"{where}documents/gerenuk-later/", headers=OURS).status_code == 404
    assert list(PassOpening.objects.filter(deed="file").values_list("what", flat=True)) == ["The gerenuk"]


def test_a_file_still_answers_nobody_at_its_public_address(client, one, files):
    client.get(opened(client, one), headers=OURS)
    width = files[0].offered_widths[0]
    assert client.get(f"/derbyshire-opcc/pictures/okapi/{width}.webp").status_code == 404
    assert client.get("/derbyshire-opcc/documents/gerenuk/").status_code == 404


def test_what_is_read_is_what_was_scheduled_and_no_later_draft(client, one, news):
    save_draft(news, {"headline": "Quagga lost again", "body": "<p>Okapi.</p>"}, member("writer"))
    body = client.get(opened(client, one), headers=OURS).content.decode()
    assert "Quagga found in Derby" in body
    assert "lost again" not in body
    assert "Okapi" not in body


def test_nothing_else_that_comes_out_by_then_is_shown_or_named(client, one, moment):
    release("okapi-first", publish_at=moment - hours(1), headline="Okapi first")
    assert "kapi" not in client.get(opened(client, one), headers=OURS).content.decode()


# What opens nothing


def dead(client, address: str) -> str:
    """The answer at an address that opens nothing, without the address itself."""
    answers = [client.get(address), client.post(address, {"accept": "yes"}, headers=OURS)]
    assert {answer.status_code for answer in answers} == {404}
    body = answers[0].content.decode()
    assert not SECRET.search(body + answers[1].content.decode())
    assert "Ada Example" not in body
    return body.replace(address, "")


def test_unknown_closed_and_dead_passes_answer_alike(client, one, news, boss):
    unknown = dead(client, "/derbyshire-opcc/embargo/not-one-of-ours/")
    assert dead(client, path(one)[:-2] + "/") == unknown
    assert dead(client, "/lincolnshire-opcc/embargo/" + path(one).split("/")[-2] + "/") == dead(client, "/lincolnshire-opcc/embargo/x/")
    where = opened(client, one)
    unschedule(Revision.objects.of_thing(news).get(published_at=news.publish_at), boss)
    assert dead(client, path(one)) == unknown
    assert client.get(where, headers=OURS).status_code == 404
    PressRelease.objects.filter(pk=news.pk).update(publish_at=news.publish_at)
    assert client.get(path(one)).status_code == 200
    close(one, boss)
    assert dead(client, path(one)) == unknown
    assert client.get(where, headers=OURS).status_code == 404
    assert client.post(f"{where}text/").status_code == 404


def test_a_pass_dies_with_the_office_of_whoever_made_it(client, one, boss):
    Membership.objects.filter(user=boss).update(role="writer")
    dead(client, path(one))


def test_no_table_holds_an_address_and_no_missing_one_is_counted(client, one):
    client.get("/derbyshire-opcc/embargo/somebodys-token-here/")
    assert not MissingAddress.objects.filter(path__contains="embargo").exists()
    kept = " ".join(str(value) for row in EmbargoPass.objects.values() for value in row.values())
    assert path(one).split("/")[-2] not in kept


# When the moment comes, or moves


def test_a_moved_embargo_is_told_on_the_page(client, one, news, boss):
    later = timezone.now() + timedelta(days=400)
    move(Revision.objects.of_thing(news).get(published_at=news.publish_at), boss, later)
    assert str(later.year) in client.get(path(one)).content.decode()
    assert str(later.year) in client.get(opened(client, one), headers=OURS).content.decode()


def test_at_its_moment_the_address_leads_to_the_public_page(client, one, news, moment, monkeypatch):
    where = opened(client, one)
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(seconds=1))
    assert client.get(path(one)).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: moment)
    for address in (path(one), where, f"{where}text/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, news.get_absolute_url())
        assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(news.get_absolute_url()).status_code == 200


def test_a_release_that_was_taken_back_is_no_longer_led_to(client, one, news, boss, monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(minutes=1))
    withdraw(news, boss, "It was an okapi.")
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(minutes=2))
    dead(client, path(one))


# At the desk


def desk(news) -> str:
    return f"/admin/collaboration/pressrelease/{news.pk}/passes/"


def test_a_pass_is_made_shown_and_closed_at_the_desk(client, news, boss):
    signed_in(client, boss)
    where = f"/admin/collaboration/pressrelease/{news.pk}/publishing/"
    assert "A pass for another journalist" in client.get(where).content.decode()
    made = client.post(desk(news), {"act": "make", "name": "Ada Example", "outlet": "Example Gazette", "email": ""})
    assert (made.status_code, made.headers["Location"]) == (302, f"{where}#passes")
    one = EmbargoPass.objects.get()
    assert address_of(one) in client.get(where).content.decode()
    twice = client.post(desk(news), {"act": "make", "name": "Ada Example", "outlet": "Example Gazette", "email": ""})
    assert twice.status_code == 422
    assert address_of(one) in twice.content.decode()
    client.post(desk(news), {"act": "close", "pass": one.pk})
    body = client.get(where).content.decode()
    assert address_of(one) not in body
    assert "Closed" in body
    assert client.post(desk(news), {"act": "close", "pass": "x" * 30}).status_code == 422


def test_what_was_typed_is_kept_and_what_is_wrong_is_said_at_the_field(client, news, boss):
    answer = signed_in(client, boss).post(desk(news), {"act": "make", "name": "Ada Example", "outlet": "", "email": "not an address"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Ada Example"' in body
    assert 'value="not an address"' in body
    assert "This field is required" in body
    assert not EmbargoPass.objects.exists()


def test_a_pass_with_an_e_mail_address_is_posted_without_a_word_of_the_release(client, news, boss):
    one = make(news, boss, "Ada Example", "Example Gazette", "ada@example.org")
    letter = Letter.objects.get(key=f"embargo-pass-{one.pk}")
    assert letter.to == "ada@example.org"
    assert address_of(one) in letter.body
    assert not SECRET.search(letter.subject + letter.body)


@pytest.mark.parametrize(("role", "office"), [("writer", "derbyshire-opcc"), ("manager", "derbyshire-opcc"), ("publisher", "lincolnshire-opcc")])
def test_only_publishers_of_the_office_make_or_see_passes(client, one, news, role, office):
    stranger = signed_in(client, member(role, office))
    assert stranger.get(desk(news)).status_code in (403, 404)
    assert stranger.post(desk(news), {"act": "make", "name": "X", "outlet": "Y"}).status_code in (403, 404)
    assert stranger.post(desk(news), {"act": "close", "pass": one.pk}).status_code in (403, 404)
    assert "Ada Example" not in stranger.get(f"/admin/collaboration/pressrelease/{news.pk}/publishing/").content.decode()
    one.refresh_from_db()
    assert one.closed_at is None


def test_no_pass_is_made_for_what_is_not_under_embargo(boss):
    for number, at in enumerate((None, timezone.now() - hours(1))):
        with pytest.raises(Refused, match="scheduled and not out"):
            make(release(f"release-{number}", publish_at=at), boss, "Ada Example", "Example Gazette")


def test_a_pass_of_another_release_is_not_closed_from_this_one(client, one, boss):
    other = release("another", publish_at=timezone.now() + hours(1))
    assert signed_in(client, boss).post(desk(other), {"act": "close", "pass": one.pk}).status_code == 422
    assert EmbargoPass.objects.valid().count() == 1


def test_the_log_of_the_release_names_no_journalist(one, news):
    said = LogEntry.objects.filter(object_id=str(news.pk)).values_list("change_message", flat=True)
    assert any("embargo pass" in line for line in said)
    assert not any("Ada" in line or "Gazette" in line for line in said)


def test_passes_are_erased_some_time_after_their_release(one, news, settings, moment, monkeypatch):
    settings.KEEP_PASSES_DAYS = 90
    Letter.objects.create(key=f"embargo-pass-{one.pk}", to="ada@example.org")
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(days=89))
    assert nightly.erase_passes().startswith("0")
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(days=91))
    assert nightly.erase_passes().startswith("1")
    assert not EmbargoPass.objects.exists()
    assert not Letter.objects.filter(key__startswith="embargo-pass").exists()


def test_an_administrator_makes_passes_for_every_office_and_long_names_fit(client, news):
    one = make(news, administrator(), "A" * 80, "B" * 80)
    assert pass_of(path(one).split("/")[-2], news.publisher) == one
    assert "A" * 80 in client.get(opened(client, one), headers=OURS).content.decode()
