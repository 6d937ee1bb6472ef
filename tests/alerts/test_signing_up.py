"""Signing up: nothing but a letter follows from what a stranger types, and nothing comes before a yes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.alerts.keeping import forget
from collaboration.alerts.models import Alert, Subscriber
from collaboration.post.models import Letter
from collaboration.redirects.models import MissingAddress
from tests.making import hours, release

from .conftest import ADDRESS, SIGN_UP, key_of, round_of_post, subscriber

pytestmark = pytest.mark.django_db


def test_from_the_newsroom_to_a_letter_without_account_or_cookie(reader):
    assert f'href="{SIGN_UP}"' in reader.open("/derbyshire-opcc/news/").content.decode()
    assert "Look in your mailbox" in reader.client.get(reader.ask(publisher="derbyshire-opcc")["Location"]).content.decode()
    assert reader.mail[0].to == ["ada@example.org"]
    assert "Please confirm" in reader.mail[0].subject
    link = reader.link("confirm")
    assert "Yes, send them to me" in reader.open(link).content.decode()
    assert Alert.objects.get().since is None, "opening a link says nothing: programs open them too"
    assert "You will get our e-mails" in reader.press(link).content.decode()
    release(publish_at=timezone.now())
    assert round_of_post(timezone.now()) == (1, 0)
    assert reader.mail[1].subject == "Derbyshire OPCC: Headline of a-release"
    assert not reader.client.cookies


def test_every_site_has_the_form_and_asks_for_its_own_news_first(client):
    for site, chosen in (("/", ""), ("/lincolnshire-police/", "lincolnshire-police"), ("/northamptonshire-opfcc/", "northamptonshire-opfcc")):
        form = client.get(f"{site}alerts/").context["form"]
        assert form.initial.get("publisher", "") == chosen
        assert form.fields["publisher"].empty_label == "Everybody in the region"


def test_the_choices_come_with_the_address_and_nonsense_in_it_does_no_harm(client):
    html = client.get("/alerts/?topic=forensics&publisher=derbyshire-opcc&force=lincolnshire&unit=emsou").content.decode()
    for slug in ("forensics", "derbyshire-opcc", "lincolnshire"):
        assert f'<option value="{slug}" selected>' in html
    for nonsense in ("topic=nothing", "topic=%00", "force=%ff&publisher=", "topic=forensics&topic=nothing"):
        assert client.get(f"/alerts/?{nonsense}").status_code == 200


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"email": ""}, "email", "Enter your e-mail address."),
        ({"email": "ada"}, "email", "in full, such as name@example.org"),
        ({"email": "ada@example.org\nBcc: eve@example.org"}, "email", "in one line"),
        ({"email": "a" * 250 + "@example.org"}, "email", "Shorten it"),
        ({"publisher": "nobody"}, "publisher", "Choose one from the list."),
        ({"topic": "\x00"}, "topic", "Null characters are not allowed."),
    ],
)
def test_bad_input_is_refused_at_the_field_and_nothing_is_kept_or_sent(reader, typed, field, said):
    response = reader.ask(**{"force": "derbyshire", **typed})
    html = response.content.decode()
    assert response.status_code == 200
    assert said in html
    assert f'id="id_{field}_error"' in html
    assert '<option value="derbyshire" selected>' in html
    assert not Subscriber.objects.exists()
    assert not reader.mail


@pytest.mark.parametrize("wrong", [lambda: {"homepage": "https://spam.example"}, lambda: {"key": "forged"}, lambda: {"key": key_of(age=timedelta(0))}, lambda: {"key": key_of("/lincolnshire-opcc/")}])
def test_a_robot_is_told_so_and_gets_no_letter(reader, wrong):
    assert reader.ask(**wrong()).status_code == 200
    assert not reader.mail


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(reader):
    subscriber("known@example.org", publisher="derbyshire-opcc")
    answers = [reader.ask(email, publisher="derbyshire-opcc") for email in ("new@example.org", "known@example.org", "KNOWN@example.org")]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, "/derbyshire-opcc/alerts/asked/")}
    assert [mail.subject for mail in reader.mail] == ["Please confirm: e-mails from Derbyshire OPCC", *["You get these e-mails already: Derbyshire OPCC"] * 2]
    assert Subscriber.objects.count() == 2, "capitals make no other address"
    assert reader.open(reader.link("mine")).status_code == 200


def test_pressing_the_button_twice_sends_one_letter(reader):
    key = key_of()
    assert reader.ask(key=key)["Location"] == reader.ask(key=key)["Location"]
    assert len(reader.mail) == 1


def test_a_stranger_s_mailbox_gets_three_letters_in_a_day_and_whoever_asks_is_not_told(reader):
    answers = [reader.ask(email, topic=topic) for email in ("ada@example.org", "ADA@example.org") for topic in ("", "forensics", "major-crime")]
    assert {one["Location"] for one in answers} == {"/derbyshire-opcc/alerts/asked/"}
    assert len(reader.mail) == 3
    Letter.objects.update(made_at=timezone.now() - hours(25))
    reader.ask()
    assert len(reader.mail) == 4


def test_one_connection_asks_for_ten_in_an_hour_whatever_the_address(reader):
    for number in range(10):
        assert reader.ask(f"reader{number}@example.org").status_code == 302
    refused = reader.ask("one-more@example.org")
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "one-more@example.org" in refused.content.decode(), "what was typed stays"
    assert reader.ask("one-more@example.org", sender="203.0.113.9").status_code == 302
    assert len(reader.mail) == 11


def test_one_site_writes_sixty_such_letters_in_an_hour(reader, monkeypatch):
    monkeypatch.setattr("collaboration.alerts.asking.MOST_OF_A_SITE_IN_AN_HOUR", 2)
    for number in range(2):
        reader.ask(f"reader{number}@example.org", sender=f"203.0.113.{number}")
    assert reader.ask("late@example.org").status_code == 429
    assert reader.ask("other@example.org", path="/lincolnshire-opcc/alerts/").status_code == 302
    assert not Subscriber.objects.filter(email="late@example.org").exists()


def test_nothing_comes_before_a_yes_and_nothing_that_came_out_before_it(reader):
    reader.ask(publisher="derbyshire-opcc")
    release("before", publish_at=timezone.now())
    assert round_of_post(timezone.now()) == (0, 0)
    reader.press(reader.link("confirm"))
    assert round_of_post(timezone.now()) == (0, 0)
    release("after", publish_at=timezone.now())
    assert round_of_post(timezone.now()) == (1, 0)
    assert "Headline of after" in reader.mail[-1].subject
    assert "Headline of before" not in reader.mail[-1].body


def test_what_nobody_confirms_is_erased_after_three_days_and_its_link_opens_nothing(reader):
    reader.ask()
    link, later = reader.link("confirm"), timezone.now() + timedelta(days=3, minutes=1)
    assert forget(later - timedelta(minutes=2)) == (0, 0)
    assert forget(later) == (1, 0)
    assert not Subscriber.objects.exists()
    assert not Letter.objects.exists()
    assert reader.open(link).status_code == reader.press(link).status_code == 410


def test_a_link_that_is_too_old_opens_nothing_although_no_night_has_passed(reader):
    reader.ask()
    Alert.objects.update(asked_at=timezone.now() - timedelta(days=3, minutes=1))
    assert reader.press(reader.link("confirm")).status_code == 410
    assert Alert.objects.get().since is None


def test_whoever_is_confirmed_keeps_what_they_have_when_a_stranger_s_wish_runs_out(reader):
    subscriber(publisher="derbyshire-opcc")
    reader.ask(topic="forensics")
    forget(timezone.now() + timedelta(days=4))
    assert [alert.publisher.slug for alert in Alert.objects.all()] == ["derbyshire-opcc"]


def test_the_code_of_the_connection_is_erased_within_a_day_or_two(reader):
    reader.ask()
    reader.press(reader.link("confirm"))
    assert Alert.objects.get().sender_key
    forget(timezone.now() + timedelta(days=1, minutes=1))
    assert Alert.objects.get().sender_key == ""


def test_saying_yes_twice_or_with_the_back_button_is_saying_it_once(reader):
    reader.ask()
    link = reader.link("confirm")
    reader.press(link)
    since = Alert.objects.get().since
    assert reader.press(link).status_code == 200
    assert "You will get our e-mails" in reader.open(link).content.decode()
    assert Alert.objects.get().since == since


@pytest.mark.parametrize("path", ["confirm/1/", "mine/1.forged/", "leave/nobody/", "mine/1.forged/with/more/", "confirm/%FF/", "leave/" + "9" * 400 + "/"])
def test_a_link_we_never_wrote_answers_as_an_old_one_and_is_written_down_nowhere(client, path):
    response = client.get(f"{SIGN_UP}{path}")
    assert response.status_code == 410
    assert not MissingAddress.objects.exists()


def test_a_link_for_one_thing_is_good_for_no_other(reader):
    one = subscriber()
    from collaboration.alerts.links import LEAVE, address

    assert reader.open(address(LEAVE, one).replace("/leave/", "/mine/")).status_code == 410


def test_what_is_secret_is_kept_by_no_cache_no_search_engine_and_told_to_no_other_site(reader):
    reader.ask()
    answers = [reader.open(reader.link("confirm")), reader.press(reader.link("confirm"))]
    mine = answers[1].context["mine"]
    leave = reader.open(mine).context["leave"]
    answers += [reader.open(mine), reader.press(mine, {"act": "pause"}), reader.open(leave), reader.open(f"{ADDRESS}{SIGN_UP}mine/old/")]
    for response in answers:
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assert 'rel="canonical" href="http://testserver/derbyshire-opcc/alerts/"' in answers[2].content.decode()
