"""What happened to a draft is never changed; versions stay append-only after their table got columns."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0004_drafts")]
    operations = [AppendOnly("rulebook_policyversion"), AppendOnly("rulebook_policydraftevent")]
