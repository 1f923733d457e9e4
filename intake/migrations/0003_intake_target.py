"""A file says which appraisal of its year it is for; blank is the annual one, as every file so far."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="target",
            field=models.SlugField(blank=True, default="", max_length=20, verbose_name="所属考核"),
        ),
    ]
