"""Redirects from a table: of one's own offices, without chains, loops or addresses that are taken."""

import pytest

from collaboration.publishers.addresses import leading_to
from collaboration.redirects.models import MissingAddress, Redirect
from tests.desk import administrator, join, member, signed_in
from tests.making import page, publisher

from .test_importing import choose, go_on, text_of

pytestmark = pytest.mark.django_db
REDIRECTS = "/admin/collaboration/redirect/"


def tender(of: str = "derbyshire-opcc"):
    return member("publisher", of)


def plan_for(client, who, *rows: str, head: str = "Old path,Leads to,Why"):
    return choose(client, who, "\n".join([head, *rows, ""]).encode(), at=REDIRECTS)


def test_redirects_are_shown_then_written_and_followed(client):
    MissingAddress.objects.create(publisher=publisher("derbyshire-opcc"), path="old/page")
    who = tender()
    plan = plan_for(client, who, "/old/page/,/news/,It moved", "other,https://www.example.org/x,")
    assert "/old/page/ New Leads to – site:/news/" in text_of(plan)
    assert not Redirect.objects.exists()
    assert "2 redirects are written." in text_of(go_on(client, plan))
    made = Redirect.objects.get(path="old/page")
    assert (made.target, made.why, made.made_by, made.publisher.slug) == ("site:/news/", "It moved", who, "derbyshire-opcc")
    assert not MissingAddress.objects.exists()
    client.cookies.clear()
    assert client.get("/derbyshire-opcc/old/page/")["Location"] == "/derbyshire-opcc/news/"


def test_a_file_that_was_taken_away_and_brought_back_changes_nothing(client):
    who = tender()
    go_on(client, plan_for(client, who, "/old/,/news/,'=1+1", "b,https://www.example.org/,-x"))
    raw = b"".join(signed_in(client, who).get(f"{REDIRECTS}csv/").streaming_content)
    assert b"'=1+1" in raw
    plan = choose(client, who, raw, at=REDIRECTS).context["plan"]
    assert (len(plan.wrong), len(plan.to_write), len(plan.same)) == (0, 0, 2)


