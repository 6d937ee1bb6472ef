"""How often one visitor may ask what costs work; what is counted in the database (enquiries, signing in) has tests of its own."""

import threading
from html import unescape

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collaboration import pace
from collaboration.pace import MINUTE, Pace

pytestmark = pytest.mark.django_db
SOMEBODY, SOMEBODY_ELSE = "198.51.100.7", "198.51.100.8"


@pytest.fixture(autouse=True)
def five_a_minute(settings, monkeypatch):
    settings.SEARCHES_A_MINUTE = 5
    monkeypatch.setattr(pace, "paces", {name: Pace() for name in pace.paces})


def ask(client, path: str, times: int, address: str = SOMEBODY) -> list[int]:
    return [client.get(path, REMOTE_ADDR=address).status_code for _time in range(times)]


@pytest.mark.parametrize(("path", "most"), [("/search/?q=custody", 5), ("/derbyshire-opcc/search/?q=custody", 5), ("/search/feed/?q=custody", 5), ("/search/suggest/?q=cus", 15)])
def test_a_visitor_who_searches_too_often_is_asked_to_wait_and_others_are_not(client, path, most):
    assert ask(client, path, most + 2) == [200] * most + [429] * 2
    assert ask(client, path, 1, SOMEBODY_ELSE) == [200]


def test_feeds_and_pages_of_the_search_count_together_and_nothing_else_does(client):
    ask(client, "/search/?q=custody", 3)
    assert ask(client, "/search/feed/?q=custody", 3) == [200, 200, 429]
    assert ask(client, "/news/", 20) == [200] * 20


def test_the_page_says_in_plain_words_how_long_to_wait(client):
    ask(client, "/derbyshire-opcc/search/?q=custody", 5)
    answer = client.get("/derbyshire-opcc/search/?q=custody", REMOTE_ADDR=SOMEBODY)
    seconds = int(answer["Retry-After"])
    assert 1 <= seconds <= 12
    assert f"Wait {seconds} second" in unescape(answer.text)
    assert "Derbyshire" in answer.text
    assert (answer["Cache-Control"], answer.cookies.output()) == ("no-store", "")


def test_too_many_questions_write_nothing_and_are_not_searched_for(client):
    ContentType.objects.clear_cache()
    ask(client, "/search/?q=zyzzyva+walnut", 5)
    with CaptureQueriesContext(connection, ) as asked:
        assert ask(client, "/search/?q=zyzzyva+walnut", 1) == [429]
    statements = " ".join(one["sql"].lower() for one in asked.captured_queries)
    assert not [word for word in ("insert", "update ", "searchrecord", "emptysearch") if word in statements]


def test_what_is_sent_has_a_pace_whatever_it_is(client, monkeypatch):
    monkeypatch.setattr(pace, "SENT_IN_A_MINUTE", 3)
    answers = [client.post("/derbyshire-opcc/text-size/", {"size": "large"}, REMOTE_ADDR=SOMEBODY) for _time in range(4)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]
    assert "your words are still there" in unescape(answers[-1].text)


def test_a_line_under_ipv6_is_one_visitor(client):
    assert ask(client, "/search/?q=custody", 5, "2001:db8:1:2::1") == [200] * 5
    assert ask(client, "/search/?q=custody", 1, "2001:db8:1:2:3::9") == [429]


def test_nought_is_no_limit(client, settings):
    settings.SEARCHES_A_MINUTE = 0
    assert ask(client, "/search/?q=custody", 8) == [200] * 8


# Counting


def test_what_was_used_comes_back_with_time():
    counted = Pace()
    assert [counted.wait(1, 6, now=100.0) for _time in range(7)] == [0.0] * 6 + [10.0]
    assert counted.wait(1, 6, now=105.0) == 5.0
    assert counted.wait(1, 6, now=110.0) == 0.0
    assert counted.wait(1, 6, now=110.0) == 10.0
    assert [counted.wait(1, 6, now=110.0 + MINUTE) for _time in range(7)] == [0.0] * 6 + [10.0]


def test_a_visitor_is_forgotten_when_the_time_is_over():
    counted = Pace()
    counted.wait(hash("somebody"), 6, now=100.0)
    counted.wait(2, 6, now=100.0 + 2 * MINUTE)
    assert set(counted.used_until) == {2}


def test_a_crowd_takes_no_more_memory_than_it_may(monkeypatch):
    monkeypatch.setattr(pace, "MOST", 100)
    counted = Pace()
    for visitor in range(1000):
        assert counted.wait(visitor, 6, now=100.0) == 0.0
        assert len(counted.used_until) <= 101


def test_no_address_is_kept(client):
    ask(client, "/search/?q=custody", 2)
    assert SOMEBODY not in repr([one.used_until for one in pace.paces.values()])
    assert all(type(visitor) is int for one in pace.paces.values() for visitor in one.used_until)


def test_many_threads_let_through_no_more_than_one():
    counted, let_in = Pace(), []
    threads = [threading.Thread(target=lambda: let_in.extend(not counted.wait(1, 50, now=100.0) for _time in range(40))) for _one in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(let_in) == 50


# Signing in, whose count is in the database


def test_the_door_for_signing_in_says_when_to_come_back(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    answers = [client.post("/admin/account/sign-in/", {"login": "ada@example.org", "password": "x"}, REMOTE_ADDR="198.51.100.99") for _time in range(3)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "900"
