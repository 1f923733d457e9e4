"""What was recorded of investigations is never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_investigations")]

    operations = [
        AppendOnly("matters_investigationevent"),
    ]
