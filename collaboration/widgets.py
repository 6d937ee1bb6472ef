"""How widgets of forms become HTML: as Django's templates have it, but for menus of choices and labels, where a template for each choice took a third of the time of a list."""

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

MENU, LABEL = "django/forms/widgets/select.html", "django/forms/label.html"


class Renderer(TemplatesSetting):
    """Looks widgets up among our templates; writes menus and labels itself."""

    def render(self, template_name: str, context: dict, request=None) -> str:
        if template_name == MENU:
            return menu(context["widget"])
        return label(context) if template_name == LABEL else super().render(template_name, context, request)


def menu(widget: dict) -> SafeString:
    """A `<select>`, as Django's template writes it."""
    parts = [f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for name, choices, _place in widget["optgroups"]:
        parts += [f'<optgroup label="{escape(name)}">'] if name else []
        parts += [f'<option value="{escape(one["value"])}"{attributes(one["attrs"])}>{escape(one["label"])}</option>' for one in choices]
        parts += ["</optgroup>"] if name else []
    return mark_safe("\n".join([*parts, "</select>"]))


def label(named: dict) -> SafeString:
    """The label of a field, as Django's template writes it."""
    tag, words = named["tag"], escape(named["label"])
    return mark_safe(f"<{tag}{attributes(named['attrs'] or {})}>{words}</{tag}>" if named["use_tag"] else words)


def attributes(found: dict) -> str:
    """The attributes of an element; those that are False are left out, those that are True have no value."""
    return "".join(f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in found.items() if value is not False)
