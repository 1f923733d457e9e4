"""Copies of the calendar's days are never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_published_holidays")]
    operations = [AppendOnly("notices_historicalworkday")]
