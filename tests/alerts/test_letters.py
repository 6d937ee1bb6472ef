"""What goes out: to whom, once, in words and headers a mail program can read, and nothing that is not public."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from collaboration.alerts.items import NEWS_FOR
from collaboration.alerts.keeping import KEPT_FOR, forget
from collaboration.alerts.models import Delivery, Subscriber
from collaboration.alerts.planning import plan
from collaboration.editorial.drafting import save_draft
from collaboration.editorial.publishing import publish, withdraw
from collaboration.news.models import MediaContact, PressRelease, Topic
from collaboration.post.models import Letter
from collaboration.post.sending import send_owed
from collaboration.publishers.models import Force
from tests.desk import administrator
from tests.making import hours, publisher, release

from .conftest import round_of_post, subscriber

pytestmark = pytest.mark.django_db


def told(mailoutbox) -> dict[str, list[str]]:
    """Who got which headlines."""
    found = {}
    for mail in mailoutbox:
        found.setdefault(mail.to[0], []).extend(line for line in mail.body.splitlines() if "Headline" in line)
    return found


def changed(thing: PressRelease, kind: str, note: str, at=None):
    """A change to a public release, published now or at a moment."""
    return out(thing, f"Changed: {note}", at, kind=kind, note_to_public=note)


def out(thing: PressRelease, summary: str, at=None, **said):
    """Publish a release with this summary, alone and with a reason, as the desk lets one."""
    by = administrator()
    contact = MediaContact.objects.create(publisher=thing.publisher, name="Press office", email="press@example.org")
    revision = save_draft(thing, {"summary": summary, "media_contacts": [contact.pk]}, by)
    return publish(revision, by, at, unapproved_because="A test.", accepted_because="A test.", **said)


def test_each_gets_what_they_asked_for_and_nothing_else(mailoutbox):
    for email, narrowing in {
        "all": {}, "office": {"publisher": "derbyshire-opcc"}, "area": {"force": "derbyshire"}, "topic": {"topic": "forensics"},
        "both": {"publisher": "derbyshire-opcc", "topic": "forensics"}, "other": {"publisher": "lincolnshire-opcc"},
    }.items():  # fmt: skip
        subscriber(f"{email}@example.org", **narrowing)
    subscriber("office@example.org", topic="forensics")
    release("one")
    about = release("two", of="lincolnshire-police")
    about.forces.add(Force.objects.get(slug="derbyshire"))
    on = release("three", of="derbyshire-opcc")
    on.topics.add(Topic.objects.get(slug="forensics"))
    round_of_post()
    one, two, three = (f"Headline of {name}" for name in ("one", "two", "three"))
    found = {to.partition("@")[0]: set(lines) for to, lines in told(mailoutbox).items()}
    assert found == {"all": {one, two, three}, "office": {one, three}, "area": {two}, "topic": {three}, "both": {three}}
    assert len(mailoutbox) == len(found), "one letter for everything of one run"


def test_nothing_is_told_twice_however_often_the_sender_runs(mailoutbox):
    subscriber()
    release("one")
    assert round_of_post() == (1, 0)
    assert round_of_post() == (0, 0)
    release("two", publish_at=timezone.now() - timedelta(minutes=1))
    assert round_of_post() == (1, 0)
    assert told(mailoutbox) == {"ada@example.org": ["Headline of one", "Headline of two"]}


def test_an_embargo_holds_in_what_is_planned_and_what_was_scheduled_before_a_sign_up_counts(mailoutbox):
    soon = release("soon", publish_at=timezone.now() + hours(2))
    subscriber(since=timezone.now())
    assert plan() == 0
    assert not Letter.objects.exists()
    PressRelease.objects.filter(pk=soon.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    Subscriber.objects.get().alerts.update(since=timezone.now() - hours(1))
    assert round_of_post() == (1, 0)
    assert told(mailoutbox) == {"ada@example.org": ["Headline of soon"]}


def test_what_is_taken_back_between_planning_and_sending_is_not_sent(mailoutbox):
    subscriber()
    gone, stays = release("gone"), release("stays")
    subscriber("bo@example.org", publisher="lincolnshire-opcc")
    alone = release("alone", of="lincolnshire-opcc")
    assert plan() == 2
    for thing in (gone, alone):
        withdraw(thing, administrator(), "A mistake.")
    assert send_owed() == (1, 0)
    assert told(mailoutbox) == {"ada@example.org": ["Headline of stays"]}
    assert [one.release for one in Delivery.objects.all()] == [stays], "what was not told may be told should it come back"
    assert Letter.objects.count() == 1


def test_what_is_moved_back_under_embargo_after_planning_is_not_sent(mailoutbox):
    subscriber()
    thing = release()
    plan()
    PressRelease.objects.filter(pk=thing.pk).update(publish_at=timezone.now() + hours(1))
    assert send_owed() == (0, 0)
    assert not mailoutbox


def test_the_words_are_those_of_the_moment_of_sending(mailoutbox):
    subscriber()
    thing = release()
    plan()
    PressRelease.objects.filter(pk=thing.pk).update(headline="Headline put right")
    send_owed()
    assert mailoutbox[0].subject == "Derbyshire OPCC: Headline put right"


def test_old_releases_alert_nobody_and_a_late_sender_tells_no_old_news(mailoutbox):
    subscriber(since=timezone.now() - timedelta(days=5000))
    release("of-2016", publish_at=timezone.now() - timedelta(days=3650))
    release("of-last-week", publish_at=timezone.now() - NEWS_FOR - hours(1))
    assert round_of_post() == (0, 0)
    release("late")
    plan()
    PressRelease.objects.filter(slug="late").update(publish_at=timezone.now() - NEWS_FOR - hours(1))
    assert send_owed() == (0, 0)
    assert not mailoutbox


def test_what_comes_back_after_a_withdrawal_is_no_news(mailoutbox):
    old = release("old", publish_at=timezone.now() - timedelta(days=90))
    out(old, "As it was.", kind="typo")
    old.refresh_from_db()
    withdraw(old, administrator(), "A mistake.")
    old.refresh_from_db()
    out(old, "Back again.")
    old.refresh_from_db()
    assert old.publish_at > timezone.now() - hours(1), "it is dated anew"
    subscriber()
    assert round_of_post(timezone.now()) == (0, 0)


def test_corrections_come_to_those_who_want_them_each_once(mailoutbox):
    subscriber("with@example.org", with_changes=True)
    subscriber("without@example.org")
    thing = release(publish_at=timezone.now() - timedelta(days=400))
    changed(thing, "correction", "The figure was wrong.")
    changed(thing, "typo", "")
    assert round_of_post() == (1, 0)
    (mail,) = mailoutbox
    assert mail.to == ["with@example.org"]
    assert mail.subject == "Correction: Derbyshire OPCC: Headline of a-release"
    assert "The figure was wrong." in mail.body
    assert "/derbyshire-opcc/news/a-release/#version-" in mail.body
    changed(thing, "update", "More is known.")
    round_of_post()
    round_of_post()
    assert [one.subject.partition(":")[0] for one in mailoutbox] == ["Correction", "Update"]


def test_a_correction_that_is_due_is_told_although_no_visitor_has_come_by(mailoutbox):
    subscriber(with_changes=True)
    thing = release(publish_at=timezone.now() - timedelta(days=400))
    changed(thing, "correction", "The figure was wrong.", at=timezone.now() + hours(1))
    assert plan() == 0
    later = timezone.now() + hours(2)
    assert plan(later) == 1


def test_a_letter_is_plain_text_with_whole_links_and_the_headers_of_a_list(mailoutbox):
    subscriber()
    release(headline="Chief’s “plan” – all of it", summary="What it says.")
    round_of_post()
    (mail,) = mailoutbox
    assert not mail.alternatives if hasattr(mail, "alternatives") else isinstance(mail, EmailMessage)
    body = mail.body
    assert "\nWhat it says.\n" in body
    assert "\nhttps://www.example.org/derbyshire-opcc/news/a-release/\n" in body
    leave = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert leave.startswith("https://www.example.org/derbyshire-opcc/alerts/leave/")
    assert leave in body
    assert "https://www.example.org/derbyshire-opcc/alerts/mine/" in body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.extra_headers["List-Id"] == "<alerts.derbyshire-opcc.www.example.org>"
    assert (mail.extra_headers["Precedence"], mail.extra_headers["Auto-Submitted"]) == ("bulk", "auto-generated")
    sent = mail.message()
    assert sent.get_content_type() == "text/plain"
    assert "\n" not in sent["Subject"].replace("\n ", " ")
    assert mail.subject == "Derbyshire OPCC: Chief’s “plan” – all of it"


def test_a_very_long_headline_and_one_that_would_forge_a_header_are_cut_to_one_line(mailoutbox):
    subscriber()
    release("long", headline=("Word’s " * 40)[:200])
    release("forged", headline="News\r\nBcc: eve@example.org", publish_at=timezone.now() - timedelta(minutes=5))
    round_of_post()
    (mail,) = mailoutbox
    assert len(mail.subject) < 160
    assert mail.subject.endswith("… (and 1 more)")
    assert mail.message()["Bcc"] is None
    assert mail.recipients() == ["ada@example.org"]


def test_a_site_with_a_host_of_its_own_has_its_links_there(mailoutbox, settings):
    office = publisher()
    office.host = "opcc.example.org"
    office.save()
    settings.HTTPS = True
    subscriber()
    release()
    round_of_post()
    assert "https://opcc.example.org/news/a-release/" in mailoutbox[0].body
    assert mailoutbox[0].extra_headers["List-Unsubscribe"].startswith("<https://opcc.example.org/alerts/leave/")


def test_the_outbox_holds_neither_address_nor_words_nor_does_the_log(mailoutbox, caplog):
    subscriber()
    release()
    plan()
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, letter.body) == ("", "", "")
    send_owed()
    letter.refresh_from_db()
    assert (letter.to, letter.subject, letter.body) == ("", "", "")
    assert "ada" not in letter.key + caplog.text


def test_what_was_told_is_forgotten_after_a_week_and_still_told_no_second_time(mailoutbox):
    subscriber()
    release()
    round_of_post()
    later = timezone.now() + KEPT_FOR + hours(1)
    assert forget(later) == (0, 1)
    assert not Letter.objects.exists()
    assert round_of_post(later) == (0, 0)


# Addresses that take nothing, in a real conversation


def test_an_address_that_takes_nothing_stops_no_other_and_is_tried_once(postbox):
    for name in ("gone1", "gone2", "gone3", "gone4", "sound"):
        subscriber(f"{name}@example.org")
    postbox.unknown = {f"gone{number}@example.org" for number in range(1, 5)}
    release()
    assert round_of_post() == (1, 0)
    assert [one.rcpt_tos for one in postbox.received] == [["sound@example.org"]]
    postbox.unknown.clear()
    assert round_of_post() == (0, 0)
    assert Letter.objects.filter(refused_at__isnull=False).count() == 4


def test_an_address_that_takes_nothing_on_three_days_is_erased_and_one_that_takes_again_begins_anew(postbox, monkeypatch):
    one = subscriber()
    postbox.unknown = {one.email}
    today = timezone.localdate()

    def another_day(number: int) -> None:
        monkeypatch.setattr("collaboration.alerts.letters.timezone.localdate", lambda: today + timedelta(days=number))
        release(f"day-{number}")
        round_of_post()

    another_day(1)
    release("the-same-day")
    round_of_post()
    another_day(2)
    one.refresh_from_db()
    assert one.refused_days == 2, "days are counted, not letters"
    postbox.unknown.clear()
    another_day(3)
    one.refresh_from_db()
    assert one.refused_days == 0
    postbox.unknown = {one.email}
    for number in (4, 5, 6):
        another_day(number)
    assert not Subscriber.objects.exists()
    assert not Letter.objects.exists()


def test_a_mail_server_that_is_out_of_order_gets_every_letter_later_once(postbox):
    for number in range(5):
        subscriber(f"reader{number}@example.org")
    release()
    postbox.out_of_order = True
    assert round_of_post() == (0, 5)
    postbox.out_of_order = False
    assert round_of_post() == (5, 0)
    assert len({one.rcpt_tos[0] for one in postbox.received}) == len(postbox.received) == 5


def test_what_the_desk_publishes_is_told(mailoutbox):
    subscriber(publisher="derbyshire-opcc")
    thing = release("from-the-desk", publish_at=None)
    assert round_of_post() == (0, 0)
    out(thing, "What it says.")
    assert round_of_post() == (1, 0)
    assert told(mailoutbox) == {"ada@example.org": ["Headline of from-the-desk"]}
