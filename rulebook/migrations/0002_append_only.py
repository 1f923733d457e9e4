"""Approved parameter versions can be added, never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_rulebook")]
    operations = [AppendOnly("rulebook_policyversion")]
