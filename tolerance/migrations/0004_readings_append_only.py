"""Who read a case file is never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("tolerance", "0003_named_officers")]

    operations = [AppendOnly("tolerance_reading")]
