"""Enquiries at the staff door: an office reads its own, and nobody changes any.

So far the door opens to programme administrators alone (see accounts/desk.py), so what the offices'
own people may read is asked of the desk itself.
"""

import pytest
from django.contrib import admin

from collaboration.accounts.models import Membership, User
from collaboration.contact.models import Enquiry

LIST = "/admin/collaboration/enquiry/"


@pytest.fixture
def received(visitor):
    """One enquiry to each of two offices, by slug."""
    for slug in ("derbyshire-opcc", "nottinghamshire-opcc"):
        visitor.send(f"/{slug}/contact/")
    return {enquiry.publisher.slug: enquiry for enquiry in Enquiry.objects.select_related("publisher")}


@pytest.fixture
def member(sites):
    """Makes somebody who has a role at an office."""

    def make(role: str, slug: str = "derbyshire-opcc") -> User:
        user = User.objects.create_user(email=f"{role}@example.org", password="a long pass phrase", name="Ada")
        Membership.objects.create(user=user, publisher=sites[slug], role=role)
        return user

    return make


@pytest.mark.parametrize(("role", "may_read"), [("publisher", True), ("manager", True), ("writer", False)])
def test_an_office_reads_its_own_enquiries_and_no_other(rf, member, received, role, may_read):
    desk, request = admin.site.get_model_admin(Enquiry), rf.get(LIST)
    request.user = member(role)
    own, other = received["derbyshire-opcc"], received["nottinghamshire-opcc"]
    assert list(desk.get_queryset(request)) == [own] * may_read
    assert desk.has_view_permission(request) == desk.has_view_permission(request, own) == may_read
    assert not desk.has_view_permission(request, other)


def test_an_administrator_reads_all_and_changes_deletes_and_adds_none(client, member, received):
    client.force_login(member("administrator", "programme"))
    listed = client.get(LIST).content.decode()
    for enquiry in received.values():
        assert enquiry.reference in listed
        assert "Who pays for the dogs?" in client.get(f"{LIST}{enquiry.pk}/change/").content.decode()
        assert client.get(f"{LIST}{enquiry.pk}/delete/").status_code == 403
        assert client.post(f"{LIST}{enquiry.pk}/change/", {"message": "changed"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_the_public_is_asked_to_sign_in(client, received):
    assert client.get(LIST).status_code == 302
