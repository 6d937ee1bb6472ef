"""A menu of choices written without templates is what Django's templates make of it."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from collaboration.widgets import Renderer

CHOICES = [("", "Anything"), ("a&b", 'Words with "marks" & <tags>'), ("Group “one”", [("1", "One"), (2, "Two")]), (3, "Three")]


@pytest.mark.parametrize("value", ["", "2", 3, "a&b", None, "not there"])
@pytest.mark.parametrize("attrs", [{}, {"id": "one", "required": True, "disabled": False, "aria-describedby": 'a"b'}])
@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple])
def test_a_menu_is_the_same_with_and_without_templates(kind, attrs, value):
    menu = kind(choices=CHOICES, attrs=attrs)
    ours, djangos = (menu.render("na<me", value, renderer=renderer()) for renderer in (Renderer, TemplatesSetting))
    assert re.sub(r"\s*\n\s*", "\n", ours) == re.sub(r"\s*\n\s*", "\n", djangos)
