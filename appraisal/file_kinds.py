"""A year's files, and those of earlier years, as kinds of file that pages bring in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeGuard

from ballots.imports import BallotForm, paper_of
from ballots.models import BallotLine, Round
from cadres.file_kinds import ORGANISATION, of_cadre
from core import clock
from core.imports import Differences, FileForm, batch_apply
from core.models import ImportBatch
from core.pages import RuleBroken
from intake.models import Intake
from intake.registry import Kind, Target, Touched, follow, register
from matters.file_kinds import KEEPERS
from matters.imports import MatterForm
from matters.models import Mark, Matter, Relief
from policy.parameters import AppraisalParameters
from rulebook.selectors import version_on

from . import selectors
from .earlier_import import EarlierForm
from .imports import Listed, ParticipantForm, Register, no_ballots_now, no_papers_words
from .models import Cycle, EarlierResult, Participant
from .models.cycle import BEFORE_VOTE, label_of_code

FIRST_YEAR = 2000


def _year_of(year: int | None) -> tuple[Cycle | None, AppraisalParameters]:
    """The year's cycle, if it is open, and its parameters. Raises RuleBroken where no files are taken."""
    if year is None or not FIRST_YEAR <= year <= clock.today().year + 1:
        raise RuleBroken({"year": f"年度应在 {FIRST_YEAR} 到 {clock.today().year + 1} 之间。"})
    cycle = Cycle.objects.annual(year).select_related("round").first()
    if cycle is not None and cycle.confirmed_at is not None:
        raise RuleBroken({"year": f"{year} 年度的计分已经确认，不能再导入文件。"})
    if cycle is not None and cycle.parameters:
        return cycle, selectors.parameters_of(cycle)
    return cycle, AppraisalParameters.from_json(version_on(date(year, 12, 31)).parameters)


def _run_here(cycle: Cycle | None) -> TypeGuard[Cycle]:
    """Whether the year goes its way by a plan; a draft that was given up is none."""
    return cycle is not None and cycle.source == Cycle.Source.PLAN and not cycle.is_discarded


def _participants(year: int | None) -> FileForm:
    cycle, parameters = _year_of(year)
    if _run_here(cycle):
        raise RuleBroken({"year": f"{year} 年度的名单由名册生成，请在“参加考核人员”中生成和更正。"})
    form = ParticipantForm(parameters, Register(None, strict=False), year or 0)
    form.cycle = cycle
    return form


def _matters(year: int | None) -> FileForm:
    _, parameters = _year_of(year)
    return MatterForm(parameters, Register(None, strict=False).staff_nos, year=year or 0)


def _ballots(year: int | None) -> FileForm:
    cycle, parameters = _year_of(year)
    if _run_here(cycle) and cycle.state in BEFORE_VOTE:
        raise RuleBroken({"year": f"{year} 年度考核还没有开始民主测评，请先办理“开始民主测评”。"})
    return _ballot_form(cycle, parameters, "year")


def _ballots_for(year: int | None, target: str) -> FileForm:
    """Ballots of another appraisal that is run here: its own list, paper and round (第六条)."""
    cycle = Cycle.objects.of_file(year, target).select_related("round").first()
    if why := no_ballots_now(cycle):
        raise RuleBroken({"target": why})
    assert cycle is not None
    if year != cycle.year:
        raise RuleBroken(
            {
                "target": f"{cycle.label}考核的年度是 {cycle.year}，与填写的年度 {year} 不一致。"
                "请改正年度，或另选所属考核。"
            }
        )
    return _ballot_form(cycle, selectors.parameters_of(cycle), "target")


def _ballot_form(cycle: Cycle | None, parameters: AppraisalParameters, place: str) -> FileForm:
    """place: the field at which it is said that the round takes no papers."""
    if cycle is not None and cycle.round is not None and not cycle.round.takes_papers:
        raise RuleBroken({place: no_papers_words(cycle)})
    form = BallotForm(paper_of(parameters), Listed(cycle, None, strict=False).staff_nos)
    form.round = cycle.round if cycle else None
    return form


def _targets() -> Sequence[Target]:
    """Appraisals besides the annual one of 中层干部 whose vote is going on."""
    going_on = Cycle.objects.taking_ballots().order_by("-year", "kind", "level")
    return [Target(cycle.code, f"{cycle.label}考核", cycle.year) for cycle in going_on]


def _apply_year(
    intake: Intake, form: FileForm, batch: ImportBatch, differences: Differences, actor: Any
) -> None:
    from .services.year_files import year_file_apply  # noqa: PLC0415 - services compose these forms

    year_file_apply(intake=intake, form=form, batch=batch, differences=differences, actor=actor)


def _apply_earlier(
    intake: Intake, form: FileForm, batch: ImportBatch, differences: Differences, actor: Any
) -> None:
    batch_apply(batch, form, differences)


def _undone_year(intake: Intake, actor: Any) -> None:
    from .services.year_files import year_take_back  # noqa: PLC0415

    year_take_back(intake=intake, actor=actor)


def _undone_ballots(intake: Intake, actor: Any) -> None:
    from .services.year_files import ballots_take_back  # noqa: PLC0415

    ballots_take_back(intake=intake, actor=actor)


