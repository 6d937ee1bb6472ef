"""Redirects and missing addresses at the desk: made with one press, kept to the office."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from collaboration.care.suggesting import nearest
from collaboration.redirects.models import MissingAddress, Redirect
from tests.desk import administrator, member, signed_in
from tests.making import hours, page, publisher, release

pytestmark = pytest.mark.django_db
OFFICE, OTHER = "derbyshire-opcc", "leicestershire-opcc"
MISSING, REDIRECTS = "/admin/collaboration/missingaddress/", "/admin/collaboration/redirect/"


def missed(path: str, of: str = OFFICE, **fields) -> MissingAddress:
    return MissingAddress.objects.create(publisher=publisher(of), path=path, **fields)


def desk(role: str = "publisher", of: str = OFFICE) -> Client:
    return signed_in(Client(), member(role, of))


def test_a_missing_address_is_offered_the_nearest_and_one_press_leads_it_there(client):
    page("priorities/police-and-crime-plan/", title="Police and crime plan")
    one = missed("about/police-crime-plan", count=7)
    staff = desk()
    html = staff.get(f"{MISSING}{one.pk}/change/").content.decode()
    assert "asked for 7 times" in html
    assert 'value="site:/priorities/police-and-crime-plan/"' in html
    assert staff.post(f"{MISSING}{one.pk}/change/", {"target": "site:/priorities/police-and-crime-plan/"}).status_code == 302
    answer = client.get(f"/{OFFICE}/about/police-crime-plan/")
    assert (answer.status_code, answer["Location"]) == (301, f"/{OFFICE}/priorities/police-and-crime-plan/")
    assert not MissingAddress.objects.exists()
    assert LogEntry.objects.filter(content_type__model="redirect").count() == 1


def test_pressing_twice_makes_one_redirect():
    page("priorities/plan/")
    one, staff = missed("old-priorities/plan"), desk()
    for _press in range(2):
        assert staff.post(f"{MISSING}{one.pk}/change/", {"target": "other", "other": "site:/priorities/plan/"}).status_code == 302
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose where it leads"),
        ({"target": "site:/never-offered/"}, "no longer among the nearest"),
        ({"target": "other", "other": "/news/"}, "Write site:/news/"),
        ({"target": "other", "other": ""}, "cannot be blank"),
        ({"target": "other", "other": "site:/zyzzyva/"}, "It leads to itself"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_what_was_typed_stays(typed, words):
    one = missed("zyzzyva")
    html = desk().post(f"{MISSING}{one.pk}/change/", typed).content.decode()
    assert words in html
    assert "<title>Error:" in html
    assert f'value="{typed["other"]}"' in html if typed.get("other") else True
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("fields", [{"publish_at": None}, {"publish_at": timezone.now() + hours(1)}, {"withdrawn_at": timezone.now() - hours(0.5), "withdrawal_reason": "W"}])
def test_what_is_not_public_is_never_suggested(fields):
    release("zyzzyva-inquiry", headline="Zyzzyva inquiry", **fields)
    assert not [record for record in nearest(publisher(OFFICE), "news/zyzzyva-inquiry-2013") if "yzzyva" in record.title + record.path]


def test_a_slip_of_the_pen_is_understood():
    page("complaints-about-the-chief/", title="Complaints about the chief")
    assert nearest(publisher(OFFICE), "complants-abuot-the-cheif")[0].path == "complaints-about-the-chief/"


def test_another_site_s_page_is_not_suggested_and_a_shared_record_is():
    page("zyzzyva/", of=OTHER, title="Zyzzyva")
    assert not [record for record in nearest(publisher(OFFICE), "zyzzyva") if "yzzyva" in record.title]
    assert nearest(publisher(OFFICE), "our-units/emsou")[0].publisher.is_programme


@pytest.mark.parametrize("path", ["x", "a/b", "'\"", "*", "AND OR NOT", "%"])
def test_an_address_without_words_is_no_error(path):
    assert len(nearest(publisher(OFFICE), path)) <= 5


def test_an_office_sees_and_touches_its_own_alone():
    foreign = missed("zyzzyva", of=OTHER)
    theirs = Redirect.objects.create(publisher=publisher(OTHER), path="xylophone", target="site:/news/")
    for role in ("publisher", "manager"):
        staff = desk(role)
        for address in (MISSING, f"{MISSING}{foreign.pk}/change/", f"{MISSING}{foreign.pk}/delete/", REDIRECTS, f"{REDIRECTS}{theirs.pk}/change/", f"{REDIRECTS}{theirs.pk}/delete/"):
            html = staff.get(address, follow=True).content.decode()
            assert "zyzzyva" not in html
            assert "xylophone" not in html
        staff.post(f"{MISSING}{foreign.pk}/change/", {"target": "other", "other": "site:/news/"})
        staff.post(f"{MISSING}{foreign.pk}/delete/", {"post": "yes"})
        staff.post(MISSING, {"action": "delete_selected", "_selected_action": [foreign.pk], "post": "yes"})
        staff.post(f"{REDIRECTS}{theirs.pk}/change/", {"path": "x", "target": "site:/x/"})
        staff.post(f"{REDIRECTS}{theirs.pk}/delete/", {"post": "yes"})
        staff.post(f"{REDIRECTS}add/", {"publisher": foreign.publisher_id, "path": "mine", "target": "site:/news/"})
    assert [(one.path, one.target) for one in Redirect.objects.all()] == [("xylophone", "site:/news/")]
    assert list(MissingAddress.objects.all()) == [foreign]


@pytest.mark.parametrize("address", [MISSING, REDIRECTS, f"{REDIRECTS}add/"])
def test_a_writer_has_no_business_there(address):
    assert desk("writer").get(address).status_code == 403


def test_a_redirect_made_at_the_desk_says_who_made_it_and_takes_its_path_off_the_list(client):
    missed("old")
    ann = member("manager", OFFICE)
    signed_in(Client(), ann).post(f"{REDIRECTS}add/", {"publisher": publisher(OFFICE).pk, "path": "/old/", "target": "site:/contact/", "why": "It moved."})
    (made,) = Redirect.objects.all()
    assert (made.path, made.made_by) == ("old", ann)
    assert not MissingAddress.objects.exists()
    assert client.get(f"/{OFFICE}/old")["Location"] == f"/{OFFICE}/contact/"


def test_a_path_that_is_taken_is_said_at_the_field_when_one_is_changed():
    for path in ("one", "two"):
        Redirect.objects.create(publisher=publisher(OFFICE), path=path, target="site:/news/")
    two = Redirect.objects.get(path="two")
    html = desk().post(f"{REDIRECTS}{two.pk}/change/", {"path": "one", "target": "site:/news/"}).content.decode()
    assert "This site has a redirect at that path already." in html
    assert Redirect.objects.filter(path="two").exists()


def test_several_are_forgotten_at_once_after_a_question():
    found = [missed(path) for path in ("one", "two", "three")]
    staff = signed_in(Client(), administrator())
    chosen = {"action": "delete_selected", "_selected_action": [found[0].pk, found[1].pk]}
    assert staff.post(MISSING, chosen).status_code == 200
    assert MissingAddress.objects.count() == 3
    staff.post(MISSING, {**chosen, "post": "yes"})
    assert [one.path for one in MissingAddress.objects.all()] == ["three"]
