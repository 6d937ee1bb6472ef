"""The only signals of the house: they keep the search in step with what is saved and deleted, and hear of second factors from allauth."""

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db.models.signals import m2m_changed, post_delete, post_save

from collaboration.accounts import second_factor
from collaboration.editorial.models import Publishable
from collaboration.search import index


def saved(sender, instance, raw=False, **kwargs):
    """Enter what was saved; a fixture's entries are entered all at once at the end of the load."""
    if isinstance(instance, Publishable) and not raw:
        index.put(instance)


def deleted(sender, instance, **kwargs):
    """Forget what was deleted."""
    if isinstance(instance, Publishable):
        index.drop(instance)


def chosen(sender, instance, action, **kwargs):
    """Enter anew what is found by its choices, such as the topics of a release: they are set after it is saved."""
    if isinstance(instance, Publishable) and action.startswith("post_") and sender in {getattr(type(instance), name).through for name in instance.found_by}:
        index.put_again(instance)


def connect() -> None:
    """Listen, from the start of the application on."""
    post_save.connect(saved, dispatch_uid="search-put")
    m2m_changed.connect(chosen, dispatch_uid="search-put-again")
    post_delete.connect(deleted, dispatch_uid="search-drop")
    for change in (authenticator_added, authenticator_removed, authenticator_reset):
        change.connect(second_factor.factor_changed, dispatch_uid="factor-changed")
    authenticator_added.connect(second_factor.factor_added, dispatch_uid="factor-added")
    authenticator_removed.connect(second_factor.factor_removed, dispatch_uid="factor-removed")