def _forget_ballots(intake: Intake) -> None:
    from .services.year_files import ballots_forget  # noqa: PLC0415

    ballots_forget(intake)


def _years_follow(actor: Any) -> None:
    """Sanctions count in every year that is not confirmed yet: none may show figures without them.

    Raises RuleBroken for a measure that such a year's frozen parameters do not know: it could not be scored.
    """
    from .services.year_files import year_follow  # noqa: PLC0415

    used = Mark.objects.filter(file_year__isnull=True).order_by().values_list("measure", flat=True).distinct()
    open_years = Cycle.objects.filter(confirmed_at__isnull=True, policy__isnull=False)
    for cycle in open_years.select_related("policy"):
        if unknown := sorted(set(used) - set(cycle.parameters["measures"])):
            raise RuleBroken(
                f"{cycle.label}冻结的参数（{cycle.policy}）没有措施“{'”“'.join(unknown)}”，"
                "这样的处分现在导入会使该年度无法计分，请在该年度计分确认后再导入。"
            )
    for cycle in Cycle.objects.filter(confirmed_at__isnull=True, scored_at__isnull=False):
        year_follow(cycle=cycle, actor=actor)


def _confirmed(intake: Intake) -> Iterable[str]:
    cycle = Cycle.objects.of_file(intake.year, intake.target).filter(confirmed_at__isnull=False).first()
    if cycle is not None:
        yield f"{cycle.label}的计分已经确认，导入的数据已用于结果，不能撤销。"


def _ballots_blocked(intake: Intake) -> Iterable[str]:
    yield from _confirmed(intake)
    cycle = Cycle.objects.of_file(intake.year, intake.target).first()
    counts = intake.counts
    now = BallotLine.objects.filter(round_id=counts.get("round")).count()
    if cycle is None or cycle.round_id != counts.get("round") or now != counts.get("lines"):
        yield "导入以后测评记录又有改动，撤销会丢失这些改动。请改正文件后重新导入。"
    before = counts.get("round_before")
    if before and not Round.objects.filter(pk=before).exists():
        yield "撤销所需的原测评记录已经清除。请改正文件后重新导入。"


def _listed_touched(intake: Intake) -> Sequence[Touched]:
    rows = Participant.objects.filter(cycle__in=Cycle.objects.of_file(intake.year, intake.target))
    return (Touched(Participant, lambda _: rows.all(), of_cadre("参加考核人员")),)


def _matters_touched(intake: Intake) -> Sequence[Touched]:
    return (
        Touched(Matter, lambda _: Matter.objects.all(), lambda row: f"事项 {row['number']}"),
        Touched(Mark, lambda case: Mark.objects.filter(file_year=case.year), of_cadre("记录")),
        Touched(Relief, lambda case: Relief.objects.filter(file_year=case.year), of_cadre("认定")),
    )


def _earlier_touched(intake: Intake) -> Sequence[Touched]:
    return (Touched(EarlierResult, lambda _: EarlierResult.objects.all(), of_cadre("以前年度结果")),)


KINDS = (
    Kind(
        code="participants",
        label="参加考核人员名单",
        summary="某一年度参加考核的干部、所属考核类别，以及是否确定等次。整份名单导入后，未列入的人不再参加这一年度的考核。",
        roles=ORGANISATION,
        form=_participants,
        apply=_apply_year,
        touched=_listed_touched,
        undone=_undone_year,
        blockers=_confirmed,
        needs_year=True,
        builds_on=("roster",),
        order=2,
    ),
    Kind(
        code="matters",
        label="扣分与认定",
        summary="某一年度的扣分事项、措施和认定。整份文件导入后，这一年度由文件带入的其他记录不再保留。",
        roles=KEEPERS,
        form=_matters,
        apply=_apply_year,
        touched=_matters_touched,
        undone=_undone_year,
        blockers=_confirmed,
        needs_year=True,
        builds_on=("roster",),
        order=3,
    ),
    Kind(
        code="ballots",
        label="民主测评票",
        summary="某一年度光电阅读机读出的测评票，一行是一张票对一名干部的评价。任何页面都不显示单张票。",
        roles=ORGANISATION,
        form=_ballots,
        apply=_apply_year,
        touched=lambda intake: (),
        undone=_undone_ballots,
        blockers=_ballots_blocked,
        forget=_forget_ballots,
        needs_year=True,
        builds_on=("roster", "participants"),
        rows_shown=False,
        targets=_targets,
        form_for_target=_ballots_for,
        target_label=label_of_code,
        order=4,
    ),
    Kind(
        code="earlier_years",
        label="以前年度结果",
        summary="启用系统以前各年度的考核等次和名次。只增加和更正所列的年度，未列入的保持不变。",
        roles=ORGANISATION,
        form=lambda year: EarlierForm(),
        apply=_apply_earlier,
        touched=_earlier_touched,
        builds_on=("roster",),
        order=5,
    ),
)


def register_kinds() -> None:
    """Called once when the app is ready."""
    for kind in KINDS:
        register(kind)
    follow("sanctions", _years_follow)
