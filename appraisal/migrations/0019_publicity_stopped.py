"""Grades whose publicity was stopped before this was known: published again, or held for the committee."""

from typing import Any

from django.db import migrations

LIST = {"kind": "appraisal.grades", "subject_kind": "appraisal.cycle"}
OFF = {"upheld": "异议成立，不再继续", "withdrawn": "撤下"}


def stop(apps: Any, schema_editor: Any) -> None:
    """Cycles that are public by now only in name, and people who are off a list that goes on."""
    publicity = apps.get_model("decisions", "Publicity").objects.filter(**LIST).exclude(state="withdrawn")
    gradings = apps.get_model("appraisal", "Grading").objects.filter(decided__in=("优秀", "合格"), held="")
    cycles = apps.get_model("appraisal", "Cycle").objects.filter(state="publicity")
    for cycle in cycles:
        lists = publicity.filter(subject_id=cycle.pk)
        if not lists.exists():
            cycles.filter(pk=cycle.pk).update(state="decided")
        for state, words in OFF.items():
            people = lists.filter(people__state=state).values("people__cadre")
            mine = gradings.filter(participant__cycle=cycle.pk, participant__cadre__in=people)
            mine.update(held=f"公示中{words}")


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0018_grading_held"),
        ("decisions", "0002_guards"),
    ]

    operations = [migrations.RunPython(stop, migrations.RunPython.noop)]
