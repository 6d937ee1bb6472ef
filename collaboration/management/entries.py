"""Entries of content as files have them, for the commands that read them: what an entry is called, and what is wrong with one."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

NAMING = ("key", "slug", "path", "label", "title", "headline", "name")


def refuse_unless_entry(entry) -> None:
    """Raise ValueError for anything that is not an entry."""
    if not isinstance(entry, dict) or "model" not in entry or not isinstance(entry.get("fields"), dict):
        raise ValueError("an entry needs a “model” and its “fields”.")


def label(entry) -> str:
    """The words by which a person finds an entry in its file."""
    fields = entry.get("fields") if isinstance(entry, dict) else None
    if not isinstance(fields, dict):
        return "not an entry"
    name = next((str(fields[field]) for field in NAMING if fields.get(field)), "without a name")
    return f"{entry.get('model', 'no model')}: {name}"


def reason(error: Exception) -> str:
    """One sentence of what is wrong."""
    if isinstance(error, ValidationError):
        if hasattr(error, "message_dict"):
            told = error.message_dict
            return " ".join(f"{'' if field == NON_FIELD_ERRORS else f'{field}: '}{' '.join(messages)}" for field, messages in told.items())
        return " ".join(error.messages)
    return one_line(error)


def one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
