"""Which of the five forces take part, read together with the record itself.

A list of forty agreements with their parties would otherwise need a second query; here the parties
come as one more column, `force_slugs`, in the same one.
"""

from django.db.models import Aggregate, CharField


class Together(Aggregate):
    """The values of a group, joined by commas."""

    function = "GROUP_CONCAT"
    name = "Together"
    output_field = CharField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **context)


class WithForces:
    """For a queryset of records with a many-to-many of forces, named by `forces_field`."""

    forces_field: str

    def with_forces(self):
        """Adds `force_slugs`, the slugs of the forces taking part, joined by commas (None for none).

        Django leaves a model's own order out of queries that group, so it is asked for here by name.
        """
        found = self.annotate(force_slugs=Together(f"{self.forces_field}__slug"))
        return found.order_by(*self.model._meta.ordering) if found.query.default_ordering and not found.query.order_by else found

    def between(self, *forces):
        """Those in which every one of these forces takes part."""
        found = self
        for force in forces:
            found = found.filter(pk__in=self.model.objects.filter(**{self.forces_field: force}).values("pk"))
        return found
