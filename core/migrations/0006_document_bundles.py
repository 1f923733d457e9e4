"""Documents made by a job and kept for who asked for them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_job_request_id"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentBundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="种类")),
                ("arguments", models.JSONField(default=dict, verbose_name="参数")),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="用途")),
                (
                    "requested_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="申请时间"),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="保留至")),
                ("documents", models.PositiveIntegerField(default=0, verbose_name="文书份数")),
                (
                    "file",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="文件",
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="document_bundle",
                        to="core.job",
                        verbose_name="后台任务",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
            ],
            options={
                "verbose_name": "文书压缩包",
                "verbose_name_plural": "文书压缩包",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="bundle_has_names",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("requested_at"))),
                        name="bundle_expires_after_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("file__isnull", False), ("documents", 0), _connector="OR"),
                        name="bundle_counts_what_it_holds",
                    ),
                ],
            },
        ),
    ]
