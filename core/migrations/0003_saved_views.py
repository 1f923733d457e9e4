"""Views of a list that a user keeps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list_name", models.CharField(max_length=40, verbose_name="列表")),
                ("name", models.CharField(max_length=30, verbose_name="视图名称")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="查询串")),
                ("is_default", models.BooleanField(default=False, verbose_name="默认视图")),
                (
                    "created_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="保存时间"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "列表视图",
                "verbose_name_plural": "列表视图",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "list_name", "name"),
                        name="saved_view_one_name",
                        violation_error_message="您已有同名的视图，请换一个名称。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("user", "list_name"),
                        name="saved_view_one_default",
                        violation_error_message="每个列表只能有一个默认视图。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="saved_view_has_name"
                    ),
                ],
            },
        ),
    ]
