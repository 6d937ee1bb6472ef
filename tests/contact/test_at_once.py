"""What is counted first and written then, by several at the same moment, over real HTTP: on PostgreSQL nothing but our own turns keeps them apart."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.databases import rows
from tests.desk import cast, on_site
from tests.posting import ask, fields_of

pytestmark = pytest.mark.browser
INVITE = "/admin/collaboration/membership/add/"


def eight_at_once() -> list[int]:
    """Run on the site: eight enquiries of one sender, each in a thread with a connection of its own; how many were taken, and how many refused."""
    from django.db import connections

    from collaboration.contact.models import Enquiry
    from collaboration.contact.receiving import TooMany, receive
    from tests.making import publisher

    office = publisher("lincolnshire-opcc")

    def send(number: int) -> bool:
        try:
            receive(Enquiry(publisher=office, kind="enquiry", name="Ada", email="ada@example.org", subject="S", message="M", sender_key="eight", form_key=f"eight-{number}"))
            return True
        except TooMany:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(send, range(8)))
    return [sum(taken), Enquiry.objects.filter(sender_key="eight").count()]


def test_of_eight_enquiries_of_one_sender_at_once_five_are_taken(running_site):
    assert on_site(running_site, "eight_at_once", module="tests.contact.test_at_once") == [5, 5]


def test_of_two_who_invite_the_same_person_at_once_the_second_is_told(running_site):
    ann, ben = cast(running_site, ("manager", "lincolnshire-opcc"), ("manager", "lincolnshire-opcc"))
    form = fields_of(ask(running_site, ann.session, INVITE).body) | {"email": "once@example.org", "name": "Nia Once", "role": "writer", "_pass": ""}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: ask(running_site, who.session, INVITE, form), (ann, ben)))
    assert sorted(one.status for one in answers) == [200, 302]
    assert "has that role at this office already" in next(one.body for one in answers if one.status == 200)
    assert rows(running_site.var, "SELECT count(*) FROM collaboration_user WHERE email = 'once@example.org'") == [(1,)]
