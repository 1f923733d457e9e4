"""Workbooks of pages that had none: the heat map, and the key tasks of a cycle."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from evidence import services
from evidence.selectors import profiles
from evidence.selectors.profiles import dimension_names, unit_profiles
from evidence.tables.panel import heat_of
from tests.support.planned import YEAR, Story

pytestmark = pytest.mark.django_db


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_the_heat_map_is_exported_as_it_is_printed(client: Client) -> None:
    from appraisal.selectors import parameters_of, sight_of  # noqa: PLC0415

    profiles._computed.cache_clear()
    story = Story(4).until("panel")
    client.force_login(story.officer)
    url = reverse("year_units_export", args=[YEAR])
    assert url in client.get(reverse("year_units", args=[YEAR])).content.decode()
    rows = rows_of(client.get(url).getvalue())
    cycle = story.cycle
    units = unit_profiles(cycle, sight_of(story.officer, cycle))
    chart = heat_of(cycle, units, dimension_names(parameters_of(cycle)))
    assert [tuple(map(str, row)) for row in rows[-len(chart.rows) :]] == [tuple(row) for row in chart.rows]
    assert rows[-len(chart.rows) - 1] == tuple(head.label for head in chart.columns)


def test_the_tasks_of_a_cycle_are_exported_and_before_the_count_there_is_no_heat_map(client: Client) -> None:
    story = Story(2).until("interview")
    services.key_task_register(
        number="ZD2026-01",
        title="新校区实验楼搬迁",
        unit=story.unit,
        cadres=story.cadres[:1],
        due_on=date(YEAR, 12, 20),
        required="全部实验室搬迁并启用。",
        actor=story.officer,
    )
    client.force_login(story.officer)
    url = reverse("year_tasks_export", args=[YEAR])
    assert url in client.get(reverse("year_tasks", args=[YEAR])).content.decode()
    (row,) = [row for row in rows_of(client.get(url).getvalue()) if row[0] == "ZD2026-01"]
    assert row[1:4] == ("新校区实验楼搬迁", "教务处", "乙0")
    assert client.get(reverse("year_units_export", args=[YEAR])).status_code == 409
