"""How far whoever sends on a channel has come: one row per channel (docs/decisions/0016)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_urges_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("in_app", "站内"), ("mail", "邮件"), ("robot", "群机器人")],
                        max_length=8,
                        unique=True,
                        verbose_name="渠道",
                    ),
                ),
                ("claimed_by", models.UUIDField(editable=False)),
                ("reached", models.PositiveBigIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "发送进度",
                "verbose_name_plural": "发送进度",
            },
        ),
    ]
