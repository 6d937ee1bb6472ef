"""Where a search looks: what is public at a moment, on a site or everywhere, of a kind, a publisher or a year."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from collaboration.publishers.models import Publisher


@dataclass(frozen=True)
class Scope:
    """The records that count. The embargo is held here, in the question to the database, before anything is counted or ranked.

    `publisher` narrows to what its site covers; None is everywhere. Standing pages, such as the contact
    form, are found on the site that is asked alone: eleven of each would bury what is looked for.
    """

    at: datetime
    publisher: Publisher | None = None
    here: Publisher | None = None
    kind: str = ""
    by: int | None = None
    year: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether a kind, a publisher or a year was chosen."""
        return bool(self.kind or self.by or self.year)

    def condition(self) -> tuple[str, list]:
        """The condition on `record` as SQL, and its values."""
        clauses, values = ["record.publish_at <= %s", "(record.withdrawn_at IS NULL OR record.withdrawn_at > %s)"], [stored(self.at)] * 2
        asked = self.here or self.publisher
        clauses.append("(record.content_type_id IS NOT NULL OR record.publisher_id = %s)" if asked else "record.content_type_id IS NOT NULL")
        values += [asked.pk] if asked else []
        if self.publisher:
            clauses.append("(record.publisher_id = %s OR record.is_shared)")
            values.append(self.publisher.pk)
        if self.kind:
            clauses.append("record.kind = %s")
            values.append(self.kind)
        if self.by:
            clauses.append("record.publisher_id = %s")
            values.append(self.by)
        if self.year:
            clauses.append("record.publish_at >= %s AND record.publish_at < %s AND record.content_type_id IS NOT NULL")
            values += [stored(beginning(self.year)), stored(beginning(self.year + 1))]
        return " AND ".join(clauses), values


def beginning(year: int) -> datetime:
    """The first moment of a year, by our clocks."""
    return timezone.make_aware(datetime(year, 1, 1))


def stored(moment: datetime):
    """A moment as this database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)
