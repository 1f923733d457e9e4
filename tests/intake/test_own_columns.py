"""Own files that say less, or say it twice: what they leave out stays, and words are always asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from cadres.models import Appointment, Cadre, Term
from intake import selectors
from intake.models import ChangeKind, Intake, IntakeState
from intake.suggestions import header_for, word_for
from tests.support import importing, own_files, tiny
from tests.support import intakes as i
from tests.support.importing import newest, upload
from tests.support.people import user_with
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db
NEEDED = ("工号", "姓名", "所在单位", "单位类别", "现任职务", "正副职")


def facts() -> dict[str, dict[str, object]]:
    """Everything about everybody, numbers opened, and their present posts with terms."""
    people = {row["staff_no"]: row for row in Cadre.objects.values() if row.pop("id")}
    for post in Appointment.objects.filter(ended_on="").values(
        "cadre__staff_no", "admin_level", "in_post_since", "in_rank_since", "supervising_leader"
    ):
        people[str(post.pop("cadre__staff_no"))] |= post
    for term in Term.objects.values("appointment__cadre__staff_no", "starts", "ends"):
        people[str(term.pop("appointment__cadre__staff_no"))] |= term
    return people


def short(folder: Path, *, moved: str = "", name: str = "简表.csv") -> Path:
    """The tiny roster with nothing but what must be there; moved: who has another post in it."""
    header, *rows = tiny.rows_of("roster")
    at = [list(header).index(column) for column in NEEDED]
    kept = [[row[place] for place in at] for row in rows]
    for row in kept:
        if row[0] == moved:
            row[4] = "另一职务"
    return write_csv(folder / name, [NEEDED, *kept])


def test_columns_that_a_file_does_not_have_stay_as_they_are(tmp_path: Path) -> None:
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    before = facts()
    staff_no = next(key for key, row in before.items() if row["identity_no"] and row["in_post_since"])
    intake = i.mapped(i.uploaded(short(tmp_path), "roster"))
    assert intake.counts["changed"] == 0 and intake.counts["unchanged"] == len(before)
    assert facts() == before

    intake = i.mapped(i.uploaded(short(tmp_path, moved=staff_no, name="调任.csv"), "roster"))
    (change,) = selectors.changes(intake, ChangeKind.CHANGED)
    assert change.key.startswith(staff_no)
    Cadre.objects.filter(staff_no=staff_no).update(native_place="预览后改的籍贯")
    intake = i.confirmed(intake)
    assert intake.state == IntakeState.APPLIED, "what the file does not speak of may change meanwhile"
    after = facts()[staff_no]
    assert after["native_place"] == "预览后改的籍贯"
    for kept in ("identity_no", "phone", "born", "joined_party", "full_time_school"):
        assert after[kept] == before[staff_no][kept], kept
    assert after["in_post_since"] == "", "the date of the old post is not that of the new one"


def test_an_empty_cell_of_a_column_that_is_there_clears(tmp_path: Path) -> None:
    i.applied(i.tiny_file(tmp_path, "roster"), "roster")
    header, *rows = [list(row) for row in tiny.rows_of("roster")]
    rows[0][header.index("出生年月")] = ""
    i.confirmed(i.mapped(i.uploaded(write_csv(tmp_path / "清空.csv", [header, *rows]), "roster")))
    assert Cadre.objects.get(staff_no=rows[0][header.index("工号")]).born == ""


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def test_two_columns_of_one_name_that_are_ignored_do_not_hide_the_words(
    officer: Client, tmp_path: Path
) -> None:
    header = (*own_files.HEADER, "办公室门牌")
    rows = [[*row, "另一间"] for row in own_files.good_rows()]
    upload(officer, own_files.write_own(tmp_path / "花名册.xlsx", rows, header))
    url = reverse("import_columns", args=[newest().pk])
    late = officer.post(url, importing.columns_posted(officer.get(url), **own_files.COLUMNS))
    assert late.status_code == 200
    assert {"正处", "副处"} <= {item.word for group in late.context["form"].words for item in group.words}


def test_a_template_remembers_words_also_beside_ignored_columns(officer: Client, tmp_path: Path) -> None:
    rows = [
        [{"正处": "甲等岗", "副处": "乙等岗"}.get(cell, cell) for cell in row]
        for row in own_files.good_rows()
    ]
    path = own_files.write_own(tmp_path / "花名册.xlsx", rows)
    intake = i.uploaded(path, "roster")
    columns = {heading: own_files.COLUMNS.get(heading, "") for heading in own_files.HEADER}
    words = {
        "正副职": {"甲等岗": "正职", "乙等岗": "副职"},
        "单位类别": own_files.WORDS["部门性质"],
    }
    i.mapped(intake, columns=columns, words=words, remember_as="本校花名册")
    again: Intake = i.uploaded(path, "roster")
    found = {group.header: group for group in selectors.own_words(again, columns)}
    assert {item.word: item.suggested for item in found["正副职"].words} == {
        "甲等岗": "正职",
        "乙等岗": "副职",
    }


@pytest.mark.parametrize(
    ("theirs", "allowed"),
    [
        ("不免除责任", ("免除责任", "减轻", "澄清", "不予容错")),
        ("不是", ("是", "否")),
        ("非机关部门", ("机关部门", "二级学院", "直属单位")),
        ("解除警告", ("警告", "记过")),
    ],
)
def test_a_word_is_never_suggested_for_its_opposite(theirs: str, allowed: tuple[str, ...]) -> None:
    assert word_for(theirs, allowed) == ""


def test_a_longer_word_of_the_same_sense_is_suggested() -> None:
    assert word_for("机关部门（党群）", ("机关部门", "二级学院", "直属单位")) == "机关部门"
    assert word_for("不予容错处理", ("免除责任", "不予容错")) == "不予容错"


def test_what_a_sanction_is_called_elsewhere_is_known() -> None:
    assert header_for("处分种类", ("工号", "处分", "决定日期")) == "处分"
