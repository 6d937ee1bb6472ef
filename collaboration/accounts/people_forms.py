"""The forms by which managers and administrators look after people."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.turns import in_turn

from .inviting import is_last_administrator, may_give, refuse_invitation
from .models import Membership, User


class InvitationForm(forms.ModelForm):
    """Whom to bring in, and as what. `by` is who is asking."""

    by: User

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, help_text=gettext_lazy("Where the invitation goes, and what they will sign in with."))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, help_text=gettext_lazy("As colleagues know them. Somebody who is known here already keeps the name they have."))

    class Meta:
        model = Membership
        fields = ["publisher", "role"]

    def clean(self):
        found = super().clean()
        if not self.errors:
            refuse_invitation(found["email"], found["publisher"], found["role"], self.by)
        return found


class RoleForm(forms.ModelForm):
    """Another role for somebody at the same office."""

    by: User

    class Meta:
        model = Membership
        fields = ["role"]

    def clean_role(self) -> str:
        role, this = self.cleaned_data["role"], self.instance
        if role != this.role and not may_give(self.by, this.publisher, role):
            raise forms.ValidationError(_("You may not give this role at this office."))
        if Membership.objects.filter(user=this.user, publisher=this.publisher, role=role).exclude(pk=this.pk).exists():
            raise forms.ValidationError(_("This person has that role at this office already."))
        if this.role == Membership.Role.ADMINISTRATOR and role != this.role and is_last_administrator(this.user):
            raise forms.ValidationError(_("This is the last administrator. Make somebody else one first."))
        return role


class PersonForm(forms.ModelForm):
    """Somebody's name, address, and whether the account is open."""

    by: User

    class Meta:
        model = User
        fields = ["name", "email", "is_active"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        in_turn("who is known")
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another person has this address."))
        return email

    def clean_is_active(self) -> bool:
        is_active = self.cleaned_data["is_active"]
        if not is_active and self.instance.pk == self.by.pk:
            raise forms.ValidationError(_("You cannot close your own account. Ask another administrator."))
        if not is_active and is_last_administrator(self.instance):
            raise forms.ValidationError(_("This is the last administrator. Make somebody else one first."))
        return is_active


class LostFactorForm(forms.Form):
    """Why somebody's second factor is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200,
        help_text=gettext_lazy("Such as “new telephone; I rang her on the office line”. It is kept in the history. Make sure it is really them: speak to them, do not rely on an e-mail."),
    )  # fmt: skip
