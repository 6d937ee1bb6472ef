"""The guided choice: most complaints belong elsewhere, and the page says where."""

import pytest
from django.conf import settings

from collaboration.contact.complaints import PANELS, SOURCES, TAKEN_BY, Answer, Topic
from collaboration.contact.models import Enquiry
from collaboration.sources.models import Source

ANSWERS = {
    "officer": ("professional standards department", "/derbyshire-police/complaints/form/?about=officer"),
    "chief-constable": ("The commissioner for Derbyshire", "/derbyshire-opcc/complaints/form/?about=chief-constable"),
    "commissioner": ("police and crime panel for Derbyshire", None),
    "commissioner-staff": ("chief executive", "/derbyshire-opcc/complaints/form/?about=commissioner-staff"),
    "outcome": ("within 28 days", "/derbyshire-opcc/complaints/form/?about=outcome"),
    "other": ("call 101", None),
}


@pytest.mark.parametrize("site", ["derbyshire-police", "derbyshire-opcc"])
@pytest.mark.parametrize("topic", Topic.values)
def test_each_answer_names_who_deals_with_it_and_leads_there(visitor, site, topic):
    html = visitor.look(f"/{site}/complaints/?asked=yes&about={topic}")
    words, address = ANSWERS[topic]
    assert words in html
    assert ("complaints/form/" in html) == bool(address)
    assert address is None or f'href="{address}"' in html


@pytest.mark.parametrize("topic", Topic.values)
def test_the_programme_s_site_leads_to_the_body_of_the_area_chosen(visitor, topic):
    html = visitor.look(f"/complaints/?asked=yes&area=derbyshire&about={topic}")
    words, address = ANSWERS[topic]
    assert words in html
    assert address is None or f'href="{address}"' in html


def test_a_panel_is_named_with_its_address_where_that_is_sourced(visitor):
    html = visitor.look("/nottinghamshire-opcc/complaints/?about=commissioner")
    for words in ("Nottinghamshire Police and Crime Panel", "NG2 7QP", "within 5 working days", "40"):
        assert words in html


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/derbyshire-opcc/complaints/?asked=yes", ["about"]),
        ("/complaints/?asked=yes", ["area", "about"]),
        ("/complaints/?asked=yes&about=officer", ["area"]),
        ("/complaints/?area=derbyshire&asked=yes", ["about"]),
        ("/complaints/?area=rutland&about=%00%FF&asked=yes", ["area", "about"]),
        ("/derbyshire-opcc/complaints/?about=", ["about"]),
    ],
)
def test_nothing_chosen_shows_the_choice_again_with_a_message(visitor, path, wrong):
    html = visitor.look(path)
    assert "<title>Error: " in html
    for field in ("area", "about"):
        assert (f'id="id_{field}_error"' in html) == (field in wrong)
        assert (f'href="#id_{field}_0"' in html) == (field in wrong)


def test_the_page_opened_for_the_first_time_has_no_message(visitor):
    for path in ("/complaints/", "/derbyshire-police/complaints/?utm_source=letter"):
        html = visitor.look(path)
        assert "error-summary" not in html
        assert "<fieldset" in html


def test_what_was_chosen_stays_chosen(visitor):
    assert 'value="outcome" id="id_about_4" checked' in " ".join(visitor.look("/complaints/?about=outcome").split())


def test_a_complaint_is_stored_for_the_body_with_what_it_is_about(visitor):
    path = "/derbyshire-opcc/complaints/form/?about=chief-constable"
    response = visitor.send(path)
    complaint = Enquiry.objects.get()
    assert response["Location"] == f"/derbyshire-opcc/contact/sent/{complaint.reference}/"
    assert (complaint.kind, complaint.about, complaint.publisher.slug) == ("complaint", "chief-constable", "derbyshire-opcc")
    assert "Your complaint has been received" in visitor.look(response["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "/complaints/form/?about=officer",
        "/complaints/form/",
        "/derbyshire-police/complaints/form/?about=outcome",
        "/derbyshire-opcc/complaints/form/?about=officer",
        "/derbyshire-opcc/complaints/form/?about=commissioner",
        "/derbyshire-opcc/complaints/form/",
        "/derbyshire-opcc/complaints/form/?about=%00",
    ],
)
def test_a_complaint_that_does_not_belong_here_goes_back_to_the_choice(visitor, path):
    for response in (visitor.client.get(path), visitor.send(path)):
        assert response.status_code == 302
        assert response["Location"].endswith("/complaints/")
    assert not Enquiry.objects.exists()


def test_every_topic_is_taken_by_a_kind_of_publisher_or_has_an_answer_without():
    assert set(TAKEN_BY) | {Topic.COMMISSIONER, Topic.OTHER} == set(Topic)
    assert set(SOURCES) == set(Topic)


def test_an_area_without_a_site_for_the_complaint_offers_no_form(sites):
    police = sites["derbyshire-police"]
    assert Answer.of(Topic.CHIEF_CONSTABLE, police.force, [police]).taken_by is None
    assert Answer.of(Topic.OFFICER, police.force, [police]).taken_by == police


def test_the_answers_cite_their_sources(visitor):
    for key in SOURCES[Topic.OUTCOME]:
        plain = {"title": key, "published_by": "An office", "address": f"https://{key}.example.org/", "grade": "official"}
        Source.objects.get_or_create(key=key, defaults=plain)
    html = visitor.look("/nottinghamshire-opcc/complaints/?about=outcome")
    for key in SOURCES[Topic.OUTCOME]:
        assert Source.objects.get(key=key).address in html


def test_every_source_named_here_is_in_the_shipped_list():
    shipped = (settings.FIXTURES / "sources.yaml").read_text()
    named = {key for keys in SOURCES.values() for key in keys} | {key for panel in PANELS.values() for key in panel.sources}
    assert not {key for key in named if f"key: {key}\n" not in shipped}
