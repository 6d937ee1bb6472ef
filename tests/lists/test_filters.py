"""Counts beside filters, pages of long lists, dates: right, of one's own offices alone, and in few queries."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collaboration.editorial.drafting import save_draft
from collaboration.publishers.models import Force, Publisher
from tests.desk import administrator, join, member, signed_in
from tests.making import agreement, page, release

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
HERE = "/admin/collaboration"


def counts(html: str) -> dict[str, int]:
    """The counts that stand beside the choices of the filters."""
    found = re.findall(r">([^<>]+) \((\d+)\)</a>", html[html.index("desk-filters") :])
    return {name.strip(): int(number) for name, number in found}


def open_list(client, who, address: str) -> str:
    answer = signed_in(client, who).get(f"{HERE}/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_choice_says_how_many_there_are(client):
    page("one/", of="derbyshire-opcc")
    page("two/", of="derbyshire-opcc", publish_at=None)
    before = counts(open_list(client, administrator(), "page/"))
    page("three/", of="derbyshire-opcc", publish_at=None)
    after = counts(open_list(client, administrator(), "page/"))
    assert after["Draft, never public"] == before["Draft, never public"] + 1
    assert after["Derbyshire OPCC"] == before["Derbyshire OPCC"] + 1
    assert after["Public"] == before["Public"]


def test_a_filter_in_use_still_says_what_its_other_choices_would_find(client):
    page("one/", of="derbyshire-opcc", publish_at=None)
    shown = counts(open_list(client, administrator(), "page/?state=draft"))
    assert shown["Public"] == counts(open_list(client, administrator(), "page/"))["Public"]
    assert shown["Leicestershire OPCC"] == 0


def test_counts_are_of_ones_own_offices_alone(client):
    for number in range(3):
        page(f"canary-{number}/", of="leicestershire-opcc", publish_at=None)
    page("own/", of="derbyshire-opcc", publish_at=None)
    both = member("writer", "derbyshire-opcc")
    join(both, "writer", "derbyshire-police")
    seen = counts(open_list(client, member("writer", "derbyshire-opcc"), "page/"))
    assert seen["Draft, never public"] == 1
    html = open_list(client, both, "page/")
    assert counts(html)["Draft, never public"] == 1
    assert "Derbyshire Constabulary" in counts(html)
    assert "Leicestershire OPCC" not in html


def test_counts_follow_a_role_that_somebody_has_lost(client):
    """Of records that nobody has written meanwhile, so that what was counted before is still in memory."""
    who, always_one = member("writer", "derbyshire-opcc"), member("writer", "derbyshire-opcc")
    join(who, "writer", "derbyshire-police")
    assert "Derbyshire Constabulary" in counts(open_list(client, who, "page/"))
    who.memberships.filter(publisher__slug="derbyshire-police").delete()
    assert counts(open_list(client, who, "page/")) == counts(open_list(client, always_one, "page/"))


def test_what_a_filter_offers_anew_has_a_count(client):
    who = administrator()
    open_list(client, who, "page/")
    area = Force.objects.create(slug="new", name="A new area", short_name="New", code="N")
    office = Publisher.objects.create(kind=Publisher.Kind.FORCE, force=area, slug="new-office", name="A new office", short_name="New office")
    assert counts(open_list(client, who, "page/"))[office.short_name] == 0


def test_nothing_is_counted_twice_while_nothing_is_written(client):
    who = administrator()
    for address in ("page/", "page/?state=live", "agreement/?parties__id__exact=2"):
        first = open_list(client, who, address)
        with CaptureQueriesContext(connection) as asked:
            again = client.get(f"{HERE}/{address}").content.decode()
        assert counts(again) == counts(first)
        assert not [one["sql"] for one in asked if "COUNT(" in one["sql"]]


def test_a_draft_and_a_review_are_counted_by_state(client):
    writer = member("writer", "derbyshire-opcc")
    thing = page("live/", of="derbyshire-opcc")
    save_draft(thing, {"summary": "Another summary."}, writer)
    shown = counts(open_list(client, writer, "page/"))
    assert (shown["Has a draft"], shown["Waits for review"]) == (1, 0)


def test_parties_are_counted_once_for_each_agreement(client):
    before = counts(open_list(client, administrator(), "agreement/"))
    agreement("with-two").parties.set(Force.objects.all()[:2])
    after = counts(open_list(client, administrator(), "agreement/"))
    first, second, third = Force.objects.all()[:3]
    assert (after[str(first)], after[str(second)]) == (before[str(first)] + 1, before[str(second)] + 1)
    assert after[str(third)] == before[str(third)]


@pytest.mark.parametrize("name", sorted(model._meta.model_name for model in admin.site._registry if model._meta.app_label == "collaboration"))
def test_no_list_takes_more_than_twelve_queries(client, name, django_assert_max_num_queries):
    who = administrator()
    open_list(client, who, f"{name}/")  # what is looked up once in a process
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"{HERE}/{name}/")


@pytest.mark.parametrize(
    "address",
    [
        "agreement/?parties__id__exact=2&scope__exact=regional&state=live&publisher__id__exact=1",
        "pressrelease/?q=police&state=live&publisher__id__exact=2&publish_at__year=2024",
        "page/?q=police&state=changed&publisher__id__exact=2",
        "unit/?kind__exact=unit&status__exact=working&state=live&publisher__id__exact=1",
    ],
)
def test_every_filter_at_once_takes_no_more_than_twelve(client, address, django_assert_max_num_queries):
    open_list(client, administrator(), address)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"{HERE}/{address}")


def test_pages_of_a_list_hold_each_row_once_and_in_order(client):
    for number in range(120):
        release(f"many-{number:03}", headline=f"Many {number:03}")
    who, seen = administrator(), []
    for number in (1, 2, 3):
        html = open_list(client, who, f"pressrelease/?q=Many&o=1&p={number}")
        seen += re.findall(r">(Many \d+)</a>", html)
    assert seen == [f"Many {number:03}" for number in range(120)]
    assert client.get(f"{HERE}/pressrelease/?q=Many&p=9")["Location"].endswith("?e=1")


def test_a_row_keeps_its_state_however_the_list_is_ordered(client):
    writer = member("writer", "derbyshire-opcc")
    save_draft(release("b", headline="Marked"), {"summary": "Another summary."}, writer)
    for order in ("1", "-1", "-4"):
        row = re.search(r">Marked</a>.*?</tr>", open_list(client, writer, f"pressrelease/?o={order}"), re.S)[0]
        assert "Has a draft" in row


def test_a_list_is_narrowed_by_year_and_month(client):
    release("march", headline="Of March", publish_at=datetime(2009, 3, 31, 23, 30, tzinfo=UTC))  # April by our own clock
    release("june", headline="Of June", publish_at=datetime(2009, 6, 1, 12, tzinfo=UTC))
    who = administrator()
    assert "publish_at__year=2009" in open_list(client, who, "pressrelease/")
    year = open_list(client, who, "pressrelease/?publish_at__year=2009")
    assert "April 2009" in year
    assert "March 2009" not in year
    assert "All dates" in year
    month = open_list(client, who, "pressrelease/?publish_at__year=2009&publish_at__month=4")
    assert "Of March" in month
    assert "Of June" not in month


def test_an_unknown_office_or_state_in_the_address_is_no_error(client):
    who = administrator()
    for query in ("state=nothing", "publisher__id__exact=0", "publish_at__year=99999", "p=0", "p=x", "o=99", "publisher__id__exact=x"):
        answer = signed_in(client, who).get(f"{HERE}/pressrelease/?{query}")
        assert answer.status_code in (200, 302), query


def test_a_filter_by_another_office_shows_nothing(client):
    page("theirs/", of="leicestershire-opcc", title="Canary of Leicestershire")
    both = member("writer", "derbyshire-opcc")
    join(both, "writer", "derbyshire-police")
    theirs = Publisher.objects.get(slug="leicestershire-opcc").pk
    assert "Canary" not in open_list(client, both, f"page/?publisher__id__exact={theirs}")


def asked_for(field: str, term: str) -> dict[str, str]:
    return {"app_label": "collaboration", "model_name": "pressrelease", "field_name": field, "term": term}


def choices(client, who, field: str, term: str) -> list[str]:
    answer = signed_in(client, who).get("/admin/autocomplete/", asked_for(field, term))
    assert answer.status_code == 200
    return [one["text"] for one in answer.json()["results"]]


def test_what_is_called_so_comes_first_among_choices(client):
    for slug, title in (("c", "About the zebra"), ("b", "Zebra crossings"), ("a", "zebra")):
        agreement(slug, title=title)
    assert choices(client, member("writer", "derbyshire-opcc"), "agreements", "zebra") == ["zebra", "Zebra crossings", "About the zebra"]


def test_choices_are_ones_own_and_what_is_public(client):
    agreement("draft", title="Zebra canary", publish_at=None)
    agreement("public", title="Zebra in public")
    assert choices(client, member("writer", "derbyshire-opcc"), "agreements", "zebra") == ["Zebra in public"]
    assert choices(client, administrator(), "agreements", "zebra") == ["Zebra canary", "Zebra in public"]


@pytest.mark.parametrize("field", ["agreements", "units", "sources", "media_contacts"])
def test_choosing_takes_few_queries(client, field, django_assert_max_num_queries):
    writer = member("writer", "derbyshire-opcc")
    choices(client, writer, field, "the")
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/admin/autocomplete/", asked_for(field, "the"))
