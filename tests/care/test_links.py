"""Outside links: found in what is public, visited in turn, broken after three nights, called fine by the office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from collaboration.care import links
from collaboration.care.models import OutsideLink
from collaboration.duties.models import Standing
from collaboration.publishers.models import Publisher
from tests.desk import member, signed_in
from tests.making import hours, page, publisher

pytestmark = pytest.mark.django_db
OFFICE = "derbyshire-opcc"
LIST = "/admin/collaboration/outsidelink/"
TODAY = timezone.localdate()


def leading(address: str, path: str = "a-page/", of: str = OFFICE, **fields):
    return page(path, of, body=f'<p><a href="{address}">The plan</a></p>', **fields)


def link(address: str, of: str = OFFICE, **fields) -> OutsideLink:
    return OutsideLink.objects.create(publisher=publisher(of), address=address, host="host", **fields)


def kept(address: str) -> OutsideLink:
    return OutsideLink.objects.get(address=address)


def test_what_public_text_leads_to_is_gathered_once_for_each_site():
    for path in ("one/", "two/"):
        leading("https://out.example.org/plan?a=1&amp;b=2#part", path)
    leading("https://out.example.org/plan?a=1&amp;b=2", of="leicestershire-opcc")
    links.gather()
    assert sorted(OutsideLink.objects.filter(address="https://out.example.org/plan?a=1&b=2").values_list("publisher__slug", flat=True)) == [OFFICE, "leicestershire-opcc"]


@pytest.mark.parametrize("fields", [{"publish_at": None}, {"publish_at": timezone.now() + hours(1)}])
def test_what_is_not_public_is_not_visited(fields):
    leading("https://secret.example.org/", **fields)
    links.gather()
    assert not OutsideLink.objects.filter(host="secret.example.org").exists()


@pytest.mark.parametrize("address", ["site:/news/", "mailto:a@example.org", "tel:101", "https://office.example.org/news/", "https://www.ours.example.org/x/"])
def test_what_leads_to_us_or_to_no_page_is_not_gathered(address, settings):
    settings.ADDRESS = "https://www.ours.example.org"
    Publisher.objects.filter(slug="leicestershire-opcc").update(host="office.example.org")
    settings.HTTPS = True
    before = links.gather()
    leading(address)
    assert links.gather() == before


def test_the_records_and_menus_of_the_sites_are_gathered_too():
    links.gather()
    hosts = set(OutsideLink.objects.values_list("publisher__slug", "host"))
    assert len(hosts) > 50
    assert {slug for slug, _host in hosts} >= {"programme", OFFICE}


def test_links_of_the_tracker_are_gathered_for_their_office():
    one = Standing.objects.filter(publisher__slug=OFFICE, address="").first()
    one.address = "https://tracked.example.org/budget"
    one.save()
    links.gather()
    assert kept("https://tracked.example.org/budget").publisher.slug == OFFICE


def test_an_address_that_nothing_leads_to_any_more_is_forgotten_and_the_others_keep_what_is_known():
    made = leading("https://out.example.org/")
    links.gather()
    OutsideLink.objects.filter(address="https://out.example.org/").update(failures=2)
    links.gather()
    assert kept("https://out.example.org/").failures == 2
    type(made).objects.filter(pk=made.pk).update(body="")
    links.gather()
    assert not OutsideLink.objects.filter(address="https://out.example.org/").exists()


def test_it_is_broken_after_three_nights_in_a_row_and_well_again_after_one_good_one(web):
    address = web.address("/plan")
    link(address)
    web.answers["/plan"] = 404
    for night in range(3):
        assert not OutsideLink.objects.broken().exists()
        assert links.check_some(TODAY + timedelta(days=night)) == (1, 1)
    assert kept(address).last_failure == "answered 404"
    assert list(OutsideLink.objects.broken()) == [kept(address)]
    web.answers["/plan"] = 200
    links.check_some(TODAY + timedelta(days=3))
    assert kept(address).failures == 0


def test_one_night_counts_once_however_often_the_check_runs(web):
    link(web.address("/plan"))
    web.answers["/plan"] = 404
    for _again in range(3):
        links.check_some(TODAY)
    assert kept(web.address("/plan")).failures == 1
    assert len(web.asked) == 2  # the head and the page


def test_an_address_that_two_offices_use_is_visited_once_and_told_to_both(web):
    link(web.address("/plan"))
    link(web.address("/plan"), of="leicestershire-opcc")
    assert links.check_some(TODAY) == (1, 0)
    assert [one.checked_on for one in OutsideLink.objects.all()] == [TODAY, TODAY]


def test_what_is_well_rests_for_a_week(web):
    link(web.address("/plan"))
    visits = [links.check_some(TODAY + timedelta(days=day))[0] for day in range(9)]
    assert visits == [1, 0, 0, 0, 0, 0, 0, 1, 0]


def test_a_second_round_in_one_night_visits_no_more_than_one_night_may(web, settings):
    settings.LINKS_A_NIGHT = 2
    for number in range(5):
        link(web.address(f"/{number}"))
    assert [links.check_some(TODAY)[0], links.check_some(TODAY)[0], links.check_some(TODAY + timedelta(days=1))[0]] == [2, 0, 2]


def test_a_night_on_which_nothing_at_all_answers_is_our_own_fault_and_counts_for_no_link(web, settings):
    closed = [f"127.0.0.1:{port}" for port in range(1, 6)]
    settings.LINKS_MAY_VISIT += closed
    for place in closed:
        link(f"http://{place}/")
    with pytest.raises(links.CutOff):
        links.check_some(TODAY)
    assert not OutsideLink.objects.filter(checked_on__isnull=False).exists()
    link(web.address("/there"))
    assert links.check_some(TODAY) == (6, 5)
    assert OutsideLink.objects.filter(failures=1).count() == 5


def test_a_night_has_an_end_and_the_failing_come_first_and_hosts_take_turns(settings):
    settings.LINKS_A_NIGHT = 4
    link("http://a.example.org/old", checked_on=TODAY - timedelta(days=9))
    link("http://a.example.org/failing", checked_on=TODAY - timedelta(days=1), failures=1)
    link("http://a.example.org/new")
    link("http://b.example.org/new")
    link("http://b.example.org/older", checked_on=TODAY - timedelta(days=8))
    assert links.in_turn(TODAY) == ["http://a.example.org/failing", "http://b.example.org/new", "http://a.example.org/new", "http://a.example.org/old"]


def test_what_is_called_fine_is_not_visited_and_not_broken(web):
    link(web.address("/plan"), is_fine=True, fine_why="It opens for people.", failures=5)
    assert links.check_some(TODAY) == (0, 0)
    assert not OutsideLink.objects.broken().exists()


# At the desk


def test_an_office_sees_its_own_links_and_where_they_are_used_and_calls_one_fine_with_a_reason():
    made = leading("https://out.example.org/a?b=1&amp;c=2")
    leading("https://out.example.org/a?b=1&amp;c=2", of="leicestershire-opcc", title="Zyzzyva")
    links.gather()
    own = OutsideLink.objects.get(address__startswith="https://out.", publisher__slug=OFFICE)
    ann = member("publisher", OFFICE)
    desk = signed_in(Client(), ann)
    html = desk.get(f"{LIST}{own.pk}/change/").content.decode()
    assert f"/admin/collaboration/page/{made.pk}/change/" in html
    assert "Zyzzyva" not in html
    refused = desk.post(f"{LIST}{own.pk}/change/", {"is_fine": "on", "fine_why": " "}).content.decode()
    assert "Say why it is fine" in refused
    assert desk.post(f"{LIST}{own.pk}/change/", {"is_fine": "on", "fine_why": "It opens for people."}).status_code == 302
    own.refresh_from_db()
    assert (own.is_fine, own.fine_by) == (True, ann)
    desk.post(f"{LIST}{own.pk}/change/", {"fine_why": "It opens for people."})
    own.refresh_from_db()
    assert (own.is_fine, own.fine_why, own.fine_by) == (False, "", None)


def test_no_office_sees_or_marks_another_s_link():
    other = link("https://zyzzyva.example.org/", of="leicestershire-opcc")
    for role in ("writer", "publisher", "manager"):
        desk = signed_in(Client(), member(role, OFFICE))
        assert "zyzzyva" not in desk.get(LIST).content.decode()
        assert "zyzzyva" not in desk.get(f"{LIST}{other.pk}/change/", follow=True).content.decode()
        desk.post(f"{LIST}{other.pk}/change/", {"is_fine": "on", "fine_why": "No."})
    other.refresh_from_db()
    assert not other.is_fine


def test_a_writer_sees_what_is_broken_and_does_not_call_it_fine():
    own = link("https://out.example.org/", failures=3, checked_on=TODAY)
    desk = signed_in(Client(), member("writer", OFFICE))
    assert "https://out.example.org/" in desk.get(f"{LIST}?state=broken").content.decode()
    assert desk.get(f"{LIST}{own.pk}/change/").status_code == 200
    assert desk.post(f"{LIST}{own.pk}/change/", {"is_fine": "on", "fine_why": "x"}).status_code == 403


@pytest.mark.parametrize(("state", "shown"), [("broken", ["three"]), ("failing", ["one"]), ("well", ["well"]), ("fine", ["fine"]), ("unchecked", ["new"])])
def test_the_filters_show_what_they_say(state, shown):
    link("https://three.example.org/", failures=3, checked_on=TODAY)
    link("https://one.example.org/", failures=1, checked_on=TODAY)
    link("https://well.example.org/", checked_on=TODAY)
    link("https://fine.example.org/", failures=9, checked_on=TODAY, is_fine=True, fine_why="F")
    link("https://new.example.org/")
    html = signed_in(Client(), member("publisher", OFFICE)).get(f"{LIST}?state={state}").content.decode()
    assert [name for name in ("three", "one", "well", "fine", "new") if f"https://{name}.example.org/" in html] == shown
