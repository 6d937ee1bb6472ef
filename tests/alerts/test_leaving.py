"""A subscriber's own page, and leaving: by a button, by the mail program, on request. What is erased is gone."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.utils import timezone

from collaboration.alerts.links import LEAVE, MINE, address
from collaboration.alerts.models import Alert, Delivery, Subscriber
from collaboration.alerts.planning import plan
from collaboration.post.models import Letter
from collaboration.post.sending import send_owed
from tests.desk import administrator, member, signed_in
from tests.making import release

from .conftest import round_of_post, subscriber

pytestmark = pytest.mark.django_db
DESK = "/admin/collaboration/subscriber/"


def everything_kept() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if "searchwords" not in name]
        return "\n".join(str(row) for table in tables for row in cursor.execute(f'SELECT * FROM "{table}"').fetchall())


def test_a_mail_program_leaves_with_one_post_and_no_page_cookie_or_token(reader):
    one = subscriber()
    release()
    round_of_post()
    leave = reader.mail[0].extra_headers["List-Unsubscribe"].strip("<>")
    answer = reader.press(leave, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200, "RFC 8058 allows no way on"
    assert not Subscriber.objects.filter(pk=one.pk).exists()
    assert reader.press(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200, "twice does no harm"


def test_opening_the_link_leaves_nothing_before_its_button_is_pressed(reader):
    leave = address(LEAVE, subscriber())
    page = reader.open(leave).content.decode()
    assert "Stop and erase my address" in page
    assert "a…@example.org" in page
    assert "ada@" not in page
    assert Subscriber.objects.count() == 1
    assert "You get no more e-mails" in reader.press(leave).content.decode()
    assert reader.open(leave).status_code == 410


def test_whoever_leaves_is_erased_from_every_table(reader):
    one = subscriber("quetzal@example.org")
    reader.ask("quetzal@example.org", topic="forensics")
    release("sent")
    round_of_post()
    release("waits")
    assert plan() == 1
    number = one.pk
    assert "quetzal" in everything_kept()
    reader.press(address(LEAVE, one))
    assert "quetzal" not in everything_kept()
    assert not Delivery.objects.exists()
    assert not Alert.objects.exists()
    assert not Letter.objects.filter(key__startswith=f"alert-{number}-").exists()
    assert not Letter.objects.filter(writer__startswith="alert").exists()
    assert send_owed() == (0, 0)


def test_a_letter_planned_for_somebody_who_has_left_since_is_thrown_away(mailoutbox):
    one = subscriber()
    release()
    plan()
    Subscriber.objects.filter(pk=one.pk).delete()
    assert send_owed() == (0, 0)
    assert not mailoutbox
    assert not Letter.objects.exists()


def test_one_s_own_page_shows_adds_changes_and_removes(reader):
    one = subscriber(publisher="derbyshire-opcc")
    mine = address(MINE, one)
    assert "By Office of the Police and Crime Commissioner for Derbyshire" in reader.open(mine).content.decode()
    assert reader.press(mine, {"act": "add", "publisher": "", "force": "", "topic": "forensics", "with_changes": "on"}).status_code == 302
    added = Alert.objects.get(topic__slug="forensics")
    assert added.with_changes
    assert added.since, "whoever has the link has read the mailbox: no letter asks again"
    assert not reader.mail
    reader.press(mine, {"act": "changes", "alert": added.pk, "wanted": "no"})
    reader.press(mine, {"act": "add", "publisher": "", "force": "", "topic": "forensics"})
    added.refresh_from_db()
    assert not added.with_changes
    assert Alert.objects.count() == 2
    reader.press(mine, {"act": "remove", "alert": added.pk})
    assert [alert.publisher.slug for alert in Alert.objects.all()] == ["derbyshire-opcc"]
    assert not reader.client.cookies


def test_removing_the_last_one_is_leaving(reader):
    one = subscriber()
    answer = reader.press(address(MINE, one), {"act": "remove", "alert": Alert.objects.get().pk})
    assert "You get no more e-mails" in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_stopping_for_now_and_going_on_skips_what_came_out_meanwhile(reader):
    one = subscriber()
    mine = address(MINE, one)
    release("planned")
    plan()
    reader.press(mine, {"act": "pause"})
    assert "You have stopped the e-mails for now" in reader.open(mine).content.decode()
    release("meanwhile")
    assert round_of_post() == (0, 0)
    reader.press(mine, {"act": "go on"})
    assert round_of_post() == (0, 0)
    release("afterwards", publish_at=timezone.now())
    assert round_of_post(timezone.now()) == (1, 0)
    assert "afterwards" in reader.mail[0].body
    assert "meanwhile" not in reader.mail[0].body


@pytest.mark.parametrize("sent", [{}, {"act": "fly"}, {"act": "remove", "alert": "x"}, {"act": "remove", "alert": "9" * 40}, {"act": "changes"}, {"act": "remove", "alert": "²"}, {"act": "add", "topic": "nothing"}])
def test_what_no_button_sends_changes_nothing(reader, sent):
    mine = address(MINE, subscriber())
    assert reader.press(mine, sent).status_code in {200, 302}
    assert Alert.objects.count() == 1


def test_nobody_changes_what_is_another_s(reader):
    theirs = subscriber("bo@example.org").alerts.get()
    mine = address(MINE, subscriber())
    reader.press(mine, {"act": "remove", "alert": theirs.pk})
    reader.press(mine, {"act": "changes", "alert": theirs.pk, "wanted": "yes"})
    theirs.refresh_from_db()
    assert not theirs.with_changes


def test_whoever_signs_up_again_is_somebody_new_to_old_links(reader):
    old = address(MINE, subscriber())
    Subscriber.objects.get().delete()
    subscriber()
    assert reader.open(old).status_code == 410


# At the desk


def test_offices_see_numbers_and_no_address(client):
    subscriber("ada@example.org", publisher="derbyshire-opcc")
    subscriber("bo@example.org", publisher="derbyshire-opcc")
    subscriber("bo@example.org", topic="forensics")
    for role in ("publisher", "manager"):
        page = signed_in(client, member(role)).get(DESK)
        html = page.content.decode()
        assert page.context["totals"]["subscribers"] == 2
        assert ("Forensics", 1) in page.context["tables"][2]["rows"]
        assert ("Office of the Police and Crime Commissioner for Derbyshire", 2) in page.context["tables"][0]["rows"]
        assert "@example.org" not in html.replace(page.wsgi_request.user.email, "")
        assert "Erase an address" not in html
        assert client.post(DESK, {"email": "ada@example.org"}).status_code == 403
    assert signed_in(client, member("writer")).get(DESK).status_code == 403
    assert Subscriber.objects.count() == 2


def test_an_administrator_erases_an_address_that_is_typed_and_can_list_none(client):
    one = subscriber()
    client = signed_in(client, administrator())
    assert client.get(f"{DESK}{one.pk}/change/").status_code != 200
    assert "ada@" not in client.get(f"{DESK}?q=ada").content.decode()
    assert client.get(f"{DESK}csv/").status_code in {403, 404}
    assert "nothing kept about that address" in client.post(DESK, {"email": "nobody@example.org"}, follow=True).content.decode()
    assert "Enter the address." in client.post(DESK, {"email": ""}).content.decode()
    assert "The address is erased" in client.post(DESK, {"email": "ADA@example.org"}, follow=True).content.decode()
    assert not Subscriber.objects.exists()
    line = LogEntry.objects.get()
    assert "ada" not in f"{line.object_repr} {line.change_message}".lower()


def test_the_privacy_notice_says_what_is_kept_and_when_it_goes(client):
    text = client.get("/derbyshire-opcc/privacy/").content.decode()
    for said in ("If you ask for news by e-mail", "your address goes at once", "within three days", "in the last seven days"):
        assert said in text
