"""Ballots of a 科级 cycle come in by file, land in its round, and are taken back; the annual one stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal import selectors
from appraisal.models import Cycle, Participant
from appraisal.services import (
    cycle_open_from_file,
    cycle_step,
    participants_generate,
    plan_draft,
    year_import_stage,
    year_score,
)
from appraisal.services.files import CycleClosed
from appraisal.services.plans import plan_approve
from ballots.models import BallotLine, Round
from cadres.models import Cadre
from core.models import Job
from core.pages import RuleBroken
from intake import registry
from intake import selectors as intakes
from intake.models import Intake
from tests.support import intakes as engine
from tests.support.importing import confirm, mapped, newest, run, upload, words
from tests.support.people import user_with
from tests.support.planned import DAYS, YEAR, Story
from tests.support.scoring import two_officers
from tests.support.tiny import BALLOTS, MATTERS
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db
CODE = f"{YEAR}-section"
MARKS = ["好", "好", "较好", "一般"]


def papers(folder: Path, people: list[Cadre], *, copies: int = 2, mark: str = "好", name: str = "票") -> Path:
    rows = [
        [f"{group}{paper}", group, cadre.staff_no, mark, *MARKS[1:]]
        for group in ("校领导", "中层干部", "教职工")
        for paper in range(copies)
        for cadre in people
    ]
    return write_csv(folder / f"{name}.csv", [list(BALLOTS), *rows])


@pytest.fixture
def story() -> Story:
    """A 科级 cycle whose vote has begun, beside a file year of the same year with one participant."""
    story = Story(3, level="section").until("voting")
    annual = cycle_open_from_file(year=YEAR, actor=User.objects.system())
    head = Cadre.objects.create(staff_no="39001", name="丙一", born="1975-03", started_work="1998-07")
    Participant.objects.create(cycle=annual, cadre=head, category="机关部门正职")
    return story


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def annual() -> Cycle:
    return Cycle.objects.annual(YEAR).select_related("round").get()


def lines(cycle: Cycle) -> int:
    return BallotLine.objects.filter(round=cycle.round).count()


def taken_in(officer: Client, path: Path, **data: str) -> Intake:
    response = upload(officer, path, "ballots", year=str(YEAR), **data)
    assert response.status_code == 303, words(response)
    mapped(officer, newest(), **{header: header for header in BALLOTS})
    run(newest())
    confirm(officer, newest())
    return run(newest())


def test_through_the_pages_into_its_own_round_and_back(officer: Client, story: Story, tmp_path: Path) -> None:
    page = officer.get(reverse("import_upload", args=["ballots"]))
    assert "所属考核" in words(page) and f"{YEAR} 年度科级干部考核" in words(page)
    for other in ("participants", "matters", "roster"):
        html = officer.get(reverse("import_upload", args=[other])).content.decode()
        assert 'name="target"' not in html, other
    first = taken_in(officer, papers(tmp_path, story.cadres), target=CODE)
    assert first.state == Intake.State.APPLIED and first.target == CODE, first.failure
    assert (lines(story.cycle), lines(annual())) == (18, 0)
    assert story.cycle.round.papers_counted == {"0": [2, 2], "1": [2, 2], "2": [2, 2]}
    said = words(officer.get(reverse("import_page", args=[first.pk])))
    assert f"导入民主测评票（{YEAR} 年度科级干部）" in said
    assert f"民主测评票，{YEAR} 年度科级干部" in words(officer.get(reverse("imports")))
    # Papers of the annual one come later and stand in no one's way.
    head = Cadre.objects.get(staff_no="39001")
    whole = taken_in(officer, papers(tmp_path, [head], name="年度票"), target="")
    assert whole.state == Intake.State.APPLIED and whole.target == "", whole.failure
    assert (lines(story.cycle), lines(annual())) == (18, 6)
    assert intakes.undo_reasons(first) == [] and intakes.undo_reasons(whole) == []
    # Read again: a new round for this cycle alone, with the ways of the old one.
    second = taken_in(officer, papers(tmp_path, story.cadres, copies=3, name="再读"), target=CODE)
    assert (lines(story.cycle), lines(annual())) == (27, 6) and second.counts["round_before"]
    assert story.cycle.round.ways == ["machine"]
    assert any("又导入了民主测评票" in why for why in intakes.undo_reasons(first))
    assert engine.undone(second).state == Intake.State.UNDONE
    assert (lines(story.cycle), lines(annual())) == (18, 6)
    assert engine.undone(first).state == Intake.State.UNDONE
    assert (lines(story.cycle), lines(annual())) == (0, 6)
    assert engine.undone(whole).state == Intake.State.UNDONE
    assert lines(annual()) == 0


def test_a_file_of_another_list_is_told_row_by_row(officer: Client, story: Story, tmp_path: Path) -> None:
    upload(officer, papers(tmp_path, story.cadres), "ballots", year=str(YEAR), target="")
    mapped(officer, newest(), **{header: header for header in BALLOTS})
    found = run(newest())
    assert found.counts["bad"] == found.counts["read"] == 18
    assert "不在参加考核人员名单中" in words(officer.get(reverse("import_page", args=[found.pk])))


def test_the_wrong_cycle_is_refused_at_its_place_with_a_remedy(
    officer: Client, story: Story, tmp_path: Path
) -> None:
    path = papers(tmp_path, story.cadres)
    wrong_year = upload(officer, path, "ballots", year=str(YEAR - 1), target=CODE)
    assert wrong_year.status_code == 200
    said = (
        f"{YEAR} 年度科级干部考核的年度是 {YEAR}，与填写的年度 {YEAR - 1} 不一致。"
        "请改正年度，或另选所属考核。"
    )
    assert words(wrong_year).count(said) == 2, "above and at the field"
    assert "target" in wrong_year.context["form"].errors
    unknown = upload(officer, path, "ballots", year=str(YEAR), target=f"{YEAR}-term")
    assert "所选的所属考核不在可选范围内，请重新选择。" in words(unknown)
    assert not Intake.objects.exists()
    with pytest.raises(RuleBroken, match="没有这次考核"):
        engine.uploaded(path, "ballots", year=YEAR, target=f"{YEAR}-term")
    with pytest.raises(RuleBroken, match="不要选择其他考核"):
        engine.uploaded(path, "participants", year=YEAR, target=CODE)
    # A correction stays with the appraisal of the file that it corrects.
    first = engine.uploaded(path, "ballots", year=YEAR, target=CODE)
    with pytest.raises(RuleBroken, match=f"更正的文件属于{YEAR} 年度科级干部考核"):
        engine.uploaded(path, "ballots", year=YEAR, corrects=first.pk)


def test_what_was_chosen_and_is_gone_never_becomes_the_annual_one(
    officer: Client, story: Story, tmp_path: Path
) -> None:
    path = papers(tmp_path, story.cadres)
    waiting = engine.staged(path, "ballots", year=YEAR, target=CODE)
    Cycle.objects.filter(code=CODE).update(state=Cycle.State.REPORT_PUBLIC)
    assert "所属考核" not in words(officer.get(reverse("import_upload", args=["ballots"])))
    late = upload(officer, path, "ballots", year=str(YEAR), target=CODE)
    assert late.status_code == 200 and "不在可选范围内" in words(late)
    with pytest.raises(RuleBroken, match="还没有开始民主测评，请先办理"):
        engine.confirmed(waiting)
    Cycle.objects.filter(code=CODE).update(state=Cycle.State.VOTING)
    assert engine.confirmed(waiting).state == Intake.State.APPLIED
    assert (lines(story.cycle), lines(annual())) == (18, 0)


def test_the_list_of_a_cycle_run_here_comes_from_the_register() -> None:
    Story(2).until("voting")
    assert not registry.kind_of("ballots").targets(), "the annual one is the usual one"
    with pytest.raises(RuleBroken, match="名单由名册生成"):
        registry.kind_of("participants").form(YEAR)


def test_papers_of_the_end_of_a_term_land_in_the_round_of_the_term(officer: Client, tmp_path: Path) -> None:
    """聘期末测评 beside the annual appraisal of the same people: each has its own papers."""
    story = Story(3).until("approved")
    term = plan_draft(year=YEAR, kind="term", level="middle", values=DAYS, actor=story.officer)
    plan_approve(cycle_pk=term.pk, meeting="党委常委会2026年第21次", actor=story.head)
    participants_generate(cycle_pk=term.pk, actor=story.officer)
    for step in ("open_reports", "publish_reports", "open_voting"):
        term.refresh_from_db()
        cycle_step(
            cycle_pk=term.pk, step=step, seen=term.state, why_now="聘期末统一测评", note="", actor=story.head
        )
    term = Cycle.objects.select_related("round").get(pk=term.pk)
    taken = taken_in(officer, papers(tmp_path, story.cadres), target=f"{YEAR}-term")
    assert taken.state == Intake.State.APPLIED and taken.target == f"{YEAR}-term", taken.failure
    assert (lines(term), lines(story.cycle)) == (18, 0)
    assert f"民主测评票，{YEAR} 年届满聘期" in words(officer.get(reverse("imports")))
    assert engine.undone(taken).state == Intake.State.UNDONE
    assert lines(term) == 0


def test_a_round_without_papers_takes_none(story: Story, tmp_path: Path) -> None:
    path = papers(tmp_path, story.cadres)
    waiting = engine.staged(path, "ballots", year=YEAR, target=CODE)
    Round.objects.filter(cycle__code=CODE).update(ways=["phone"])
    with pytest.raises(RuleBroken, match="投票方式只有手机扫码，不收机读票") as refused:
        engine.uploaded(path, "ballots", year=YEAR, target=CODE)
    assert list(refused.value.error_dict) == ["target"]
    with pytest.raises(RuleBroken, match="不收机读票"):
        engine.confirmed(waiting)
    assert lines(story.cycle) == 0
    Round.objects.filter(pk=annual().round_id).update(ways=["phone"])
    with pytest.raises(RuleBroken, match="不收机读票") as refused:
        engine.uploaded(path, "ballots", year=YEAR)
    assert list(refused.value.error_dict) == ["year"]
    with pytest.raises(CycleClosed, match="不收机读票"):
        year_import_stage({"ballots": path}, year=YEAR, actor=User.objects.system())


def test_matters_of_the_year_reach_the_other_appraisals_of_the_year(tmp_path: Path) -> None:
    story = Story(3, level="section").until("interview")
    two_officers(story.cycle)
    story.step("score")
    Job.objects.all().delete()
    year_score(cycle_pk=story.cycle.pk, actor=User.objects.system())
    assert story.cycle.state == Cycle.State.SCORED
    rows = [list(MATTERS), ["SX1", story.cadres[0].staff_no, "扣分", f"{YEAR}-03-12", "1.5", "", ""]]
    intake = engine.applied(write_csv(tmp_path / "事项.csv", rows), "matters", year=YEAR)
    assert intake.state == Intake.State.APPLIED, intake.failure
    assert story.cycle.state == Cycle.State.INTERVIEW, "what was scored is old now"
    assert Job.objects.filter(key=selectors.scoring_key(story.cycle)).exists(), "and scored again"
    year_score(cycle_pk=story.cycle.pk, actor=User.objects.system())
    Job.objects.filter(key=selectors.scoring_key(story.cycle)).delete()
    assert engine.undone(intake).state == Intake.State.UNDONE
    assert story.cycle.state == Cycle.State.INTERVIEW
    assert Job.objects.filter(key=selectors.scoring_key(story.cycle)).exists()