def test_a_redirect_that_is_there_is_changed_field_by_field(client):
    who = tender()
    go_on(client, plan_for(client, who, "/old/,/news/,Kept"))
    plan = plan_for(client, who, "/old/,/contact/", head="Old path,Leads to")
    assert "/old/ Changed Leads to site:/news/ site:/contact/" in text_of(plan)
    go_on(client, plan)
    assert Redirect.objects.values_list("target", "why").get() == ("site:/contact/", "Kept")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,javascript:alert(1),", "Write site:/news/"), ("x,data:text/html;base64;AAAA,", "Write site:/news/"), ("x,//evil.example/,", "Write site:/news/"),
        ("x,/\\evil.example/,", "Write site:/news/"), ("x,site://evil.example/,", "Write site:/news/"), ("x,site:/\\evil.example/,", "Write site:/news/"),
        ("x,http://www.example.org/,", "Write site:/news/"), ("x,https://evil example.org/,", "Write site:/news/"), ("x,site:nobody/news/,", "There is no site of that name."),
        ("x,site:/admin/,", "belongs to the site itself"), ("x,,", "This field cannot be blank."), (",/news/,", "This field cannot be blank."), ("/,/news/,", "This field cannot be blank."),
        ("admin/login,/news/,", "belongs to the site itself"), ("static/x,/news/,", "belongs to the site itself"), ("a b,/news/,", "has no spaces"),
        ("https://www.example.org/old,/news/,", "Write only what stood behind"), ("x\\y,/news/,", "Write only what stood behind"), ("javascript:alert(1),/news/,", "Write only what stood behind"),
        ("x,/x/,", "It leads back to itself."), ("news,/contact/,", "A page stands at that address"), ("units/emsou,/news/,", "A page stands at that address"),
        ("taken/page,/news/,", "A page stands at that address"), (f"{'x' * 301},/news/,", "at most 300 characters"), (f"x,/{'x' * 600}/,", "at most 500 characters"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_good_is_refused_at_its_column(client, row, message):
    page("taken/page/", of="derbyshire-opcc")
    plan = plan_for(client, tender(), "good,/news/,", row)
    assert message in text_of(plan), text_of(plan)
    assert [line.number for line in plan.context["plan"].wrong] == [3]
    go_on(client, plan)
    assert not Redirect.objects.exists()


def test_loops_are_found_among_rows_and_what_there_is(client):
    who = tender()
    assert [line.number for line in plan_for(client, who, "a,/b/,", "b,/c/,", "c,/a/,").context["plan"].wrong] == [2, 3, 4]
    go_on(client, plan_for(client, who, "a,/b/,"))
    plan = plan_for(client, who, "b,/a/,")
    assert "It leads back to itself." in text_of(plan)


def test_chains_are_followed_to_their_end(client):
    who = tender()
    go_on(client, plan_for(client, who, "first,/a/,"))
    plan = plan_for(client, who, "a,/b/,", "b,/c/,", "c,/contact/,")
    go_on(client, plan)
    assert set(Redirect.objects.values_list("target", flat=True)) == {"site:/contact/"}


def test_a_chain_through_another_site_names_that_site(client):
    who = administrator()
    plan = plan_for(client, who, "Derbyshire OPCC,a,site:leicestershire-opcc/b/,", "Leicestershire OPCC,b,/news/,", head="Office,Old path,Leads to,Why")
    go_on(client, plan)
    assert Redirect.objects.get(path="a").target == "site:leicestershire-opcc/news/"
    assert Redirect.objects.get(path="b").target == "site:/news/"


def test_an_office_makes_redirects_for_itself_alone(client):
    theirs = Redirect.objects.create(publisher=publisher("leicestershire-opcc"), path="canary", target="site:/news/", why="Canary")
    plan = plan_for(client, tender(), "Leicestershire OPCC,canary,/contact/,Mine now", "Derbyshire OPCC,x,/news/,", head="Office,Old path,Leads to,Why")
    text = text_of(plan)
    assert "That is none of your sites. Write its short name, such as “Derbyshire OPCC”." in text
    assert "Canary" not in text
    go_on(client, plan)
    theirs.refresh_from_db()
    assert theirs.target == "site:/news/"
    assert Redirect.objects.count() == 1


def test_the_same_old_path_of_another_office_is_another_place(client):
    Redirect.objects.create(publisher=publisher("leicestershire-opcc"), path="old", target="site:/news/")
    go_on(client, plan_for(client, tender(), "old,/contact/,"))
    assert Redirect.objects.get(publisher__slug="leicestershire-opcc").target == "site:/news/"
    assert Redirect.objects.get(publisher__slug="derbyshire-opcc").target == "site:/contact/"


def test_whoever_has_two_offices_names_one(client):
    who = tender()
    join(who, "publisher", "leicestershire-opcc")
    assert "That is none of your sites." in text_of(plan_for(client, who, "old,/news/,"))
    go_on(client, plan_for(client, who, "leicestershire-opcc,old,/news/,", head="Office,Old path,Leads to,Why"))
    assert Redirect.objects.get().publisher.slug == "leicestershire-opcc"


def test_a_writer_has_no_table_of_redirects(client):
    signed_in(client, member("writer"))
    assert client.get(f"{REDIRECTS}import/").status_code == 403
    assert client.post(f"{REDIRECTS}import/", {}).status_code == 403


def test_a_redirect_made_meanwhile_is_not_overwritten_unseen(client):
    who = tender()
    plan = plan_for(client, who, "old,/news/,")
    Redirect.objects.create(publisher=publisher("derbyshire-opcc"), path="old", target="site:/contact/")
    answer = go_on(client, plan)
    assert answer.status_code == 409
    assert "/old/ Changed Leads to site:/contact/ site:/news/" in text_of(answer)
    assert Redirect.objects.get().target == "site:/contact/"


def test_five_thousand_are_written_in_few_queries(client, django_assert_max_num_queries):
    who = tender()
    rows = [f"old-{number},/news/," for number in range(5000)]
    plan = plan_for(client, who, *rows)
    with django_assert_max_num_queries(200):
        go_on(client, plan)
    assert Redirect.objects.count() == 5000
    assert "5001 rows; the most is 5000" in text_of(plan_for(client, who, *rows, "more,/news/,"))


@pytest.mark.parametrize("written", ["site://evil.example/", "site:/\\evil.example/", "site:derbyshire-opcc//evil.example/", "site:///evil.example/"])
def test_an_address_of_ours_never_leads_to_a_host_of_somebody_elses(written):
    address = leading_to(written, [publisher("derbyshire-opcc")])
    assert not address.startswith(("//", "/\\"))
    assert address.endswith("/evil.example/")
