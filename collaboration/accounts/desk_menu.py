"""The desk's menu: what can be edited, in the groups that people think in instead of one long list of models."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Heading and the rooms under it, in the order of the menu. A room that is not named comes last.
GROUPS: list[tuple[Promise, tuple[str, ...]]] = [
    (_("News"), ("news", "editorial")),
    (_("Pages and menus"), ("pages", "publishers", "pictures")),
    (_("Units and agreements"), ("units", "agreements")),
    (_("Facts and sources"), ("facts", "sources")),
    (_("Enquiries"), ("contact", "alerts")),
    (_("Looking after the site"), ("redirects", "search", "care", "post")),
    (_("People"), ("accounts",)),
]
OTHERS = _("More")


def grouped(app_list: list[dict]) -> list[dict]:
    """The models of Django's list of apps, in our groups; each group as templates know an app."""
    models = [model for app in app_list for model in app["models"]]
    rooms = {room for _heading, rooms in GROUPS for room in rooms}
    groups = [(heading, [one for one in models if room_of(one) in rooms]) for heading, rooms in GROUPS]
    groups.append((OTHERS, [one for one in models if room_of(one) not in rooms]))
    return [{"name": heading, "app_label": "", "app_url": "", "has_module_perms": True, "models": found} for heading, found in groups if found]


def room_of(model: dict) -> str:
    """The room that a model of Django's list belongs to."""
    return model["model"].__module__.removeprefix("collaboration.").split(".")[0]
