"""Any list as a file: the rows and columns on the screen, harmless in a spreadsheet, of one's own offices, and no personal data."""

import csv
import io

import pytest
from django.contrib import admin
from django.utils import timezone

from collaboration.accounts import exporting
from collaboration.accounts.models import User
from collaboration.pages.models import Page
from tests.desk import administrator, member, signed_in
from tests.making import page, publisher, release

pytestmark = pytest.mark.django_db
HERE = "/admin/collaboration"
NOT_FOR_FILES = {"user", "membership", "enquiry", "subscriber"}
# Looked through by hand: what these lists show is public, or says how a site is kept. A new list belongs in one of the two.
FOR_FILES = {
    "agreement", "bundle", "document", "duty", "emptysearch", "fact", "force", "mediacontact", "menuitem", "milestone", "missingaddress",
    "officeholder", "outsidelink", "page", "picture", "pressrelease", "promotedpage", "publisher", "redirect", "searchsynonym", "source",
    "standing", "topic", "unit",
}  # fmt: skip


def download(client, who, address: str) -> bytes:
    answer = signed_in(client, who).get(f"{HERE}/{address}")
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_every_list_has_been_looked_through():
    names = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "collaboration"}
    assert names == FOR_FILES | NOT_FOR_FILES


@pytest.mark.parametrize("name", sorted(FOR_FILES))
def test_every_list_can_be_taken_away(client, name):
    raw = download(client, administrator(), f"{name}/csv/")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")


@pytest.mark.parametrize("name", sorted(NOT_FOR_FILES))
def test_personal_data_leaves_in_no_file(client, name):
    answer = signed_in(client, administrator()).get(f"{HERE}/{name}/csv/")
    assert answer.status_code == 403
    assert "/csv/" not in client.get(f"{HERE}/{name}/").content.decode()


def test_the_file_has_the_rows_of_the_screen_in_their_order(client):
    page("a/", title="Zebra one", of="derbyshire-opcc")
    page("b/", title="Zebra two", of="derbyshire-opcc", publish_at=None)
    page("c/", title="Another", of="derbyshire-opcc")
    who = administrator()
    assert [row["Title"] for row in table(download(client, who, "page/csv/?q=Zebra&o=-1"))] == ["Zebra two", "Zebra one"]
    assert [row["Title"] for row in table(download(client, who, "page/csv/?q=Zebra&state=draft"))] == ["Zebra two"]
    shown = client.get(f"{HERE}/page/?q=Zebra&o=-1&p=1").content.decode()
    assert "csv/?o=-1&amp;q=Zebra" in shown


def test_the_file_has_the_columns_of_the_screen_and_what_names_a_row(client):
    release("a-slug", headline="A headline", reference="R/1")
    row = table(download(client, administrator(), "pressrelease/csv/?q=A+headline"))[0]
    assert row["Headline"] == "A headline"
    assert row["Office"] == "Derbyshire OPCC"
    assert row["Slug"] == "a-slug"
    assert row["State"] == "Public"
    assert row["Publish at"].startswith(timezone.localdate().isoformat()[:4])


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "  =1", "'=1"])
def test_no_cell_is_taken_for_a_formula(client, words):
    page("evil/", title=f"{words} canary", of="derbyshire-opcc")
    raw = download(client, administrator(), "page/csv/?q=canary").decode("utf-8-sig")
    assert table(raw.encode())[0]["Title"] == f"'{words} canary"


def test_an_office_takes_away_its_own_rows_alone(client):
    page("theirs/", title="Canary of Leicestershire", of="leicestershire-opcc")
    page("ours/", title="Ours", of="derbyshire-opcc")
    writer = member("writer", "derbyshire-opcc")
    raw = download(client, writer, "page/csv/").decode()
    assert "Ours" in raw
    assert "Canary" not in raw
    theirs = f"page/csv/?publisher__id__exact={page('x/', of='leicestershire-opcc').publisher_id}"
    assert signed_in(client, writer).get(f"{HERE}/{theirs}").status_code in (302, 400)


def test_a_role_taken_away_in_the_middle_ends_the_file(client):
    """The rest of a long file is asked for by the person's scope anew: it holds nothing that was lost meanwhile."""
    for number in range(4):
        page(f"row-{number}/", title=f"Row {number}", of="derbyshire-opcc")
    writer = member("writer", "derbyshire-opcc")
    whole, exporting.AT_ONCE = exporting.AT_ONCE, 2
    try:
        answer = signed_in(client, writer).get(f"{HERE}/page/csv/?q=Row")
        lines = iter(answer.streaming_content)
        begun = [next(lines), next(lines)]
        Page.objects.filter(path__in=["row-2/", "row-3/"]).update(publisher=publisher("leicestershire-opcc"))
        rest = b"".join(lines)
    finally:
        exporting.AT_ONCE = whole
    assert b"Row 0" in b"".join(begun)
    assert b"Row 2" not in rest
    assert b"Row 3" not in rest


def test_who_may_not_see_a_list_gets_no_file(client):
    for who in (member("manager", "derbyshire-opcc"), member("writer", "derbyshire-opcc")):
        assert signed_in(client, who).get(f"{HERE}/source/csv/").status_code == 403
    client.cookies.clear()
    assert client.get(f"{HERE}/page/csv/").status_code == 302


def test_the_name_of_the_file_has_the_date_and_it_is_stored_nowhere(client):
    answer = signed_in(client, administrator()).get(f"{HERE}/page/csv/")
    assert answer["Content-Disposition"] == f'attachment; filename="page-{timezone.localdate().isoformat()}.csv"'
    assert answer["Cache-Control"] == "no-store, private"
    assert signed_in(client, User.objects.last()).post(f"{HERE}/page/csv/").status_code == 405


def test_a_broken_address_leads_back_to_the_list(client):
    answer = signed_in(client, administrator()).get(f"{HERE}/page/csv/?publisher__id__exact=x")
    assert answer.status_code == 302
    assert answer["Location"] == f"{HERE}/page/"
