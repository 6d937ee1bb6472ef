"""How people sign in: django-allauth, bent to a closed desk.

Nobody signs up: a manager invites. There is one e-mail address to a person, the one on the person's own
row, so allauth's table of addresses stays empty. Failures are counted in `lockout`.
"""

import time
from io import BytesIO

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from collaboration.senders import client_address

from . import letters, lockout


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us about people."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address and the password do not go together. Check both, or choose “I have forgotten my password”."),
        "too_many_login_attempts": lockout.SENTENCE,
        "rate_limited": lockout.SENTENCE,
        "incorrect_password": _("That is not your password. Try again."),
        "incorrect_code": _("That code is not right. Look for the newest one and type it again."),
        "enter_current_password": _("That is not the password you have now. Try again."),
        "invalid_password_reset": _("This link has been used or is out of date. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("own_account")

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whether to ask once more who it is: not within minutes of their having signed in."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """Under which name failures are counted: the account's alone. By host name too, as allauth has it, each further name of ours would give five attempts more."""
        return credentials.get("email", "").lower()

    def respond_user_inactive(self, request: HttpRequest, user) -> HttpResponse:
        return redirect("account_login")

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        lockout.refuse_locked(self._get_login_attempts_cache_key(request, **credentials), self)
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials) -> None:
        lockout.note_failure(request, self._get_login_attempts_cache_key(request, **credentials))

    def set_password(self, user, password: str) -> None:
        """Whoever may choose a new password is let in again at once."""
        super().set_password(user, password)
        lockout.forgive(self.request, self._get_login_attempts_cache_key(self.request, email=user.email))

    def send_notification_mail(self, template_prefix: str, user, context=None, email=None) -> None:
        """Tell the person that what they sign in with has been changed."""
        if template_prefix in letters.CHANGED:
            letters.tell_of_change(user, str(letters.CHANGED[template_prefix]))

    def is_ajax(self, request: HttpRequest) -> bool:
        """No: our pages send forms, and what answers scripts is one more door to keep shut."""
        return False


class FactorAdapter(DefaultMFAAdapter):
    """What allauth asks of us about second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right. Look for the newest one and type it again."),
    }

    def build_totp_svg(self, url: str) -> str:
        """The square with a white ground of its own: cameras cannot read it on a dark page."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}
