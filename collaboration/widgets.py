"""How widgets of forms become HTML: as Django's templates have it, but for menus of choices, boxes to tick and labels, where a template for each choice took a third of the time of a list."""

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

MENU, LABEL, TICK = "django/forms/widgets/select.html", "django/forms/label.html", "django/forms/widgets/checkbox_option.html"


class Renderer(TemplatesSetting):
    """Looks widgets up among our templates; writes menus, boxes and labels itself."""

    def render(self, template_name: str, context: dict, request=None) -> str:
        if template_name == MENU:
            return menu(context["widget"])
        if template_name == TICK and not context["widget"].get("wrap_label"):
            return tick(context["widget"])
        return label(context) if template_name == LABEL else super().render(template_name, context, request)


def menu(widget: dict) -> SafeString:
    """A `<select>`, as Django's template writes it."""
    parts = [f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for name, choices, _place in widget["optgroups"]:
        parts += [f'<optgroup label="{escape(name)}">'] if name else []
        parts += [f'<option value="{escape(one["value"])}"{attributes(one["attrs"])}>{escape(one["label"])}</option>' for one in choices]
        parts += ["</optgroup>"] if name else []
    return mark_safe("\n".join([*parts, "</select>"]))


def tick(widget: dict) -> SafeString:
    """A box to tick among others, without its label, as Django's template writes it."""
    return mark_safe(f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}" value="{escape(str(widget["value"]))}"{attributes(widget["attrs"])}>')


def label(named: dict) -> SafeString:
    """The label of a field, as Django's template writes it."""
    tag, words = named["tag"], escape(named["label"])
    return mark_safe(f"<{tag}{attributes(named['attrs'] or {})}>{words}</{tag}>" if named["use_tag"] else words)


def attributes(found: dict) -> str:
    """The attributes of an element; those that are False are left out, those that are True have no value."""
    return "".join(f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in found.items() if value is not False)
