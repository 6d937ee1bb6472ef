"""An enquiry through the door: stored once, confirmed, never cached."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from collaboration.contact.models import Enquiry
from collaboration.contact.receiving import receive

from .conftest import Visitor, controls, seasoned

OFFICE = "/derbyshire-opcc/contact/"


def test_an_enquiry_on_an_office_s_site_is_stored_for_that_office(visitor):
    response = visitor.send(OFFICE)
    enquiry = Enquiry.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/derbyshire-opcc/contact/sent/{enquiry.reference}/"
    assert (enquiry.publisher.slug, enquiry.kind) == ("derbyshire-opcc", "enquiry")
    assert (enquiry.name, enquiry.message) == ("Ada Example", "Who pays for the dogs?")


def test_the_form_as_shown_can_be_sent_as_it_is(visitor, monkeypatch):
    html = visitor.look(OFFICE)
    monkeypatch.setattr("collaboration.visitors.form_keys.TOO_QUICK", timedelta(0))
    typed = controls(html) | {"name": "Ada", "phone": "0115 496 0001", "subject": "Dogs", "message": "Who?"}
    assert visitor.client.post(OFFICE, typed).status_code == 302


def test_the_programme_s_site_asks_which_of_all_publishers_it_is_for(visitor, sites):
    html = visitor.look("/contact/")
    offered = html[html.index('<select name="office"') : html.index("</select>")]
    assert offered.index('value="programme"') < offered.index('value="derbyshire-opcc"')
    response = visitor.send("/contact/", office="nottinghamshire-police")
    enquiry = Enquiry.objects.get()
    assert enquiry.publisher == sites["nottinghamshire-police"]
    assert response["Location"] == f"/contact/sent/{enquiry.reference}/"


@pytest.mark.parametrize("office", ["", "no-such-office", "\x00", "derbyshire-opcc\n"])
def test_an_office_that_is_none_is_refused_at_the_field(visitor, office):
    response = visitor.send("/contact/", office=office)
    assert response.status_code == 200
    assert 'id="id_office_error"' in response.content.decode()
    assert not Enquiry.objects.exists()


def test_an_office_s_own_site_does_not_take_another_office_from_the_post(visitor, sites):
    visitor.send(OFFICE, office="nottinghamshire-police")
    assert Enquiry.objects.get().publisher == sites["derbyshire-opcc"]


def test_the_confirmation_tells_the_reference_and_nothing_of_what_was_written(visitor):
    response = visitor.client.get(visitor.send(OFFICE)["Location"])
    html = response.content.decode()
    assert Enquiry.objects.get().reference in html
    assert not [secret for secret in ("Ada", "ada@example.org", "dogs", "shared units") if secret in html]
    assert "noindex" in response["X-Robots-Tag"]


def test_a_confirmation_is_not_found_on_another_office_s_site(visitor):
    reference = visitor.send(OFFICE)["Location"].split("/")[-2]
    assert visitor.client.get(f"/nottinghamshire-opcc/contact/sent/{reference}/").status_code == 404
    assert visitor.client.get("/contact/sent/XXXX-XXXX-XXXX/").status_code == 404


@pytest.mark.parametrize("answerable", [{"email": "", "phone": "0115 496 0001"}, {"email": "ada@example.org", "phone": ""}])
def test_an_email_address_or_a_telephone_number_is_enough(visitor, answerable):
    assert visitor.send(OFFICE, **answerable).status_code == 302


def test_without_either_the_enquiry_is_refused_at_the_field(visitor):
    html = visitor.send(OFFICE, email="", phone="").content.decode()
    assert "Enter an e-mail address or a telephone number" in html
    assert 'href="#id_email"' in html
    assert not Enquiry.objects.exists()


def test_the_database_refuses_an_enquiry_nobody_could_answer(sites):
    enquiry = Enquiry(publisher=sites["programme"], kind="enquiry", name="A", subject="B", message="C", form_key="k", sender_key="s")
    with pytest.raises(ValidationError, match="telephone"):
        enquiry.full_clean()
    with pytest.raises(IntegrityError):
        enquiry.save()


def test_pressing_the_button_twice_stores_once_and_confirms_the_same(visitor):
    key = seasoned(OFFICE)
    first, second = visitor.send(OFFICE, key=key), visitor.send(OFFICE, key=key)
    assert first["Location"] == second["Location"]
    assert Enquiry.objects.count() == 1


def test_a_sixth_press_of_the_fifth_button_still_leads_to_its_confirmation(visitor):
    for _turn in range(4):
        visitor.send(OFFICE)
    key = seasoned(OFFICE)
    first, second = visitor.send(OFFICE, key=key), visitor.send(OFFICE, key=key)
    assert first["Location"] == second["Location"]


def test_the_unique_constraint_decides_between_two_at_the_same_moment(visitor, sites, monkeypatch):
    visitor.send(OFFICE)
    stored = Enquiry.objects.get()
    twin = Enquiry(
        publisher=stored.publisher, kind="enquiry", name="A", email="a@example.org", subject="B", message="C",
        form_key=stored.form_key, sender_key="another",
    )
    # As if the first had been stored between our look and our write.
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda queryset: None)
    assert receive(twin) == stored
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize("path", ["/contact/", OFFICE, "/derbyshire-opcc/complaints/", "/derbyshire-opcc/complaints/form/?about=outcome"])
def test_no_answer_of_a_form_is_ever_cached(visitor, path):
    answers = [visitor.client.get(path)]
    if "?" in path or "contact" in path:
        answers += [visitor.send(path, message=""), visitor.send(path, office="programme")]
        answers.append(visitor.client.get(answers[-1]["Location"]))
    for response in answers:
        assert "no-store" in response["Cache-Control"]


def test_only_a_form_that_is_posted_sets_a_cookie_and_only_its_token(visitor):
    assert list(visitor.client.get(OFFICE).cookies) == ["csrftoken"]
    for path in ("/complaints/", "/derbyshire-opcc/complaints/?asked=yes&about=officer"):
        assert not visitor.client.get(path).cookies
    assert not visitor.client.get(visitor.send(OFFICE)["Location"]).cookies


def test_a_post_without_the_token_is_refused(client, sites):
    client.handler.enforce_csrf_checks = True
    assert Visitor(client).send(OFFICE).status_code == 403
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(("path", "method"), [(OFFICE, "put"), ("/complaints/", "post"), (OFFICE, "delete")])
def test_other_methods_are_refused(visitor, path, method):
    assert getattr(visitor.client, method)(path).status_code == 405


def test_contact_details_carry_their_date_and_source(visitor, sites):
    office = sites["derbyshire-opcc"]
    office.phone, office.email, office.postal_address, office.contact_as_at = "01000 000000", "office@example.org", "One Lane\nTown", "2025-03"
    office.save()
    html = visitor.look(OFFICE)
    for words in ("01000 000000", 'href="mailto:office@example.org"', "One Lane<br>Town", "As at March 2025"):
        assert words in html


def test_where_no_detail_is_sourced_the_page_says_so_and_points_to_the_body_s_own_site(visitor, sites):
    office = sites["derbyshire-opcc"]
    office.phone = office.email = office.postal_address = ""
    office.website = "https://office.example.org/"
    office.save()
    html = visitor.look(OFFICE)
    assert "that we can name a source for" in html
    assert 'href="https://office.example.org/"' in html
