"""What the pages need of our tables, as Django models without anything of ours."""

from django.db import models
from django.urls import reverse


class Force(models.Model):
    slug = models.SlugField()
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()

    class Meta:
        managed = False
        db_table = "collaboration_force"
        ordering = ["order", "name"]

    def __str__(self):
        return self.short_name


class Publisher(models.Model):
    kind = models.CharField(max_length=12)
    force = models.ForeignKey(Force, models.PROTECT, null=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=60)
    wordmark = models.TextField()
    slug = models.SlugField(unique=True)
    theme = models.SlugField()
    strapline = models.CharField(max_length=150)
    phone = models.CharField(max_length=40)
    email = models.EmailField()
    website = models.URLField()
    notice = models.TextField()
    copyright_line = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()

    class Meta:
        managed = False
        db_table = "collaboration_publisher"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("home", args=[self.slug])

    @property
    def root(self):
        return self.get_absolute_url()

    @property
    def is_programme(self):
        return self.kind == "programme"

    @property
    def is_force(self):
        return self.kind == "force"

    @property
    def is_office(self):
        return self.kind == "opcc"

    @property
    def mark(self):
        return self.force.slug if self.force else "programme"

    @property
    def wordmark_lines(self):
        return self.wordmark.splitlines()


class MenuItem(models.Model):
    publisher = models.ForeignKey(Publisher, models.CASCADE)
    place = models.CharField(max_length=10)
    parent_label = models.CharField(max_length=80)
    label = models.CharField(max_length=80)
    path = models.CharField(max_length=200)
    address = models.URLField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        managed = False
        db_table = "collaboration_menuitem"
        ordering = ["place", "order", "pk"]

    def __str__(self):
        return self.label


class Source(models.Model):
    title = models.CharField(max_length=250)
    published_by = models.CharField(max_length=150)
    dated = models.CharField(max_length=24)
    address = models.URLField()
    note = models.TextField()

    class Meta:
        managed = False
        db_table = "collaboration_source"
        ordering = ["published_by", "title"]

    def __str__(self):
        return self.title

    @property
    def dated_in_words(self):
        return self.dated


class Named(models.Model):
    """A record that is public between two dates."""

    slug = models.SlugField()
    publish_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Topic(models.Model):
    slug = models.SlugField()
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()

    class Meta:
        managed = False
        db_table = "collaboration_topic"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class Unit(Named):
    name = models.CharField(max_length=150)

    class Meta:
        managed = False
        db_table = "collaboration_unit"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Agreement(Named):
    title = models.CharField(max_length=250)

    class Meta:
        managed = False
        db_table = "collaboration_agreement"
        ordering = ["title"]

    def __str__(self):
        return self.title


class Picture(Named):
    title = models.CharField(max_length=250)

    class Meta:
        managed = False
        db_table = "collaboration_picture"

    def __str__(self):
        return self.title


class Document(Named):
    title = models.CharField(max_length=250)

    class Meta:
        managed = False
        db_table = "collaboration_document"

    def __str__(self):
        return self.title


class MediaContact(models.Model):
    name = models.CharField(max_length=120)
    phones = models.CharField(max_length=120)
    email = models.EmailField()
    hours = models.CharField(max_length=120)
    out_of_hours = models.CharField(max_length=200)
    as_issued_in = models.PositiveSmallIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "collaboration_mediacontact"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def numbers(self):
        return [(self.phones, "")]

    @property
    def numbers_out_of_hours(self):
        return [(self.out_of_hours, "")]


class PressRelease(Named):
    publisher = models.ForeignKey(Publisher, models.PROTECT)
    reference = models.CharField(max_length=40)
    headline = models.CharField(max_length=200)
    summary = models.TextField()
    body = models.TextField()
    events_on = models.DateField(null=True)
    record_note = models.TextField()
    notes_to_editors = models.TextField()
    topics = models.ManyToManyField(Topic, db_table="collaboration_pressrelease_topics", related_name="releases")
    media_contacts = models.ManyToManyField(MediaContact, db_table="collaboration_pressrelease_media_contacts")
    forces = models.ManyToManyField(Force, db_table="collaboration_pressrelease_forces", related_name="releases")
    units = models.ManyToManyField(Unit, db_table="collaboration_pressrelease_units", related_name="releases")
    agreements = models.ManyToManyField(Agreement, db_table="collaboration_pressrelease_agreements")
    pictures = models.ManyToManyField(Picture, db_table="collaboration_pressrelease_pictures")
    documents = models.ManyToManyField(Document, db_table="collaboration_pressrelease_documents")
    sources = models.ManyToManyField(Source, db_table="collaboration_pressrelease_sources")

    class Meta:
        managed = False
        db_table = "collaboration_pressrelease"
        ordering = ["-publish_at", "-pk"]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("release", args=[self.publisher.slug, self.slug])
