"""The markup of a form, as somebody with a screen reader or a keyboard meets it (GOV.UK patterns)."""

import html5lib
import pytest

OFFICE = "/derbyshire-opcc/contact/"


def parsed(html: str):
    """The page as a browser reads it; an error in its markup fails the test."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def the(tree, **wanted):
    """The one element with these attributes."""
    wanted = {name.strip("_").replace("_", "-"): value for name, value in wanted.items()}
    (found,) = [one for one in tree.iter() if wanted.items() <= one.attrib.items()]
    return found


@pytest.mark.parametrize(
    "path", [OFFICE, "/contact/", "/complaints/", "/complaints/?asked=yes", "/derbyshire-opcc/complaints/form/?about=outcome"]
)
def test_every_control_has_one_label_and_every_page_one_heading(visitor, path):
    tree = parsed(visitor.look(path))
    main = the(tree, id="main")
    labelled = [label.attrib["for"] for label in main.iter("label")]
    controls = [one for tag in ("input", "select", "textarea") for one in main.iter(tag) if one.attrib.get("type") != "hidden"]
    assert sorted(one.attrib["id"] for one in controls) == sorted(labelled)
    assert len(list(tree.iter("h1"))) == 1
    assert not [one for one in tree.iter() if "style" in one.attrib]


def test_the_summary_comes_first_and_takes_the_focus(visitor):
    main = the(parsed(visitor.send(OFFICE, message="").content.decode()), id="main")
    summary = the(main, role="alert")
    assert {"autofocus", "tabindex"} <= summary.attrib.keys()
    assert [one for one in main.iter() if one is summary or one.tag == "h1"][0] is summary


def test_a_field_that_is_wrong_is_tied_to_its_hint_and_its_message(visitor):
    tree = parsed(visitor.send(OFFICE, subject="").content.decode())
    subject = the(tree, id="id_subject")
    assert subject.attrib["aria-invalid"] == "true"
    assert subject.attrib["aria-describedby"] == "id_subject_helptext id_subject_error"
    assert "Enter a subject." in "".join(the(tree, id="id_subject_error").itertext())
    assert the(tree, href="#id_subject").text == "Enter a subject."


def test_a_group_of_choices_is_a_fieldset_tied_to_its_message(visitor):
    tree = parsed(visitor.look("/derbyshire-opcc/complaints/?asked=yes"))
    group = the(tree, aria_describedby="id_about_error")
    assert (group.tag, group[0].tag, group[0].text) == ("fieldset", "legend", "What is your complaint about?")


@pytest.mark.parametrize(("field", "purpose"), [("name", "name"), ("email", "email"), ("phone", "tel")])
def test_a_browser_may_fill_in_what_it_knows(visitor, field, purpose):
    assert the(parsed(visitor.look(OFFICE)), id=f"id_{field}").attrib["autocomplete"] == purpose


def test_the_trap_is_out_of_the_way_of_people(visitor):
    tree = parsed(visitor.look(OFFICE))
    trap = the(tree, id="id_homepage")
    assert trap.attrib["tabindex"] == "-1"
    assert trap in list(the(tree, _class="trap", aria_hidden="true").iter())
