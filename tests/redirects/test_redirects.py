"""Where old addresses lead, through the door."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.redirects.leaving import leave_redirect
from collaboration.redirects.models import Redirect
from tests.making import hours, page, publisher, release

pytestmark = pytest.mark.django_db
OFFICE = "derbyshire-opcc"


def make(path: str, target: str, of: str = OFFICE) -> Redirect:
    made = Redirect(publisher=publisher(of), path=path, target=target)
    made.full_clean()
    made.save()
    return made


def leads(client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("written", ["old/place", "old/place/", "/old/place/"])
@pytest.mark.parametrize("asked", ["old/place", "old/place/"])
def test_an_old_address_leads_on_in_one_step_however_its_strokes_are_written(client, written, asked):
    make(written, "site:/contact/")
    assert leads(client, f"/{OFFICE}/{asked}") == (301, f"/{OFFICE}/contact/")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("site:/news/", f"/{OFFICE}/news/"),
        ("site:leicestershire-opcc/news/", "/leicestershire-opcc/news/"),
        ("site:programme/news/", "/news/"),
        ("https://www.example.org/a?b=c", "https://www.example.org/a?b=c"),
    ],
)
def test_it_leads_to_this_site_to_another_of_ours_or_outside(client, target, address):
    make("old", target)
    assert leads(client, f"/{OFFICE}/old/") == (301, address)


def test_the_question_comes_along(client):
    make("old", "site:/agreements/?scope=regional#list")
    assert leads(client, f"/{OFFICE}/old/?page=2&q=a%20b") == (301, f"/{OFFICE}/agreements/?scope=regional&page=2&q=a%20b#list")


def test_a_redirect_belongs_to_one_site(client):
    make("old", "site:/contact/")
    assert leads(client, "/leicestershire-opcc/old/")[0] == 404
    assert leads(client, "/old/")[0] == 404


def test_a_site_with_a_host_of_its_own_leads_on_too(client, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "office.example.org"]
    make("old", "site:/contact/")
    make("far", "site:leicestershire-opcc/contact/")
    make("near", f"site:{OFFICE}/contact/", of="leicestershire-opcc")
    type(publisher(OFFICE)).objects.filter(slug=OFFICE).update(host="office.example.org")
    answer = client.get("/old/", HTTP_HOST="office.example.org")
    assert (answer.status_code, answer["Location"]) == (301, "/contact/")
    assert client.get("/far/", HTTP_HOST="office.example.org")["Location"].endswith("/leicestershire-opcc/contact/")
    assert leads(client, "/leicestershire-opcc/near/") == (301, "http://office.example.org/contact/")


def test_it_never_stands_in_front_of_a_page(client):
    make("a-page", "site:/contact/")
    assert leads(client, f"/{OFFICE}/a-page/")[0] == 301
    page("a-page/")
    assert leads(client, f"/{OFFICE}/a-page/")[0] == 200


def test_only_looking_leads_on(client):
    make("old", "site:/contact/")
    assert client.head(f"/{OFFICE}/old/").status_code == 301
    assert client.post(f"/{OFFICE}/old/").status_code in (404, 405)


def test_it_may_be_remembered_for_an_hour_and_sets_no_cookie(client):
    make("old", "site:/contact/")
    answer = client.get(f"/{OFFICE}/old/")
    assert answer["Cache-Control"] == "max-age=3600"
    assert not answer.cookies


@pytest.mark.parametrize("fields", [{"publish_at": None}, {"publish_at": timezone.now() + hours(1)}])
def test_what_leads_to_something_not_public_yet_answers_as_if_it_were_not_there(client, fields):
    release("zyzzyva-inquiry", **fields)
    make("old", "site:/news/zyzzyva-inquiry/")
    answer = client.get(f"/{OFFICE}/old/")
    other = client.get(f"/{OFFICE}/never/")
    assert answer.status_code == 404
    assert "zyzzyva" not in answer.content.decode()
    assert "Location" not in answer.headers
    assert {*answer.headers} == {*other.headers}


def test_it_leads_on_from_the_moment_its_target_is_public(client):
    coming = release("zyzzyva-inquiry", publish_at=timezone.now() + hours(1))
    make("old", "site:/news/zyzzyva-inquiry/")
    assert leads(client, f"/{OFFICE}/old/")[0] == 404
    type(coming).objects.filter(pk=coming.pk).update(publish_at=timezone.now())
    assert leads(client, f"/{OFFICE}/old/") == (301, f"/{OFFICE}/news/zyzzyva-inquiry/")


def test_what_leads_to_something_withdrawn_leads_to_the_reason(client):
    release("taken-back", publish_at=timezone.now() - hours(2), withdrawn_at=timezone.now() - hours(1), withdrawal_reason="It was wrong.")
    make("old", "site:/news/taken-back/")
    assert leads(client, f"/{OFFICE}/old/") == (301, f"/{OFFICE}/news/taken-back/")


def test_a_redirect_to_a_site_that_is_gone_or_a_page_that_is_not_there_is_no_error(client):
    Redirect.objects.create(publisher=publisher(OFFICE), path="one", target="site:nowhere/x/")
    Redirect.objects.create(publisher=publisher(OFFICE), path="two", target="site:/not-there/")
    assert [leads(client, f"/{OFFICE}/{path}/")[0] for path in ("one", "two")] == [404, 404]


# Chains and loops


def test_a_chain_is_taken_out_whichever_end_is_made_first():
    make("b", "site:/c/")
    assert make("a", "site:/b/").target == "site:/c/"
    make("c", "site:/d/")
    assert set(Redirect.objects.values_list("target", flat=True)) == {"site:/d/"}


def test_a_chain_across_two_sites_is_taken_out_in_each_one_s_own_words():
    make("b", "site:/c/", of="leicestershire-opcc")
    assert make("a", "site:leicestershire-opcc/b/").target == "site:leicestershire-opcc/c/"
    make("c", f"site:{OFFICE}/d/", of="leicestershire-opcc")
    assert Redirect.objects.get(path="a").target == "site:/d/"


@pytest.mark.parametrize("target", ["site:/a/", "site:/a", f"site:{OFFICE}/a/", "site:/a/?x=1", "site:/a/#top"])
def test_what_leads_to_itself_is_refused(target):
    with pytest.raises(ValidationError, match="leads to itself"):
        make("a", target)


def test_a_loop_of_two_is_refused_also_over_another_site():
    make("a", "site:leicestershire-opcc/b/")
    with pytest.raises(ValidationError, match="leads back"):
        make("b", f"site:{OFFICE}/a/", of="leicestershire-opcc")


def test_a_whole_address_of_ours_is_known_as_ours(settings):
    settings.ADDRESS = "https://www.example.org"
    assert make("a", f"https://www.example.org/{OFFICE}/b/?x=1").target == f"site:{OFFICE}/b/?x=1"
    assert make("b", "https://WWW.example.org/news/").target == "site:programme/news/"
    with pytest.raises(ValidationError, match="leads to itself"):
        make("c", f"https://www.example.org/{OFFICE}/c/")


@pytest.mark.parametrize(
    ("path", "target", "of", "words"),
    [
        ("", "site:/news/", OFFICE, "cannot be blank"),
        ("/", "site:/news/", OFFICE, "The home page cannot lead elsewhere"),
        ("admin/x", "site:/news/", OFFICE, "belongs to the site itself"),
        ("a b", "site:/news/", OFFICE, "no spaces"),
        ("a\nb", "site:/news/", OFFICE, "no spaces"),
        ("derbyshire-opcc/x", "site:/news/", "programme", "slug of another site"),
        ("a", "site:/admin/", OFFICE, "belongs to the site itself"),
        ("a", "site:nowhere/news/", OFFICE, "no site of that name"),
        ("a", "http://www.example.org/", OFFICE, "begins with https"),
        ("a", "javascript:alert(1)", OFFICE, "begins with https"),
        ("a", "//www.example.org/", OFFICE, "begins with https"),
        ("a", "/news/", OFFICE, "Write site:/news/"),
        ("a", "site:/a b/", OFFICE, "Write site:/news/"),
        ("a", "", OFFICE, "cannot be blank"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(path, target, of, words):
    with pytest.raises(ValidationError, match=words):
        make(path, target, of)


def test_a_path_has_one_redirect_on_a_site_and_may_have_one_on_another():
    make("a", "site:/news/")
    make("a", "site:/news/", of="leicestershire-opcc")
    with pytest.raises(ValidationError, match="has a redirect at that path already"):
        make("/a/", "site:/contact/")


# What moves leaves one behind


def test_what_moves_leaves_a_redirect_behind(client):
    page("new-place/")
    left = leave_redirect(publisher(OFFICE), "old-place/", "new-place/", why="The page has moved.")
    assert (left.path, left.target) == ("old-place", "site:/new-place/")
    assert leads(client, f"/{OFFICE}/old-place/") == (301, f"/{OFFICE}/new-place/")


def test_moving_on_and_on_leaves_no_chain(client):
    page("d/")
    for old, new in ("ab", "bc", "cd"):
        leave_redirect(publisher(OFFICE), f"{old}/", f"{new}/")
    for old in "abc":
        assert leads(client, f"/{OFFICE}/{old}/") == (301, f"/{OFFICE}/d/")


def test_moving_there_and_back_again_leaves_no_loop(client):
    page("a/")
    leave_redirect(publisher(OFFICE), "a/", "b/")
    leave_redirect(publisher(OFFICE), "b/", "a/")
    assert [(one.path, one.target) for one in Redirect.objects.all()] == [("b", "site:/a/")]
    assert leads(client, f"/{OFFICE}/a/")[0] == 200
    assert leads(client, f"/{OFFICE}/b/") == (301, f"/{OFFICE}/a/")


def test_going_round_in_a_circle_leaves_no_loop(client):
    page("a/")
    for old, new in ("ab", "bc", "ca"):
        leave_redirect(publisher(OFFICE), f"{old}/", f"{new}/")
    assert {(one.path, one.target) for one in Redirect.objects.all()} == {("b", "site:/a/"), ("c", "site:/a/")}


def test_staying_where_it_is_leaves_nothing():
    assert leave_redirect(publisher(OFFICE), "a/", "/a") is None
    assert leave_redirect(publisher(OFFICE), "", "a/") is None
    assert not Redirect.objects.exists()
