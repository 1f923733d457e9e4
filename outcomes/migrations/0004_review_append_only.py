"""What happened to notices, reviews and stale results is never changed, and no revision is."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0003_review")]

    operations = [
        AppendOnly("outcomes_feedbackevent"),
        AppendOnly("outcomes_reviewevent"),
        AppendOnly("outcomes_staleevent"),
        AppendOnly("outcomes_revision"),
    ]
