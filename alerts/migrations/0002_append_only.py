"""What happened to cards is never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_cards")]

    operations = [AppendOnly("alerts_cardevent")]
