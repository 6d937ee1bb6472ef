"""What people are told by e-mail about their own account. None of it says where somebody signed in from."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.post.sending import post

from .models import Membership, User

# allauth's name of an e-mail → what it says of the account.
CHANGED = {
    "account/email/password_reset": gettext_lazy("The password of your account at the editors’ desk has been changed, by the link we sent you."),
    "account/email/password_changed": gettext_lazy("The password of your account at the editors’ desk has been changed."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app has been set up for your account at the editors’ desk."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app of your account at the editors’ desk has been removed."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey has been added to your account at the editors’ desk."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey has been removed from your account at the editors’ desk."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes have been made for your account at the editors’ desk. The old ones no longer work."),
}


def at_the_desk(path: str, request=None) -> str:
    """The whole address of a page at the desk, as far as we know where we are."""
    if settings.ADDRESS or request is None:
        return f"{settings.ADDRESS}{path}"
    return request.build_absolute_uri(path)


def password_link(user: User, request=None) -> str:
    """The address where somebody chooses a password: it works once, for a day."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return at_the_desk(reverse("account_reset_password_from_key", kwargs=parts), request)


def once() -> str:
    """What makes a letter's key its own: it answers an act that may be repeated."""
    return get_random_string(16)


def tell_of_change(user: User, what: str) -> None:
    """Tell somebody that what they sign in with has been changed."""
    context = {"user": user, "what": what, "at": timezone.now()}
    post(f"account-changed:{user.pk}:{once()}", user.email, _("Your account at the editors’ desk has been changed"), "account/email/changed_message.txt", context)


def send_password_link(user: User, request=None) -> None:
    """Send somebody the link to choose a new password, to the address we know them by."""
    context = {"user": user, "password_reset_url": password_link(user, request)}
    subject = _("Choose a new password for the editors’ desk")
    post(f"password-link:{user.pk}:{once()}", user.email, subject, "account/email/password_reset_key_message.txt", context)


def tell_of_no_account(email: str) -> None:
    """Tell an address that nobody here has it: the page that was shown says neither yes nor no."""
    post(f"no-account:{once()}", email, _("You have no account at the editors’ desk"), "account/email/unknown_account_message.txt", {})


def send_invitation(membership: Membership, by: str, request=None) -> None:
    """Tell somebody of their new role; whoever has no password yet gets a link to choose one."""
    user = membership.user
    context = {
        "user": user, "by": by, "office": membership.publisher.name, "role": membership.get_role_display(),
        "address": "" if user.has_usable_password() else password_link(user, request),
        "forgotten": at_the_desk(reverse("account_reset_password"), request),
        "desk": at_the_desk(reverse("admin:index"), request),
    }  # fmt: skip
    post(f"invitation:{membership.pk}:{once()}", user.email, _("Your place at the editors’ desk"), "account/email/invitation_message.txt", context)
