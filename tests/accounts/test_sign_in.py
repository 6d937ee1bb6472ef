"""Signing in."""

import pytest

from tests.desk import administrator, member, signed_in

pytestmark = pytest.mark.django_db


def test_somebody_signed_in_sees_the_desk(client):
    signed_in(client, administrator())
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_opens_nothing(client):
    signed_in(client, administrator(), with_factor=False)
    answer = client.get("/admin/collaboration/page/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/account/second-factor/confirm/?next=")
