"""How days and moments are typed at the desk: in the browser's own fields, which every telephone and screen reader knows.

The stock admin brings a calendar of its own by script, which is small, cannot be read out and does not fit a phone.
"""

from django import forms
from django.db import models


class DayInput(forms.DateInput):
    """A day, in the form that `<input type=date>` takes."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeOfDayInput(forms.TimeInput):
    """A time of day; with seconds only where it has any, so that saving a form does not round a moment down."""

    input_type = "time"

    def format_value(self, value):
        if hasattr(value, "isoformat"):
            return value.isoformat("seconds" if value.second else "minutes")
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        # Without it a browser refuses seconds.
        context["widget"]["attrs"]["step"] = "1" if str(context["widget"]["value"] or "").count(":") > 1 else "60"
        return context


class MomentInput(forms.SplitDateTimeWidget):
    """A day and a time of day, side by side."""

    template_name = "admin/widgets/split_datetime.html"

    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(self, [DayInput(), TimeOfDayInput()], attrs)


MOMENTS = {
    models.DateField: {"widget": DayInput},
    models.TimeField: {"widget": TimeOfDayInput},
    models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": MomentInput},
}
