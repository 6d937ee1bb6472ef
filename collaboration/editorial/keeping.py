"""Keeping what somebody typed and has not saved: while they write, when their session has ended, when a form is refused.

A form at the desk carries a pass, signed by us, that names its writer and its thing. With it a form that
arrives without a session is kept for that writer, and shown to nobody else.
"""

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone

from collaboration.accounts.models import User
from collaboration.accounts.staff_door import keeps_lost_posts

from .revisions import Kept

SALT = "collaboration.editorial.keeping"
# A form left open overnight is still its writer's in the morning.
PASS_LASTS = 36 * 60 * 60
# Names of a form that are no part of the text.
NOT_TEXT = ("csrfmiddlewaretoken", "_pass", "_save", "_preview", "_publishing", "_continue", "_popup")
MOST = 1_000_000


def pass_for(user: User, model: type[models.Model], number: int | None) -> str:
    """The pass that a form about this thing (none: a new one) carries for this writer."""
    return signing.dumps([user.pk, model._meta.label_lower, number or 0], salt=SALT)


def read_pass(written: str) -> tuple[int, ContentType, int] | None:
    """Writer, kind and number that a pass names; None for one that is not ours or too old."""
    try:
        user, label, number = signing.loads(written, salt=SALT, max_age=PASS_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    app, model = label.split(".")
    return user, ContentType.objects.get_by_natural_key(app, model), number


def kept_for(user: User, model: type[models.Model], number: int | None) -> Kept | None:
    """What was kept for this person of this thing."""
    kind = ContentType.objects.get_for_model(model)
    return Kept.objects.filter(user=user, content_type=kind, object_id=number or 0).first()


def keep(user: int, kind: ContentType, number: int, request: HttpRequest) -> bool:
    """Keep what a form brought; whether there was room for it."""
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TEXT}
    if sum(len(value) for values in typed.values() for value in values) > MOST:
        return False
    Kept.objects.update_or_create(user_id=user, content_type=kind, object_id=number, defaults={"typed": typed, "kept_at": timezone.now()})
    return True


def forget(user: User, model: type[models.Model], number: int | None) -> None:
    """Throw away what was kept: it has been saved, or is not wanted."""
    kind = ContentType.objects.get_for_model(model)
    Kept.objects.filter(user=user, content_type=kind, object_id=number or 0).delete()


def address_of_form(kind: ContentType, number: int) -> str:
    """Where the form about a thing stands at the desk."""
    name = f"admin:{kind.app_label}_{kind.model}"
    return reverse(f"{name}_change", args=[number]) if number else reverse(f"{name}_add")


@keeps_lost_posts
def keep_lost_post(request: HttpRequest) -> HttpResponse | None:
    """Keep a form that came when its writer's session had ended, or whose token was too old, and lead back to it by way of signing in."""
    about = read_pass(request.POST.get("_pass", ""))
    if about is None or not User.objects.filter(pk=about[0], is_active=True).exists():
        return None
    kept = keep(*about, request)
    if request.path.endswith("/keep/"):
        return JsonResponse({"signed_out": True, "kept": kept}, status=401)
    return HttpResponseRedirect(f"{address_of_form(*about[1:])}?put_back=offered") if kept else None
