"""What the search knows of a published thing."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher


class SearchRecordQuerySet(models.QuerySet):
    """Narrows down what is found."""

    def live(self, at: datetime | None = None):
        """What the public may see at a moment (now, if none is given)."""
        at = at or timezone.now()
        return self.filter(publish_at__lte=at).filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))

    def on_site(self, publisher: Publisher):
        """What a search of one site covers: its own, and the shared records."""
        return self.filter(Q(publisher=publisher) | Q(is_shared=True))


class SearchRecord(models.Model):
    """One findable thing: its words, its address and its dates."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    publisher = models.ForeignKey(Publisher, models.CASCADE)
    is_shared = models.BooleanField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=500)  # below the publisher's root
    publish_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = SearchRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("search record")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="search_record_once")]
        indexes = [models.Index(fields=["publisher", "publish_at"], name="search_record_of_publisher")]

    def __str__(self):
        return self.title

    @property
    def address(self) -> str:
        """Its address, seen from any site."""
        return self.publisher.root + self.path
