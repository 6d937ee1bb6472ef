"""Bringing somebody in: an account if they have none, a role at an office, and a letter that says so.

Who may bring in whom is decided here, for the desk's forms and for the command alike: nobody makes an
administrator but an administrator, nobody gives a role to themselves, nobody brings people into an
office they do not manage.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.publishers.models import Publisher
from collaboration.turns import in_turn

from .letters import send_invitation
from .models import Membership, User
from .permissions import administers, can

Role = Membership.Role


def may_give(by: User | None, publisher: Publisher, role: str) -> bool:
    """Whether this person may give that role; None is the command line, which may."""
    if by is None:
        return True
    if role == Role.ADMINISTRATOR:
        return publisher.is_programme and (by.is_superuser or administers(by))
    return can(by, "manage", publisher)


def refuse_invitation(email: str, publisher: Publisher, role: str, by: User | None) -> None:
    """Raise ValidationError, with a sentence at its field, where this invitation must not be made."""
    in_turn("who is known")
    person = User.objects.filter(email__iexact=email).first()
    if role == Role.ADMINISTRATOR and not publisher.is_programme:
        raise ValidationError({"role": _("An administrator looks after all offices: choose the programme as the office.")})
    if not may_give(by, publisher, role):
        raise ValidationError({"role": _("You may not give this role at this office.")})
    if person is None:
        return
    if by is not None and person.pk == by.pk:
        raise ValidationError({"email": _("You cannot give a role to yourself. Ask another manager or an administrator.")})
    if not person.is_active:
        raise ValidationError({"email": _("The account with this address has been closed. Ask an administrator to open it again.")})
    if person.memberships.filter(publisher=publisher, role=role).exists():
        raise ValidationError({"email": _("This person has that role at this office already.")})


@transaction.atomic
def invite(email: str, name: str, publisher: Publisher, role: str, by: User | None, request=None) -> Membership:
    """The new membership, with a letter on its way; raises ValidationError where it must not be made.

    Somebody who is known already keeps their name and password.
    """
    refuse_invitation(email, publisher, role, by)
    person = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, None, name=name)
    membership = Membership.objects.create(user=person, publisher=publisher, role=role)
    send_invitation(membership, by.name if by else _("An administrator"), request)
    return membership


def is_last_administrator(person: User) -> bool:
    """Whether nobody else looks after all offices: then they stay."""
    in_turn("who looks after all offices")
    others = User.objects.filter(is_active=True, memberships__role=Role.ADMINISTRATOR, memberships__publisher__kind=Publisher.Kind.PROGRAMME)
    mine = others.filter(pk=person.pk).exists()
    return mine and not others.exclude(pk=person.pk).exists()


def is_last_manager(membership: Membership) -> bool:
    """Whether the office would have no manager without this membership."""
    managers = Membership.objects.filter(publisher=membership.publisher, role=Role.MANAGER, user__is_active=True)
    return membership.role == Role.MANAGER and not managers.exclude(pk=membership.pk).exists()
