"""What the appraisal itself knows to be missing before a step (第六条)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from ballots.models import BallotLine, Sitting
from decisions.models import Publicity
from policy.sittings import voting_doubts

from . import selectors
from .agenda import GRADES, SUBJECT
from .models import Cycle, Grading, Participant, ScoringOfficer
from .workflow import Missing, register_check


def no_participants(cycle: Cycle) -> Iterator[Missing]:
    """Nobody stands on the list."""
    if not cycle.participants.exists():
        yield Missing("名单中还没有人", reverse("cycle_people", args=[cycle.code]), blocks=True)


def posts_unknown(cycle: Cycle) -> Iterator[Missing]:
    """Who stands on the list without a post of the cut-off day, so that nobody reads what they lead."""
    if people := Participant.objects.filter(cycle=cycle, unit_name="").count():
        url = reverse("cycle_people", args=[cycle.code])
        yield Missing(f"名单中有 {people} 人没有截止日的单位和职务", url, people)


def officers_unnamed(cycle: Cycle) -> Iterator[Missing]:
    """Who counts and who watches is named before the first paper comes."""
    named = set(selectors.officers_of(cycle))
    lacking = [duty.label for duty in ScoringOfficer.Duty if duty.value not in named]
    if lacking:
        url = reverse("year_scoring", args=[cycle.code])
        yield Missing(f"尚未指定{'、'.join(lacking)}", url, len(lacking))


def no_ballots(cycle: Cycle) -> Iterator[Missing]:
    """A vote without papers cannot be closed."""
    if not BallotLine.objects.filter(round=cycle.round).exists():
        yield Missing("还没有导入测评票", reverse("imports"), blocks=True)


def sittings_open(cycle: Cycle) -> Iterator[Missing]:
    """Who was entitled, who came and what was given out, of every group."""
    if cycle.round is None:
        return
    full = Q(expected__isnull=False, present__isnull=False, issued__isnull=False)
    entered = set(Sitting.objects.filter(full, round=cycle.round, unit=None).values_list("group", flat=True))
    lacking = [group["name"] for group in cycle.round.groups if group["code"] not in entered]
    if lacking:
        url = reverse("year_sittings", args=[cycle.code])
        yield Missing(f"{'、'.join(lacking)}的应到、实到、发出未登记", url, len(lacking))


def sittings_doubtful(cycle: Cycle) -> Iterator[Missing]:
    """What the sittings say that cannot be, or not be enough: only a recorded reason leads on (第六条)."""
    if cycle.round is None:
        return
    whole = selectors.turnout(cycle, selectors.parameters_of(cycle))
    enough = selectors.turnout_enough(cycle)
    for doubt in voting_doubts(whole, selectors.unit_sittings(cycle), enough=enough):
        yield Missing(doubt.text, reverse("year_unit_sittings", args=[cycle.code]))


def count_unconfirmed(cycle: Cycle) -> Iterator[Missing]:
    """Gaps are decided and the count is confirmed by two people before anybody judges by it."""
    if gaps := selectors.gaps_open(cycle):
        url = reverse("year_gaps", args=[cycle.code])
        yield Missing(f"还有 {gaps} 人缺票待核", url, gaps, blocks=True)
    if cycle.confirmed_at is None:
        yield Missing("计分还没有经两人确认", reverse("year_scoring", args=[cycle.code]), blocks=True)


def grades_open(cycle: Cycle) -> Iterator[Missing]:
    """The committee decides on what the panel has proposed of everybody."""
    count, url = selectors.grade_count(cycle), reverse("year_panel", args=[cycle.code])
    if lacking := count.people - count.proposed:
        yield Missing(f"还有 {lacking} 人没有等次建议", url, lacking, blocks=True)
    if count.excellent > count.seats:
        text = f"建议优秀 {count.excellent} 人，超过可以评为优秀的 {count.seats} 人"
        yield Missing(text, url, count.excellent - count.seats)


def publicity_runs(cycle: Cycle) -> Iterator[Missing]:
    """Results are told when nobody's publicity is open, or was stopped without a new decision."""
    lists = Publicity.objects.filter(subject_kind=SUBJECT, subject_id=cycle.pk, kind=GRADES)
    over = (Publicity.State.ENDED, Publicity.State.WITHDRAWN)
    for publicity in lists.exclude(state__in=over):
        words = publicity.get_state_display()
        yield Missing(f"结果公示还没有结束（{words}）", publicity.get_absolute_url(), 1, blocks=True)
    if held := Grading.objects.filter(participant__cycle=cycle).exclude(held="").count():
        text = f"{held} 人的公示已停止，等次须由党委重新审定，请在“会议”中列入议题"
        yield Missing(text, reverse("meetings"), held, blocks=True)
    if people := len(selectors.people_to_publish(cycle)):
        url = reverse("cycle_step", args=[cycle.code, "publicize"])
        yield Missing(f"{people} 人的等次还没有公示", url, people, blocks=lists.exists())


def register_checks() -> None:
    """Called once, when the apps are ready."""
    for step, checks in {
        "open_reports": (no_participants,),
        "open_voting": (no_participants, posts_unknown, officers_unnamed),
        "close_voting": (no_ballots, sittings_open, sittings_doubtful),
        "score": (no_ballots,),
        "open_panel": (count_unconfirmed,),
        "decide": (grades_open,),
        "open_feedback": (publicity_runs,),
    }.items():
        for check in checks:
            register_check(step, check)
