"""What people brought before there was a scanner is looked at when it is next asked for."""

from django.db import migrations

BROUGHT = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


def mark_waiting(apps, schema_editor):
    apps.get_model("core", "StoredFile").objects.filter(media_type__in=BROUGHT).update(screening="waiting")


class Migration(migrations.Migration):
    dependencies = [("core", "0007_file_screening")]

    operations = [migrations.RunPython(mark_waiting, migrations.RunPython.noop)]
