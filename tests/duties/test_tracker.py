"""The tracker of what offices must publish: the page, the file, the days, and the desk."""

import csv
from datetime import date
from io import StringIO

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from collaboration.duties.models import Duty, Standing, State, months_later
from collaboration.duties.table import leads_to
from collaboration.publishers.models import Publisher
from tests.desk import member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/publication-duties/"
OFFICE = "derbyshire-opcc"


def standing(duty="budget", office=OFFICE, **fields) -> Standing:
    """The row of an office and a duty, changed as asked."""
    found = Standing.objects.get(publisher__slug=office, duty__slug=duty)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    return found


def rows_of(response) -> list[dict]:
    return list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode().removeprefix("\ufeff"))))


def test_every_item_of_the_order_is_there_for_every_office(client):
    offices = Publisher.objects.filter(kind=Publisher.Kind.OFFICE)
    assert offices.count() == 5
    assert Standing.objects.count() == Duty.objects.count() * 5
    page = client.get(PAGE)
    for duty in Duty.objects.all():
        assert duty.title in page.text.replace("&#x27;", "'")
    for paragraph in ("1(a)", "2A", "3(g)", "4(b)", "5", "6", "7", "7A", "7B", "7C", "8"):
        assert Duty.objects.filter(paragraph=paragraph).exists(), paragraph


def test_only_links_that_are_known_are_shipped_and_no_check_is_claimed():
    rows = [one["fields"] for one in yaml.safe_load((settings.FIXTURES / "duties.yaml").read_text()) if one["model"] == "collaboration.standing"]
    known = [one for one in rows if "address" in one]
    assert 0 < len(known) < len(rows)
    assert not any("checked_on" in one or "due_on" in one for one in rows)
    assert all(one["address"].startswith("https://") and one["note"] for one in known)


def test_an_office_shows_its_own_items_and_a_force_has_none(client):
    standing(address="https://example.org/budget", note="For one office alone.")
    assert "For one office alone." in client.get(f"/{OFFICE}{PAGE}").text
    assert "For one office alone." not in client.get(f"/leicestershire-opcc{PAGE}").text
    assert client.get(f"/derbyshire-police{PAGE}").status_code == 404
    assert client.get(f"/derbyshire-police{PAGE}table.csv").status_code == 404


def test_a_late_check_is_red_from_the_day_after(client, monkeypatch):
    one = standing(address="https://example.org/budget", checked_on=date(2026, 1, 5), due_on=date(2026, 4, 1))
    assert one.state_on(date(2026, 4, 1)) == State.CHECKED
    assert one.state_on(date(2026, 4, 2)) == State.LATE
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 4, 2))
    assert client.get(f"/{OFFICE}{PAGE}").text.count("state--duty-late") == 2  # the sum above, and the item
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 4, 1))
    assert "state--duty-late" not in client.get(f"/{OFFICE}{PAGE}").text


@pytest.mark.parametrize(("address", "checked_on", "expected"), [
    ("", None, State.UNKNOWN),
    ("https://example.org/", None, State.UNCHECKED),
    ("https://example.org/", date(2026, 5, 1), State.CHECKED),
])  # fmt: skip
def test_a_state_says_what_is_known(address, checked_on, expected):
    assert Standing(address=address, checked_on=checked_on).state_on(date(2026, 5, 2)) == expected


@pytest.mark.parametrize(("rhythm", "checked_on", "due_on"), [
    ("monthly", date(2026, 1, 31), date(2026, 2, 28)),
    ("monthly", date(2027, 12, 15), date(2028, 1, 15)),
    ("yearly", date(2026, 3, 31), date(2026, 4, 1)),
    ("yearly", date(2026, 4, 1), date(2027, 4, 1)),
    ("unstated", date(2026, 8, 31), date(2027, 2, 28)),
])  # fmt: skip
def test_the_next_check_follows_from_the_order(rhythm, checked_on, due_on):
    assert Duty(rhythm=rhythm).next_check(checked_on) == due_on


def test_months_are_counted_to_the_end_of_february():
    assert months_later(date(2028, 1, 31), 1) == date(2028, 2, 29)


