"""The forms of signing in: allauth's, with our words, and with the lock-out kept for second factors too."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as factors
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from . import letters, lockout
from .models import User


def named(field: forms.Field, label: str, help_text: str = "") -> None:
    """Give a field of allauth's our words; a placeholder is no label."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named(self.fields["login"], _("E-mail address"))
        named(self.fields["password"], _("Password"))
        self.fields["login"].widget.attrs |= {"autocomplete": "username"}


class ForgottenForm(account.ResetPasswordForm):
    """The address a link to choose a new password is sent to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named(self.fields["email"], _("E-mail address"), _("The one you sign in with."))

    def clean_email(self) -> str:
        """The address; `users` is whoever has it, whatever its capitals."""
        email = self.cleaned_data["email"]
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return email

    def save(self, request, **kwargs) -> str:
        """Write to whoever has the address, at the address we know; and to the address if nobody has it."""
        for user in self.users:
            letters.send_password_link(user, request)
        if not self.users:
            letters.tell_of_no_account(self.cleaned_data["email"])
        return self.cleaned_data["email"]


NEW_PASSWORD_HELP = _("14 characters or more. Four words that do not belong together are easy to remember and hard to guess.")


class NewPasswordForm(account.ResetPasswordKeyForm):
    """A password chosen by whoever has the link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named(self.fields["password1"], _("New password"), NEW_PASSWORD_HELP)
        named(self.fields["password2"], _("The same again"))


class ChangePasswordForm(account.ChangePasswordForm):
    """Another password, chosen by somebody signed in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named(self.fields["oldpassword"], _("Password you have now"))
        named(self.fields["password1"], _("New password"), NEW_PASSWORD_HELP)
        named(self.fields["password2"], _("The same again"))


class PasswordAgainForm(account.ReauthenticateForm):
    """The password once more, before a factor is changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named(self.fields["password"], _("Password"))


class Guarded:
    """A form that shows a second factor: five failures lock it, and a code opens one door once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            named(self.fields["code"], _("Code"), self.code_help)
            self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": "20"}

    code_help = _("The six figures your authenticator app shows now, or one of your recovery codes.")

    @property
    def key(self) -> str:
        """Under which name allauth counts the failures of this person."""
        return f"mfa-auth-user-{self.user.pk}"

    def guarded(self, shown):
        """What the form makes of what was shown; a failure is counted, and none is looked at while locked."""
        lockout.refuse_locked(self.key, get_adapter())
        try:
            return shown()
        except forms.ValidationError:
            lockout.note_failure(context.request, self.key)
            raise

    def use_once(self, code: str) -> str:
        """The code, unless it has been used before within the minutes it is good for."""
        name = f"code-used:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(name, True, factors.TOTP_PERIOD * (2 * factors.TOTP_TOLERANCE + 1)):
            raise get_factor_adapter().validation_error("incorrect_code")
        return code


class CodeForm(Guarded, codes.AuthenticateForm):
    """A code, at signing in."""

    def clean_code(self):
        return self.guarded(lambda: self.use_once(super(CodeForm, self).clean_code()))


class CodeAgainForm(Guarded, codes.ReauthenticateForm):
    """A code, from somebody signed in."""

    def clean_code(self):
        return self.guarded(lambda: self.use_once(super(CodeAgainForm, self).clean_code()))


class AppForm(Guarded, totp.ActivateTOTPForm):
    """The first code of an authenticator app, which shows that it has been set up."""

    code_help = _("The six figures the app shows now.")

    def clean_code(self):
        return self.guarded(lambda: self.use_once(super(AppForm, self).clean_code()))


def read(reading):
    """What reading a passkey gives. What a browser of ours would never send breaks the reading in many ways: all are one refusal."""
    try:
        return reading()
    except forms.ValidationError:
        raise
    except Exception as error:
        raise get_factor_adapter().validation_error("incorrect_code") from error


class PasskeyForm(Guarded, passkeys.AuthenticateWebAuthnForm):
    """A passkey, at signing in."""

    def clean_credential(self):
        return self.guarded(lambda: read(super(PasskeyForm, self).clean_credential))


class PasskeyAgainForm(Guarded, passkeys.ReauthenticateWebAuthnForm):
    """A passkey, from somebody signed in."""

    def clean_credential(self):
        return self.guarded(lambda: read(super(PasskeyAgainForm, self).clean_credential))


def shorten(field: forms.CharField) -> None:
    """Sixty characters are enough to know a key by."""
    field.validators.append(MaxLengthValidator(60))
    field.widget.attrs["maxlength"] = "60"


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    """A new passkey and what to call it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named(self.fields["name"], _("What to call it"), _("Such as “my work telephone”, so that you know it among others."))
        shorten(self.fields["name"])

    def clean(self):
        return read(super().clean)


class RenamePasskeyForm(passkeys.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named(self.fields["name"], _("What to call it"))
        shorten(self.fields["name"])
