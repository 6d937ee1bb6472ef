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
    ]
