from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0005_search_postgresql")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["published_at"], name="revision_comes_out"),
        ),
        migrations.AddIndex(
            model_name="searchrecord",
            index=models.Index(fields=["publish_at"], name="search_record_comes_out"),
        ),
        migrations.AddIndex(
            model_name="searchrecord",
            index=models.Index(condition=models.Q(("withdrawn_at__isnull", False)), fields=["withdrawn_at"], name="search_record_taken_back"),
        ),
    ]
