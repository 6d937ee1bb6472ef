"""Users and memberships."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher


def new_stamp() -> str:
    """A text that no session has been signed with yet."""
    return get_random_string(24)


class UserQuerySet(models.QuerySet):
    """People, many at a time."""

    def end_sessions(self) -> int:
        """Sign these people out everywhere; how many people that was."""
        return self.update(session_stamp=new_stamp())


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes users, and finds one by e-mail whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who edits. They sign in by e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, help_text=_("As colleagues know them."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Untick this instead of deleting a person who has left."))
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    session_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_its_capitals")]

    def __str__(self):
        return self.name or self.email

    def save(self, *args, update_fields=None, **kwargs):
        """Whoever is deactivated is signed out everywhere, and stays so when they come back.

        A save writes the stamp only when it means to: one read earlier must not open again what has
        been ended since.
        """
        if update_fields is None and not self._state.adding:
            update_fields = {field.attname for field in self._meta.concrete_fields if not field.primary_key}
            update_fields -= {"session_stamp", *self.get_deferred_fields()}
        if not self.is_active and not self._state.adding:
            self.session_stamp = new_stamp()
            update_fields = {*update_fields, "session_stamp"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def end_sessions(self) -> None:
        """Sign this person out everywhere."""
        self.session_stamp = new_stamp()
        self.save(update_fields=["session_stamp"])

    def _get_session_auth_hash(self, secret=None) -> str:
        """What a session is signed with: it ends when the password or the stamp changes.

        Django asks here for the current secret and for those before it.
        """
        return salted_hmac("collaboration.accounts.session", f"{self.password}|{self.session_stamp}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether the staff door opens at all: somebody's member, or a superuser."""
        return self.is_active and (self.is_superuser or self.memberships.exists())

    def get_short_name(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    """Memberships, many at a time. Whoever's role changes is signed out everywhere."""

    def people(self) -> UserQuerySet:
        return User.objects.filter(pk__in=list(self.values_list("user_id", flat=True)))

    def update(self, **fields) -> int:
        self.people().end_sessions()
        return super().update(**fields)

    def delete(self):
        self.people().end_sessions()
        return super().delete()

    def bulk_create(self, memberships, *args, **kwargs):
        User.objects.filter(pk__in=[one.user_id for one in memberships]).end_sessions()
        return super().bulk_create(memberships, *args, **kwargs)


class Membership(models.Model):
    """What one person may do for one publisher."""

    class Role(models.TextChoices):
        WRITER = "writer", _("Writer: writes drafts")
        PUBLISHER = "publisher", _("Publisher: approves, publishes and withdraws")
        MANAGER = "manager", _("Office manager: people, menu and notices")
        ADMINISTRATOR = "administrator", _("Programme administrator: shared records and all offices")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="memberships", verbose_name=_("office"))
    role = models.CharField(_("role"), max_length=15, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role at an office")
        verbose_name_plural = _("people and their roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "publisher", "role"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=["writer", "publisher", "manager", "administrator"]), name="membership_role_known"),
        ]

    def __str__(self):
        return f"{self.user} – {self.publisher.short_name} – {self.get_role_display()}"

    def save(self, *args, **kwargs):
        """A role given, changed or moved ends the sessions of whoever had it and of whoever has it now."""
        before = Membership.objects.filter(pk=self.pk).values_list("user_id", flat=True) if self.pk else []
        User.objects.filter(pk__in={*before, self.user_id}).end_sessions()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        User.objects.filter(pk=self.user_id).end_sessions()
        return super().delete(*args, **kwargs)


class Remembered(models.Model):
    """An entry of Django's cache, kept in a table so that all processes count failures to sign in together."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "remembered"
        default_permissions = ()

    def __str__(self):
        return self.cache_key
