"""What overtook the results recorded so far: a relief in every case."""

from django.db import migrations


def tell(apps, schema_editor):
    for case in apps.get_model("outcomes", "StaleResult").objects.select_related("relief"):
        case.matter_id, case.cause, case.source = case.relief.matter_id, case.relief.kind, case.relief.source
        case.save(update_fields=["matter", "cause", "source"])


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0005_stale_causes")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
