"""What makes a search as quick on a large site: whose a record is as a word of the index, and all that a rank asks of it in another.

On SQLite the table of words is made anew and filled from the records. On PostgreSQL the column of words is written anew,
and there are two for titles and summaries by themselves.
"""

from importlib import import_module

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


def words_of(schema_editor):
    return import_module(f"collaboration.search.{schema_editor.connection.vendor}")


def make(apps, schema_editor):
    for statement in words_of(schema_editor).FASTER:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in words_of(schema_editor).SLOWER:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0007_growth")]

    operations = [
        migrations.RemoveIndex(model_name="searchrecord", name="search_record_scope"),
        migrations.AddField(
            model_name="searchrecord",
            name="place",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(is_shared=True, then=models.Value("\ue001")),
                    default=django.db.models.functions.text.Concat(models.Value("\ue000"), django.db.models.functions.comparison.Cast("publisher_id", models.CharField())),
                ),
                output_field=models.CharField(max_length=30),
            ),
        ),
        migrations.AddIndex(
            model_name="searchrecord",
            index=models.Index(fields=["id", "publish_at", "withdrawn_at", "content_type", "publisher", "is_shared", "kind", "weight", "path"], name="search_record_scope"),
        ),
        migrations.RunPython(make, unmake),
    ]
