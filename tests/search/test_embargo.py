"""What is not public yet, or no longer, is in no result, count, facet, suggestion, correction, feed or rule of the search."""

import pytest
from django.utils import timezone

from collaboration.search.finding import search
from collaboration.search.models import PromotedPage, SearchSynonym, SearchWord
from collaboration.search.scope import Scope
from tests.making import hours, page, publisher, release

pytestmark = pytest.mark.django_db
OFFICE = "derbyshire-opcc"
DOORS = ["?q={}&site=all", "?q={}&sort=date&kind=release", "?q={}&year=2026", "suggest/?q={}&site=all", "feed/?q={}", "feed/json/?q={}"]
# The word, its beginnings, a slip in it, the address, a phrase and a word beside it.
ASKED = ["zyzzyvas", "zyz", "zyzyva", '"zyzzyva returns"', "collaboration zyzzyva"]


def answers(client) -> dict[str, str]:
    """What every door of the search says to every question, on the office's site and the programme's."""
    paths = [f"{site}search/{door.format(asked)}" for site in ("/", f"/{OFFICE}/") for door in DOORS for asked in ASKED]
    return {path: client.get(path).content.decode() for path in paths}


def secret(**fields):
    """A release whose every word is a secret, with rules of editors that lead to it."""
    one = release("zyzzyva-release", headline="Zyzzyva returns", summary="A zyzzyva.", body="<h2>Zyzzyva</h2><p>The zyzzyva returns.</p>", **fields)
    PromotedPage.objects.create(publisher=publisher("programme"), words="collaboration", target=f"site:{OFFICE}/news/zyzzyva-release/")
    return one


def without_question(html: str) -> str:
    """The answer without the question in it."""
    for asked in sorted(ASKED, key=len, reverse=True):
        for written in (asked, asked.replace('"', "&quot;"), asked.replace(" ", "%20").replace('"', "%22"), asked.replace(" ", "+").replace('"', "%22"), asked.replace('"', '\\"')):
            html = html.replace(written, "")
    return html


def test_an_embargo_holds_at_every_door_of_the_search_and_ends_at_its_moment(client):
    before = answers(client)
    one = secret(publish_at=timezone.now() + hours(1))
    assert SearchWord.objects.filter(word="zyzzyva").exists(), "the list of words knows it, and must not tell"
    assert answers(client) == before
    assert not [path for path, html in before.items() if "zyzzyva" in without_question(html).lower()]
    type(one).objects.filter(pk=one.pk).update(publish_at=timezone.now() - hours(1))
    one.refresh_from_db()
    one.save()
    found = answers(client)
    assert "Zyzzyva returns" in found[f"/{OFFICE}/search/suggest/?q=zyz&site=all"]
    assert "Zyzzyva returns" in found[f"/{OFFICE}/search/?q=collaboration zyzzyva&site=all"]
    assert ">zyzzyva</a>" in found["/search/?q=zyzyva&site=all"], "now it is what was meant"


def test_the_order_of_what_is_public_tells_nothing_of_what_is_under_embargo():
    """A rank by how often all texts have a word would: embargoed ones would weigh in."""
    asked = ["custody", "police collaboration", "murder", "agreement", "forensic services", "complain commissioner"]

    def found() -> dict[str, list]:
        return {words: [(hit.number, hit.score) for hit in search(words, Scope(timezone.now())).hits] for words in asked}

    before = found()
    assert all(len(hits) > 1 for hits in before.values())
    for number in range(30):
        release(f"long-{number}", headline=f"Custody murder {number}", body=f"<p>{'custody forensic complain ' * 300}</p>", publish_at=timezone.now() + hours(1))
    assert found() == before


def test_what_is_withdrawn_is_gone_from_every_door(client):
    before = answers(client)
    one = secret()
    assert answers(client) != before
    one.withdrawn_at, one.withdrawal_reason = timezone.now(), "A test."
    one.save()
    assert answers(client) == before


def test_a_draft_of_another_office_is_found_by_nobody(client):
    before = answers(client)
    page("zyzzyva/", of="leicestershire-opcc", title="The zyzzyva", publish_at=None)
    assert answers(client) == before
    assert not SearchWord.objects.filter(word__startswith="zyz").exists()


def test_a_synonym_leads_to_nothing_that_is_not_public(client):
    secret(publish_at=timezone.now() + hours(1))
    SearchSynonym.objects.create(publisher=publisher(OFFICE), words="quagga, zyzzyva")
    html = client.get(f"/{OFFICE}/search/?q=quagga").content.decode()
    assert "Nothing found" in html
    assert "zyzzyva" not in html.lower()


def test_a_correction_is_a_word_of_what_this_search_covers(client):
    page("one/", of="leicestershire-opcc", title="The zyzzyva")
    assert "Did you mean" in client.get("/leicestershire-opcc/search/?q=zyzyva").content.decode()
    assert "Did you mean" not in client.get(f"/{OFFICE}/search/?q=zyzyva").content.decode()


def test_the_root_of_a_public_word_tells_nothing_of_its_embargoed_form(client):
    page("one/", title="The quaggas")
    page("two/", title="Quaggahood", publish_at=timezone.now() + hours(1))
    html = client.get(f"/{OFFICE}/search/?q=quaggahod").content.decode()
    assert "Did you mean" not in html
