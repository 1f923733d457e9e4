"""The regulation and the first version of its parameters, from the data file delivered with the product."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import migrations

DEFAULTS = Path(__file__).parent.parent / "defaults" / "appraisal-2021.json"
ISSUED = date(2021, 6, 9)
TITLE = "进一步激励干部新时代新担当新作为的实施办法"


def add(apps, schema_editor):
    document = apps.get_model("rulebook", "PolicyDocument").objects.create(title=TITLE, issued_on=ISSUED)
    apps.get_model("rulebook", "PolicyVersion").objects.create(
        document=document,
        number=1,
        parameters=json.loads(DEFAULTS.read_text(encoding="utf-8")),
        effective_from=ISSUED,
        approved_at=datetime(2021, 6, 9, tzinfo=ZoneInfo("Asia/Shanghai")),
    )


class Migration(migrations.Migration):
    # Going back drops the tables two steps earlier; the row itself may not be deleted.
    dependencies = [("rulebook", "0002_append_only")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
