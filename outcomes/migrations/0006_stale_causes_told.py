"""What overtook the results recorded so far: a relief in every case."""

from django.db import migrations
from django.db.migrations.exceptions import IrreversibleError


def tell(apps, schema_editor):
    for case in apps.get_model("outcomes", "StaleResult").objects.select_related("relief"):
        case.matter_id, case.cause, case.source = case.relief.matter_id, case.relief.kind, case.relief.source
        case.save(update_fields=["matter", "cause", "source"])


def refuse(apps, schema_editor):
    """Earlier versions know reliefs alone: a case that something else led to has no place in them."""
    others = apps.get_model("outcomes", "StaleResult").objects.filter(relief__isnull=True).count()
    if others:
        raise IrreversibleError(
            f"有 {others} 件待修订结果由撤销、更正或替代记录引起，旧版本的数据库放不下，也不应删除。"
            "请保留现在的版本；确需退回的，从升级前的备份恢复。"
        )


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0005_stale_causes")]
    operations = [migrations.RunPython(tell, refuse)]
