"""Users and memberships."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher


class UserManager(BaseUserManager):
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

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_its_capitals")]

    def __str__(self):
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether the staff door opens at all: somebody's member, or a superuser."""
        return self.is_active and (self.is_superuser or self.memberships.exists())

    def get_short_name(self) -> str:
        return self.name


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

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "publisher", "role"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=["writer", "publisher", "manager", "administrator"]), name="membership_role_known"),
        ]

    def __str__(self):
        return f"{self.user} – {self.publisher.short_name} – {self.get_role_display()}"
