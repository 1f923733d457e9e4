"""What stood in the register before its history began: kinds of appointments, how names are typed, first copies."""

from django.db import migrations

from core.changes import history_catch_up
from core.pinyin import pinyin_of

REASON = "启用变更记录"
KEPT = ("Absence", "Appointment", "Cadre", "Post", "Term")


def fill(apps, schema_editor):
    apps.get_model("cadres", "Appointment").objects.filter(is_primary=False).update(kind="concurrent")
    Cadre = apps.get_model("cadres", "Cadre")
    Cadre.objects.filter(status="left", left_reason="").update(left_reason="unlisted")
    named = list(Cadre.objects.filter(pinyin="").defer("identity_no", "phone"))
    for cadre in named:
        cadre.pinyin, cadre.initials = pinyin_of(cadre.name)
    Cadre.objects.bulk_update(named, ["pinyin", "initials"], batch_size=500)
    for name in KEPT:
        model, copies = apps.get_model("cadres", name), apps.get_model("cadres", f"Historical{name}")
        history_catch_up(model, history=copies, actor=None, reason=REASON)


def empty(apps, schema_editor):
    apps.get_model("cadres", "Appointment").objects.exclude(kind="primary").update(is_primary=False)
    for name in KEPT:
        apps.get_model("cadres", f"Historical{name}").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cadres", "0003_register")]
    operations = [migrations.RunPython(fill, empty)]
