"""What leaves as a workbook stays text: a cell that starts with = computes nothing, in LibreOffice either."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from intake import registry
from launch import tools
from tests.support import own_files
from tests.support.importing import staged
from tests.support.people import user_with

pytestmark = [pytest.mark.django_db, pytest.mark.office]
TRICKS = [own_files.FORMULA, "=1+1", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1:A9)", "＝1+1"]


def shown_by_office(path: Path, folder: Path) -> list[list[str]]:
    """The first sheet as LibreOffice shows it, formulas computed."""
    done = subprocess.run(
        [
            str(tools.office()),
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,1",
            "--outdir",
            str(folder / "out"),
            str(path),
        ],
        capture_output=True,
        timeout=180,
        check=False,
    )
    made = list((folder / "out").glob("*.csv"))
    assert len(made) == 1, done.stderr.decode(errors="replace")
    with made[0].open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_problem_rows_hold_no_formula(client: Client, tmp_path: Path) -> None:
    client.force_login(user_with(Role.ORG_OFFICER))
    rows = [*own_files.good_rows(), *own_files.wrong_rows()]
    for trick, wrong in zip(TRICKS, own_files.wrong_rows() * 3, strict=False):
        rows.append([*wrong[:1], wrong[1], *wrong[2:-1], trick])
    for place, row in enumerate(rows[15:]):
        row[0], row[8] = f"79{place:03}", row[8][:-1] + "？"  # every one of these is a bad row
    intake = staged(client, own_files.write_own(tmp_path / "花名册.xlsx", rows))
    path = tmp_path / "问题行.xlsx"
    path.write_bytes(client.get(reverse("import_errors", args=[intake.pk])).getvalue())
    cells = {cell for row in shown_by_office(path, tmp_path) for cell in row}
    assert set(TRICKS) <= cells
    assert not {"点我", "2", "1"} & cells  # what the formulas would have shown


@pytest.mark.parametrize(
    "kind",
    ["roster", "participants", "ballots", "matters", "earlier_years", "sanctions", "unit_results"],
)
def test_a_blank_template_opens_with_the_headers_it_is_read_by(
    client: Client, tmp_path: Path, kind: str
) -> None:
    client.force_login(user_with(Role.ORG_OFFICER))
    path = tmp_path / "空白.xlsx"
    path.write_bytes(client.get(reverse("import_blank", args=[kind])).getvalue())
    cells = {cell for row in shown_by_office(path, tmp_path) for cell in row}
    assert set(registry.kind_of(kind).form(2025).needed) <= {*cells, *_two_tiers(cells)}


def _two_tiers(cells: set[str]) -> set[str]:
    return {f"{top}/{sub}" for top in cells for sub in cells}
