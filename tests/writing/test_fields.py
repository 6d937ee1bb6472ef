"""The field for rich text in a form: cleaned, empty when nothing is left, and without a line of script or style in the page."""

import re

import pytest
from django import forms
from django.contrib import admin
from django.db import models

from collaboration.pages.models import Page
from collaboration.prose import ProseField
from collaboration.writing.fields import ProseFormField, ProseWidget

from .. import desk


class TextForm(forms.Form):
    """A form with one text."""

    text = ProseFormField()


def test_what_is_typed_is_cleaned_to_our_marks():
    form = TextForm({"text": '<p onclick="x()">One <b>two</b> <strong>three</strong></p><script>alert(1)</script>'})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "<p>One two <strong>three</strong></p>"


@pytest.mark.parametrize("nothing", ["", "   ", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<h2></h2>\r\n<p> </p>", "<script>alert(1)</script>"])
def test_a_text_with_nothing_to_read_in_it_is_missing(nothing):
    form = TextForm({"text": nothing})
    assert form.errors == {"text": ["This field is required."]}


@pytest.mark.parametrize("something", ["<p>[[office-holders]]</p>", "<p>0</p>", "<p>–</p>"])
def test_a_text_with_anything_to_read_in_it_is_kept(something):
    form = TextForm({"text": something})
    assert form.is_valid()
    assert form.cleaned_data["text"] == something


def test_a_text_sent_back_by_a_browser_is_no_change():
    stored = "<p>One</p>\n\n<h2>Two</h2>\n<p>Three &amp; four</p>"
    form = TextForm({"text": stored.replace("\n", "\r\n")}, initial={"text": stored})
    assert not form.has_changed()


def test_the_stored_text_is_shown_as_text_never_as_marks():
    html = ProseWidget().render("text", "</textarea><script>alert(1)</script>", {"id": "id_text"})
    assert "<script" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;" in html


def test_the_field_brings_no_inline_script_or_style():
    html = ProseWidget().render("text", "<p>One</p>", {"id": "id_text"})
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)
    assert [str(one).count("type=\"module\"") for one in ProseWidget().media._js] == [1]


def test_a_required_text_does_not_make_the_browser_refuse_the_form():
    assert "required" not in str(TextForm()["text"])


@pytest.mark.django_db
def test_every_rich_text_of_the_desk_has_the_editor(rf):
    request = rf.get("/admin/")
    request.user = desk.administrator()
    without = []
    for model, office in admin.site._registry.items():
        for field in model._meta.fields:
            if isinstance(field, ProseField) and not isinstance(office.formfield_for_dbfield(field, request).widget, ProseWidget):
                without.append(f"{model.__name__}.{field.name}")
    assert without == []


def test_a_rich_text_in_the_database_is_a_text():
    assert issubclass(ProseField, models.TextField)
    assert isinstance(Page._meta.get_field("body"), ProseField)
