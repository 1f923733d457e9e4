"""One file of a year that comes in by the pages: applied, and taken back; the year is scored again."""

from __future__ import annotations

from typing import Any

from ballots.imports import BallotForm
from ballots.models import BallotLine, Round
from ballots.services import round_drop, round_empty, round_renew, sittings_carry
from core.imports import Differences, FileForm, batch_apply
from core.models import ImportBatch
from core.pages import RuleBroken
from intake.models import Intake
from matters.imports import MatterForm

from ..imports import ParticipantForm, no_ballots_now, no_papers_words
from ..models import Cycle
from .counting import cycle_locked, not_confirmed
from .files import CycleClosed, cycle_open_from_file
from .sittings import year_papers_count
from .year_import import _correct, score_enqueue


def year_file_apply(
    *, intake: Intake, form: FileForm, batch: ImportBatch, differences: Differences, actor: Any
) -> None:
    """Opens the year where the file is its first, applies the batch and asks for scoring.

    Runs inside the caller's transaction. Raises RuleBroken once scoring is confirmed.
    """
    cycle = _cycle_of(intake, actor)
    if isinstance(form, ParticipantForm):
        form.cycle = cycle
    if isinstance(form, BallotForm):
        _ballots_apply(intake, form, batch, differences, cycle)
    batch_apply(batch, form, differences)
    if isinstance(form, BallotForm):
        intake.counts = intake.counts | {
            "lines": BallotLine.objects.filter(round_id=intake.counts["round"]).count()
        }
        if cycle.source == Cycle.Source.PLAN:  # whose pages show these numbers long before the count
            year_papers_count(cycle=cycle)
    if differences.any:
        year_follow(cycle=cycle, actor=actor)
        if isinstance(form, MatterForm):
            _others_follow(cycle.year, cycle.pk, actor)


def _others_follow(year: int, pk: int | None, actor: Any) -> None:
    """Matters are of a year: whatever else of that year is scored and not confirmed is scored again."""
    others = Cycle.objects.filter(year=year, scored_at__isnull=False, confirmed_at__isnull=True)
    for other in others.exclude(pk=pk):
        year_follow(cycle=other, actor=actor)


def _cycle_of(intake: Intake, actor: Any) -> Cycle:
    """The cycle that the file is for, locked: the annual one, opened where this is its first file, or the
    one that was chosen, which has to be run here already. Raises RuleBroken."""
    if not intake.target:
        try:
            return cycle_open_from_file(year=intake.year or 0, actor=actor)
        except CycleClosed as closed:
            raise RuleBroken(str(closed)) from closed
    found = Cycle.objects.of_file(intake.year, intake.target).select_for_update(of=("self",))
    cycle = found.select_related("round").first()
    if why := no_ballots_now(cycle):
        raise RuleBroken(why)
    assert cycle is not None
    return cycle


def _ballots_apply(
    intake: Intake, form: BallotForm, batch: ImportBatch, differences: Differences, cycle: Cycle
) -> None:
    """The first papers go into the year's round; later files make a new round and leave the old one be."""
    old = cycle.round
    if old is None:
        raise RuleBroken("这一年度还没有测评轮次，请先导入参加考核人员名单。")
    if not old.takes_papers:
        raise RuleBroken(no_papers_words(cycle))
    before = None
    if differences.any and BallotLine.objects.filter(round=old).exists():
        ballots_forget_earlier(intake)
        new = round_renew(batch, old)
        Cycle.objects.filter(pk=cycle.pk).update(round=new)
        cycle.round, before = new, old.pk
        form.renewed = True
    form.round = cycle.round
    intake.counts = intake.counts | {"round": cycle.round.pk if cycle.round else None, "round_before": before}


def ballots_forget_earlier(intake: Intake) -> int:
    """Drops the rounds that earlier files of the year replaced: only the last one can be taken back."""
    earlier = Intake.objects.filter(kind=intake.kind, year=intake.year, target=intake.target)
    count = 0
    for before in earlier.filter(applied_at__isnull=False).exclude(pk=intake.pk):
        count += ballots_forget(before)
    return count


def ballots_forget(intake: Intake) -> int:
    """Drops the round that the intake replaced, unless a year uses it; how many."""
    pk = intake.counts.get("round_before")
    old = Round.objects.filter(pk=pk, cycle__isnull=True).first() if pk else None
    if old is None:
        return 0
    round_drop(old)
    return 1


def ballots_take_back(*, intake: Intake, actor: Any) -> None:
    """Makes the round that the file replaced the year's again, or empties the one it filled."""
    cycles = Cycle.objects.of_file(intake.year, intake.target)
    cycle = cycles.select_for_update(of=("self",)).select_related("round").get()
    filled, pk = cycle.round, intake.counts.get("round_before")
    if filled is None:
        return
    if pk:
        sittings_carry(source=filled, target=Round.objects.get(pk=pk))
        Cycle.objects.filter(pk=cycle.pk).update(round_id=pk)
        round_drop(filled)
    elif intake.counts.get("new"):
        round_empty(filled)
    year_follow(cycle=Cycle.objects.get(pk=cycle.pk), actor=actor)


def year_take_back(*, intake: Intake, actor: Any) -> None:
    """The year's data is as before: it is scored again."""
    cycle = Cycle.objects.of_file(intake.year, intake.target).first()
    if cycle is not None:
        year_follow(cycle=cycle, actor=actor)
    if intake.kind == MatterForm.code:
        _others_follow(intake.year or 0, cycle.pk if cycle else None, actor)


def year_follow(*, cycle: Cycle, actor: Any) -> None:
    """Results of other data are no longer this year's; scoring is asked for.

    Raises RuleBroken for a year that was confirmed just now: its results stay.
    """
    cycle = cycle_locked(cycle.pk)
    not_confirmed(cycle)
    _correct(cycle, actor)
    score_enqueue(cycle, actor=actor)