def test_the_file_has_the_rows_of_the_page_with_whole_addresses(client):
    standing(address="site:/transparency/", note="=1+1")
    found = rows_of(client.get(f"{PAGE}table.csv"))
    assert len(found) == Standing.objects.count()
    mine = next(one for one in found if one["Office"] == Publisher.objects.get(slug=OFFICE).name and one["Paragraph"] == "3(a)")
    assert mine["Where"] == "http://testserver/derbyshire-opcc/transparency/"
    assert mine["Note"].startswith("'=")
    assert len(rows_of(client.get(f"/{OFFICE}{PAGE}table.csv"))) == Duty.objects.count()


def test_a_link_to_the_offices_own_site_is_right_from_everywhere():
    publishers = list(Publisher.objects.all())
    office = next(one for one in publishers if one.slug == OFFICE)
    assert leads_to("site:/transparency/", office, publishers) == "/derbyshire-opcc/transparency/"
    assert leads_to("site:lincolnshire-opcc/transparency/", office, publishers) == "/lincolnshire-opcc/transparency/"
    assert leads_to("https://example.org/a", office, publishers) == "https://example.org/a"


def test_the_page_asks_few_questions(client, django_assert_max_num_queries):
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)


def test_a_check_has_a_place_and_a_day_that_has_come():
    one = standing()
    one.checked_on, one.address = timezone.localdate(), ""
    with pytest.raises(ValidationError, match="Say where it was found"):
        one.full_clean()
    one.address, one.checked_on = "https://example.org/", date(2999, 1, 1)
    with pytest.raises(ValidationError, match="has not come yet"):
        one.full_clean()


def test_a_newer_check_at_the_desk_moves_the_next(client):
    one = standing("crime-reduction-grants", address="https://example.org/grants", checked_on=date(2026, 1, 5))
    assert one.due_on == date(2026, 2, 5)
    signed_in(client, member("publisher", OFFICE))
    page = f"/admin/collaboration/standing/{one.pk}/change/"
    sent = client.post(page, {"publisher": one.publisher_id, "duty": one.duty_id, "address": one.address, "checked_on": "2026-03-10", "due_on": "2026-02-05", "note": ""})
    assert sent.status_code == 302, sent.text[:2000]
    one.refresh_from_db()
    assert (one.checked_on, one.due_on) == (date(2026, 3, 10), date(2026, 4, 10))


def test_todays_checks_are_noted_for_several_that_have_a_link(client):
    linked, bare = standing(address="https://example.org/budget"), standing("precept")
    others = standing(office="leicestershire-opcc", address="https://example.org/other")
    signed_in(client, member("publisher", OFFICE))
    done = client.post("/admin/collaboration/standing/", {"action": "checked_today", "_selected_action": [linked.pk, bare.pk, others.pk]}, follow=True)
    assert "The check of 1 item is noted. 1 was left: it has no link." in done.text
    linked.refresh_from_db()
    bare.refresh_from_db()
    others.refresh_from_db()
    assert linked.checked_on == timezone.localdate()
    assert bare.checked_on is others.checked_on is None


def test_a_late_check_awaits_the_publishers_of_its_office(client):
    standing(address="https://example.org/budget", due_on=date(2026, 1, 1))
    signed_in(client, member("publisher", OFFICE))
    assert "Items to publish whose check is late" in client.get("/admin/").text
    assert "3(a) Total budget" in client.get("/admin/awaiting/duties/").text
    client.logout()
    signed_in(client, member("publisher", "leicestershire-opcc"))
    assert "3(a) Total budget" not in client.get("/admin/awaiting/duties/").text


def test_a_new_duty_has_a_row_for_every_office(client):
    signed_in(client, member("publisher", "programme"))
    sent = client.post("/admin/collaboration/duty/add/", {"title": "Plans for the year", "paragraph": "9", "group": "money", "rhythm": "yearly", "since": "2026-04-01", "slug": "plans", "order": "900"})
    assert sent.status_code == 302, sent.text[:2000]
    assert Standing.objects.filter(duty__slug="plans").count() == 5
    assert "Plans for the year" in client.get(f"/{OFFICE}{PAGE}").text


def test_an_upgraded_site_takes_the_duties_alone_and_keeps_its_other_content():
    Duty.objects.all().delete()
    Publisher.objects.filter(slug=OFFICE).update(strapline="Written by the office")
    call_command("load_content", "--only", "duties", verbosity=0)
    assert Standing.objects.count() == Duty.objects.count() * 5 > 0
    assert Publisher.objects.get(slug=OFFICE).strapline == "Written by the office"
