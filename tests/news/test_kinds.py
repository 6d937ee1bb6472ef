"""A summary of the programme's is not a press release, and does not look like one."""

import pytest

from tests import making
from tests.html import read

pytestmark = pytest.mark.django_db


def test_a_summary_has_no_press_office_and_no_end_mark(client):
    making.release("in-short", of="programme")
    words = read(client.get("/news/in-short/").content.decode()).text
    assert "Summary · East Midlands" in words
    assert "ENDS" not in words
    assert "Media enquiries" not in words


def test_a_release_has_both(client):
    making.release("at-length")
    words = read(client.get("/derbyshire-opcc/news/at-length/").content.decode()).text
    assert "Press release · Office" in words
    assert "ENDS" in words
    assert "Media enquiries" in words


def test_lists_tell_one_from_the_other(client):
    making.release("in-short", of="programme")
    making.release("at-length")
    cards = client.get("/news/").content.decode().split('class="release-card"')
    assert "Summary</span>" in next(card for card in cards if "/news/in-short/" in card)
    assert "Summary</span>" not in next(card for card in cards if "/news/at-length/" in card)
