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


@pytest.mark.parametrize("value", [[], ["a&b"], ["3", "1"]])
def test_a_box_to_tick_is_the_same_with_and_without_templates(value):
    def boxes(renderer) -> list[str]:
        class Asked(forms.Form):
            on_e = forms.MultipleChoiceField(choices=[("a&b", 'With "marks" & <tags>'), (3, "Three"), ("1", "One")], widget=forms.CheckboxSelectMultiple(attrs={"aria-describedby": 'a"b'}))

        return [re.sub(r"\s+", " ", box.tag()).strip() for box in Asked({"on_e": value}, renderer=renderer())["on_e"]]

    assert boxes(Renderer) == boxes(TemplatesSetting)
    assert sum("checked" in one for one in boxes(Renderer)) == len(value)


@pytest.mark.parametrize("renderer", [Renderer, TemplatesSetting])
def test_a_label_is_the_same_with_and_without_templates(renderer):
    class Asked(forms.Form):
        one = forms.ChoiceField(choices=CHOICES, label="Which “one” & <why>?")

    field = Asked(renderer=renderer(), auto_id="x_%s", label_suffix="")["one"]
    words = "Which “one” &amp; &lt;why&gt;?"
    assert field.label_tag().strip() == f'<label for="x_one">{words}</label>'
    assert field.label_tag(attrs={"class": "a"}).strip() == f'<label class="a" for="x_one">{words}</label>'
    assert Asked(renderer=renderer(), auto_id=False, label_suffix="")["one"].label_tag().strip() == words
