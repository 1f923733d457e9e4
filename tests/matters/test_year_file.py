"""A year's file that names a matter on which its cadre has been exempted since (第十四条)."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.imports import WARNING
from core.models import ImportBatch
from matters.imports import MatterForm
from matters.models import Mark, Matter, Relief, StagedMatter
from matters.services import relief_record
from rulebook.selectors import parameters_of, version_on
from tests.support.register import cadre

pytestmark = pytest.mark.django_db
YEAR = 2026
DAY = date(2026, 3, 10)


def test_a_new_row_on_an_excused_matter_is_said_to_count_nowhere() -> None:
    actor = User.objects.create_user(staff_no="90101", name="周敏")
    one, other = cadre("1001"), cadre("1002", "李华")
    matter = Matter.objects.create(number="SX1", title="采购论证不充分")
    Mark.objects.create(matter=matter, cadre=one, measure="黄牌", decided_on=DAY, points=2, file_year=YEAR)
    relief_record(matter=matter, cadre=one, kind=Relief.Kind.EXEMPT, source="党委会", actor=actor)
    batch = ImportBatch.objects.create(
        kind="matters", file_name="扣分与认定.csv", created_by=actor, created_at=clock.now()
    )
    rows = (
        ("SX1", one, "黄牌", ""),  # stored with the year's file before
        ("SX1", one, "通报批评", ""),
        ("SX1", one, "提醒", "免除责任"),
        ("SX1", other, "通报批评", ""),
        ("SX2", one, "通报批评", ""),
    )
    for row, (number, who, measure, finding) in enumerate(rows, start=2):
        StagedMatter.objects.create(
            batch=batch,
            row=row,
            number=number,
            staff_no=who.staff_no,
            measure=measure,
            decided_on=DAY,
            finding=finding,
        )
    form = MatterForm(parameters_of(version_on(DAY)), Cadre.objects.all, year=YEAR)
    said = [(one.row, one.severity) for one in form.judge(batch) if "已认定免除责任" in one.message]
    assert said == [(3, WARNING)]
