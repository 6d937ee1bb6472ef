"""What a thing's own fields hold, as plain values that JSON can keep, and back again.

Many-to-many choices are kept as sorted numbers, a file by the name it is stored under, a date as text.
"""

from django.core.exceptions import FieldDoesNotExist
from django.db import models

PLAIN = (bool, int, str, type(None))


def drafted(model: type[models.Model]) -> list[models.Field]:
    """The fields a revision of this model keeps, in their order."""
    return [model._meta.get_field(name) for name in model.drafted_fields]


def snapshot(thing: models.Model) -> dict:
    """What the row of a thing holds now."""
    return {field.name: kept(field, field.value_from_object(thing)) for field in drafted(type(thing))}


def kept(field: models.Field, value):
    """One value as JSON keeps it."""
    if field.many_to_many:
        return sorted(getattr(one, "pk", one) for one in value)
    if field.many_to_one:
        return getattr(value, "pk", value)
    if isinstance(field, models.FileField):
        return value.name if value else ""
    return value if isinstance(value, PLAIN) else field.value_to_string(Holding(field, value))


class Holding:
    """Stands in for an object that holds one value, as `value_to_string` wants one."""

    def __init__(self, field: models.Field, value):
        setattr(self, field.attname, value)


def put(thing: models.Model, fields: dict) -> None:
    """Give an object in hand the plain values of a snapshot; its many-to-many choices are not touched."""
    for name, value in fields.items():
        field = field_named(type(thing), name)
        if field is not None and not field.many_to_many:
            setattr(thing, field.attname, field.to_python(value) if value is not None else None)


def choices(model: type[models.Model], fields: dict) -> dict[str, list]:
    """The objects a snapshot has chosen, by field; what has been deleted since is left out."""
    found = {}
    for name, numbers in fields.items():
        field = field_named(model, name)
        if field is not None and field.many_to_many:
            found[name] = list(field.remote_field.model._default_manager.filter(pk__in=numbers))
    return found


def field_named(model: type[models.Model], name: str) -> models.Field | None:
    """The field, or None where the model has lost it since the snapshot was taken."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
