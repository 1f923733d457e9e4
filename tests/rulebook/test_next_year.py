"""What two people approve must not break the years after: records, files and forms go on being read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from appraisal.file_kinds import _years_follow
from appraisal.models import Participant, Result
from appraisal.services import cycle_open_from_file, year_score
from ballots.models import BallotLine
from ballots.selectors import BITS
from cadres.models import Cadre
from core.pages import RuleBroken
from matters.models import Mark, Matter
from policy.parameters import ParameterError
from rulebook.models import PolicyDocument, PolicyDraft
from rulebook.selectors import newest_version
from rulebook.services import document_edit, draft_parameters_edit, draft_submit
from tests.policy.builders import defaults, parameters
from tests.support.rules import approved, open_draft, soon, waiting_draft
from tests.support.small_year import CATEGORY, small_year, staff_no

from .test_forms import sent, told

BARS = {"effect": "barred", "years": 1}


def edited(draft: PolicyDraft, **values: Any) -> PolicyDraft:
    return draft_parameters_edit(
        draft=draft, version=draft.version, values=values, section="措施", actor=draft.drafted_by
    )


@pytest.mark.django_db
def test_a_measure_of_the_last_version_is_neither_dropped_nor_renamed() -> None:
    """A sanction that is still stored under the old word would stop the scoring of every later year."""
    measures = defaults()["measures"]
    renamed = {("诫勉谈话" if word == "诫勉" else word): item for word, item in measures.items()}
    with pytest.raises(RuleBroken, match=r"措施“诫勉”可能已有记录.*只扣分"):
        edited(open_draft(), measures=renamed)
    kept = edited(open_draft(), measures=measures | {"诫勉": {"effect": "points", "years": 0}})
    assert kept.parameters["measures"]["诫勉"]["effect"] == "points"


@pytest.mark.django_db
def test_a_draft_of_an_older_version_does_not_drop_what_a_later_one_added() -> None:
    old = newest_version()
    behind = waiting_draft(top_share="15")
    approved(waiting_draft(measures=old.parameters["measures"] | {"停薪": BARS}))
    with pytest.raises(RuleBroken, match="措施“停薪”可能已有记录"):
        approved(behind)
    draft = open_draft(base=old, bottom_share="2")
    with pytest.raises(RuleBroken, match="措施“停薪”可能已有记录"):
        draft_submit(draft=draft, version=draft.version, actor=draft.drafted_by)


@pytest.mark.django_db
def test_the_year_after_is_scored_under_what_was_approved() -> None:
    """Other marks, groups, weights, an own scheme, what is shown to whom: all of it is frozen and used."""
    small_year(10)
    form = sent(
        "marks",
        parameters(),
        mark_1_word="良好",
        mark_4_word="很差",
        mark_4_points="10",
        abstention_2_word="回避",
    )
    assert form.is_valid(), form.errors
    values = form.values()
    more = sent(
        "weights",
        group_0_weight="0",
        group_1_name="",
        group_1_weight="",
        group_2_weight="60",
        group_3_name="学生",
        group_3_weight="40",
    )
    assert more.is_valid(), more.errors
    scheme = {CATEGORY: {"groups": {"staff": "50", "group_1": "50"}, "dimensions": {}, "points": {"A": "95"}}}
    values |= more.values() | {"schemes": scheme, "own_hidden": ["leaders", "group_1"], "figure_doubt": "2"}
    approved(waiting_draft(**values))
    year = soon().year + 1
    actor = User.objects.system()
    cycle = cycle_open_from_file(year=year, actor=actor)
    assert (cycle.parameters["own_hidden"], cycle.parameters["figure_doubt"]) == (["leaders", "group_1"], "2")
    assert [item["name"] for item in cycle.round.paper["groups"]] == ["校领导", "教职工", "学生"]
    assert [item["word"] for item in cycle.round.paper["scale"]][:5] == ["好", "良好", "一般", "差", "很差"]
    listed = Participant.objects.create(cycle=cycle, cadre_id=_cadre(0), category=CATEGORY)
    worst, best = sum(4 << BITS * question for question in range(4)), 0
    BallotLine.objects.bulk_create(
        BallotLine(
            round=cycle.round, cadre_id=listed.cadre_id, paper=f"{group}-{n}", group=group, marks=marks
        )
        for group, marks in ((1, best), (2, worst))
        for n in range(6)
    )
    year_score(cycle_pk=cycle.pk, actor=actor)
    assert str(Result.objects.get(cycle=cycle).total) == "52.50"  # half of 95 and half of 10


def _cadre(i: int) -> int:
    return Cadre.objects.get(staff_no=staff_no(i)).pk


@pytest.mark.django_db
def test_a_sanction_that_an_open_year_cannot_read_is_refused() -> None:
    small_year(3)
    mark = {"cadre_id": _cadre(0), "decided_on": date(2025, 5, 1), "is_sanction": True}
    matter = Matter.objects.create(number="处分-1")
    Mark.objects.create(matter=matter, measure="诫勉", **mark)
    _years_follow(User.objects.system())
    Mark.objects.create(matter=matter, measure="停薪", **mark)
    with pytest.raises(RuleBroken, match="2025 年度冻结的参数（第 1 版）没有措施“停薪”"):
        _years_follow(User.objects.system())


@pytest.mark.django_db
def test_the_basis_of_a_waiting_draft_is_not_rewritten_under_the_approver() -> None:
    draft = waiting_draft()
    other = PolicyDocument.objects.create(title="新办法")
    PolicyDraft.objects.filter(pk=draft.pk).update(document=other)
    values = {"title": "别的办法", "number": "校发〔2026〕1号", "issued_on": None}
    with pytest.raises(RuleBroken, match="已批准或待批准的参数"):
        document_edit(document=other, version=1, values=values, actor=draft.drafted_by)
    filled = document_edit(
        document=other, version=1, values=values | {"title": "新办法"}, actor=draft.drafted_by
    )
    assert filled.number == "校发〔2026〕1号"


@pytest.mark.parametrize(
    ("slug", "changes", "said"),
    [
        ("marks", {"mark_4_word": "较 好", "mark_4_points": "80"}, "“较 好”与第 2 行重复"),
        ("marks", {"abstention_2_word": "较　好"}, "已是计入均分的档次"),
        ("marks", {"mark_4_word": "\u200b", "mark_4_points": "80"}, "请填写新增第 1 行的档次"),
        ("weights", {"component_0_weight": "100"}, "给民主测评留出权重"),
        ("weights", {"dimension_0_name": "票 号"}, "是民主测评票文件里另一列的名称"),
        ("measures", {"measure_0_name": "长" * 31}, "30"),
        ("findings", {"finding_5_name": "长" * 13}, "12"),
        ("categories", {"kind_0_name": "长" * 29, "merge_members": "二级学院"}, "超过 30 个字"),
        ("categories", {"merge_name": "机关部门"}, "“机关部门正职”重复"),
    ],
)
def test_what_would_break_the_next_import_is_refused(slug: str, changes: dict[str, str], said: str) -> None:
    form = sent(slug, **changes)
    assert not form.is_valid()
    assert any(said in one for one in told(form)), told(form)


def test_a_new_mark_and_a_new_abstention_at_once_get_codes_of_their_own() -> None:
    form = sent("marks", mark_4_word="很差", mark_4_points="20", abstention_2_word="回避")
    assert form.is_valid(), form.errors
    codes = [row["code"] for key in ("marks", "abstentions") for row in form.values()[key]]
    assert len(codes) == len(set(codes))


def test_categories_of_one_name_are_refused_in_a_version_too() -> None:
    with pytest.raises(ParameterError, match="重复"):
        parameters(merge_suffix="正职")
