"""Who of the register takes part in a cycle, as the register stood on the cut-off day (第六条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.selectors import Visitor, holds_role
from cadres.models import Absence, Appointment, Cadre
from core import clock
from core.partial_dates import has_come
from matters.models import Investigation
from policy.participation import DISCREET_WORDS, Away, LeftOut, RegisterFacts, Taken, take_part
from policy.workflow import Lack

from ..access import REASON_READERS
from ..models import Cycle, Participant
from ..workflow import missing_before

# Of somebody whom the rule takes: why is in the cycle's record, and may be discreet.
NOT_BY_RULE = "按名册应当列入，现不在名单上：已人工移出（理由见办理记录），或生成名单以后名册有变动。"


@dataclass(frozen=True)
class Person:
    """One person of the register and what the rules say of taking part."""

    cadre_id: int
    staff_no: str
    name: str
    unit: str
    post: str
    verdict: Taken | LeftOut


def people_for(cycle: Cycle, cutoff: date) -> list[Person]:
    """Everybody of the register in the order of 工号, taken or left out with the reason; five queries.

    Who left while the cycle's years ran is left out with the post last held, and may be listed by hand.
    """
    first = date(cycle.first_year, 1, 1)
    held, last = _held(first, cutoff)
    away = _away_by_cadre(cutoff)
    elsewhere = taking_part_elsewhere(cycle)
    investigated = _investigated(cycle)
    cadres = Cadre.objects.order_by("staff_no")
    rows = cadres.values_list("pk", "staff_no", "name", "status", "left_on", "started_work")
    found = []
    for pk, staff_no, name, status, left_on, started in rows:
        post = held.get(pk)
        if pk not in last and status == Cadre.Status.LEFT:
            continue
        facts = RegisterFacts(
            in_register=status == Cadre.Status.IN_REGISTER or not _is_over(left_on, cutoff),
            level=_level(post.admin_level) if post else "",
            kind=post.post.unit.kind if post else "",
            rank=post.post.rank if post else "",
            worked_since=_first_day(started),
            away=away.get(pk, ()),
            elsewhere=elsewhere.get(pk, ""),
            investigated=pk in investigated,
        )
        verdict = take_part(facts, wanted=Cycle.Level(cycle.level).label, first=first, cutoff=cutoff)
        shown = post or last.get(pk)
        unit, title = (shown.post.unit.name, shown.post.title) if shown else ("", "")
        found.append(Person(pk, staff_no, name, unit, title, verdict))
    return found


def left_out(cycle: Cycle) -> list[tuple[Person, str]]:
    """Who of the register does not stand on the list of a cycle with a plan, each with the reason.

    Whom the rule takes is missing where there is a list without them. In the order of 工号; six queries.
    """
    listed = set(Participant.objects.filter(cycle=cycle).values_list("cadre_id", flat=True))
    missing = (p for p in people_for(cycle, cycle.plan.cutoff_on) if p.cadre_id not in listed)
    return [
        (person, person.verdict.reason.text if isinstance(person.verdict, LeftOut) else NOT_BY_RULE)
        for person in missing
        if listed or isinstance(person.verdict, LeftOut)
    ]


def taking_part_elsewhere(cycle: Cycle) -> dict[int, str]:
    """Cadre -> another cycle of the same kind whose years overlap and that lists the cadre; one query.

    cycle: also one that is not opened yet.
    """
    others = Participant.objects.filter(cycle__kind=cycle.kind).exclude(cycle=cycle.pk)
    others = others.select_related("cycle")
    first, last = cycle.first_year, cycle.year
    return {
        row.cadre_id: str(row.cycle)
        for row in others.order_by("pk")
        if row.cycle.first_year <= last and first <= row.cycle.year
    }


def reads_reasons(user: Visitor) -> bool:
    """Whether the user reads why somebody gets no grade where that is discreet."""
    return holds_role(user, REASON_READERS, on=clock.today())


def shown_reason(participant: Participant, *, heads: bool) -> str:
    """The ground for 不确定等次 as this reader may know it. heads: of the two offices."""
    return participant.ungraded_reason if heads or not participant.discreet else DISCREET_WORDS


def lacks_of(cycle: Cycle, step: str) -> list[Lack]:
    """What a step waits for, as the rules weigh it."""
    return [Lack(missing.text, missing.blocks) for missing in missing_before(cycle, step)]


def _held(first: date, cutoff: date) -> tuple[dict[int, Appointment], dict[int, Appointment]]:
    """Cadre -> the primary appointment held on the cut-off day, and the last held since `first`.

    Of several the one that began last.
    """
    rows = Appointment.objects.filter(kind=Appointment.Kind.PRIMARY).select_related("post__unit")
    held: dict[int, Appointment] = {}
    last: dict[int, Appointment] = {}
    for row in rows.order_by("in_post_since", "pk"):
        if not has_come(row.in_post_since, cutoff) or _is_over(row.ended_on, first):
            continue
        last[row.cadre_id] = row
        if not _is_over(row.ended_on, cutoff):
            held[row.cadre_id] = row
    return held, last


def _is_over(ended_on: str, cutoff: date) -> bool:
    """Whether that day, or the whole of that month, lies before the cut-off day or on it."""
    return bool(ended_on) and ended_on <= cutoff.isoformat()[: len(ended_on)]


def _away_by_cadre(cutoff: date) -> Mapping[int, Iterable[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    for row in Absence.objects.filter(starts__lte=cutoff).order_by("starts"):
        found[row.cadre_id].append(Away(row.kind, row.get_kind_display(), row.starts, row.ends))
    return found


def _investigated(cycle: Cycle) -> set[int]:
    """Cadres with an open investigation of which they have been told; no other may be seen in a list."""
    told = Investigation.objects.filter(disclosed=True, closed_on=None, opened_on__year__lte=cycle.year)
    return set(told.values_list("cadre_id", flat=True))


def _level(admin_level: str) -> str:
    """正科级 and 副科级 are 科级干部, everybody else in a primary post of the register 中层干部."""
    return Cycle.Level.SECTION.label if "科" in admin_level else Cycle.Level.MIDDLE.label


def _first_day(month: str) -> date | None:
    return date(int(month[:4]), int(month[5:7]), 1) if month else None
