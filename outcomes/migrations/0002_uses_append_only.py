"""What happened to candidates, judgements and talks is never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_uses")]

    operations = [
        AppendOnly("outcomes_commendationevent"),
        AppendOnly("outcomes_bottomevent"),
        AppendOnly("outcomes_talkevent"),
    ]
