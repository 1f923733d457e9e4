"""What happened to a tolerance case is never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("tolerance", "0001_tolerance")]

    operations = [AppendOnly("tolerance_toleranceevent")]
