"""What is counted and sorted over a whole year is in one index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0012_plan_and_grades")]

    operations = [
        migrations.RemoveIndex(model_name="result", name="result_cycle_order"),
        migrations.AddIndex(
            model_name="result",
            index=models.Index(
                fields=["cycle", "position", "rank", "id", "suggestion", "category", "total"],
                name="result_cycle_order",
            ),
        ),
    ]
