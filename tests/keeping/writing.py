"""A process that goes on writing: `python -m tests.keeping.writing FOLDER` stores file after file, and a row for each, until FOLDER/stop is there."""

import sys
from datetime import date
from pathlib import Path

SHARED = b"a,b\n1,2\n"


def furnish_drill() -> None:
    """A release under embargo with a document and a picture, and a public one with another document and picture."""
    from django.core.files.base import ContentFile

    from collaboration.agreements.models import Document
    from tests.making import hours, picture, publisher, release, timezone

    for slug, at in (("hidden", timezone.now() + hours(48)), ("open", timezone.now() - hours(1))):
        one = release(f"drill-{slug}", headline=f"The drill, {slug}", body="<p>A drill about zircon.</p>", publish_at=at)
        document = Document(publisher=publisher(), slug=f"drill-{slug}", title=f"Drill, {slug}", kind="other", dated=date(2026, 1, 1), publish_at=at)
        document.file.save("drill.csv", ContentFile(SHARED), save=True)
        one.documents.add(document)
        one.pictures.add(picture(f"drill-{slug}", title=f"Drill, {slug}", publish_at=at))


def write_on(folder: Path) -> None:
    from django.core.files.base import ContentFile
    from django.db import transaction

    from collaboration.agreements.models import Document
    from tests.making import publisher, timezone

    office, number = publisher(), 0
    while not (folder / "stop").exists():
        number += 1
        one = Document(publisher=office, slug=f"written-{number}", title=f"Written {number}", kind="other", dated=date(2026, 1, 1), publish_at=timezone.now())
        # Judging a file takes long; what is tried here is the storing of file and row.
        one.file.name = one.file.storage.save(f"documents/written/{number}.csv", ContentFile(SHARED))
        one.file_kind, one.size = "csv", len(SHARED)
        with transaction.atomic():
            one.save()
        (folder / "written").write_text(str(number))


if __name__ == "__main__":
    import django

    django.setup()
    write_on(Path(sys.argv[1]))
