"""One case as its page shows it: where it stands, who holds it, what is missing, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from core import clock
from policy.limits import tolerance as limits
from policy.tolerance import may_finish_verification, may_submit
from policy.tolerance_steps import HELD, STEPS, Party
from policy.tolerance_terms import (
    CADRE,
    CONDITIONS,
    DISTINCTIONS,
    FACTORS,
    HARD,
    NOT_TOLERATED,
    OFFICES,
    SOFT,
    STATES,
    UNIT,
    State,
)
from policy.urgency import Urgency
from policy.verdict import Verdict

from ..access import knows_finding, steps_of
from ..models import Verification
from ..models.intake import OF_APPLICATION
from ..selectors import earlier_of, office_of, review_until
from ..selectors.acts import NAMING, Act, People, acts_of, standing_of
from ..selectors.joining import joinable
from ..selectors.officers import named_of
from ..services import application_of, close_verdict, publish_verdict, refer_verdict
from ..services.common import limit
from .cases import state_kind, urgency

# The page on which a missing thing is supplied.
MENDED_BY = {
    "tolerance.factors": ("analyse",),
    "tolerance.heard": ("state", "hear"),
    "tolerance.signed": ("sign",),
    "tolerance.opinion": ("give_opinion",),
    "tolerance.triaged": ("triage",),
    "tolerance.steps": ("verify",),
    "tolerance.result": ("verify",),
    "tolerance.confirmed": ("confirm",),
    "tolerance.rectified": ("rectify", "check"),
    "tolerance.public": ("take_down",),
    "tolerance.given": ("enter_given",),
    "tolerance.shown": ("show",),
    "tolerance.objection": ("settle_objection",),
    "tolerance.review": ("answer_review",),
}
# What is taken away or cannot be taken back stands apart.
HARD_TO_UNDO = frozenset({"withdraw", "refuse", "take_back", "revoke", "take_down"})
ORDER = tuple(STEPS)


@dataclass(frozen=True)
class Link:
    """A step on a page: its words, its address, whether it is what people come for."""

    label: str
    url: str
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True)
class Missing:
    """A thing that is not there yet, and where it is supplied, "" where the reader cannot."""

    text: str
    url: str


@dataclass(frozen=True)
class CaseShown:
    """What the page of one case shows to one reader."""

    case: Any
    parties: frozenset[Party]
    inside: bool
    own: bool
    heads: bool
    kind: str
    urgency: Urgency | None
    holder: str
    next_step: str
    missing: tuple[Missing, ...]
    links: tuple[Link, ...]
    facts: list[tuple[str, str]]
    words: list[tuple[str, str]]
    triage: list[tuple[str, str, str]]
    met: str
    listed: str
    factors: list[tuple[str, str, Any]]
    opinions: tuple[Any, ...]
    hearing: Any
    verifications: tuple[Any, ...]
    joint: tuple[Any, ...]
    files: tuple[Any, ...]
    moments: list[tuple[str, str, str]]
    outcome: Any
    publication: Any
    answer: Any
    review: Any
    rectification: Any
    review_until: Any


def case_page(case: Any, user: Any, parties: frozenset[Party]) -> CaseShown:
    """The case with what its reader may see and do. case: read by `acts.with_parts`."""
    steps = steps_of(user, case, parties=parties)
    if "join" in steps and (case.opinions.all() or not joinable(case, user)):
        steps -= {"join"}
    inside = Party.STAFF in parties
    account = (
        User.objects.filter(staff_no=case.cadre.staff_no, is_active=True).values_list("pk", flat=True).first()
    )
    named = People(named=named_of([case], on=clock.today()).get(case.pk, {}))
    acts = list(acts_of(case, account, named))
    held, next_step = HELD[case.state]
    outcome = standing_of(case)
    if not knows_finding(parties, outcome):
        outcome = None
    asked = inside or case.state == State.VERIFYING
    steps_done = tuple(case.verifications.select_related("first", "second")) if asked else ()
    return CaseShown(
        case=case,
        parties=parties,
        inside=inside,
        own=Party.CADRE in parties,
        heads=bool({Party.HANDLING_HEAD, Party.OTHER_HEAD} & parties),
        kind=state_kind(case.state),
        urgency=urgency(case.state, case.due),
        holder=_holder(case, acts, held, inside=inside),
        next_step=next_step,
        missing=_missing(case, steps, steps_done, inside=inside),
        links=_links(case, steps, acts, getattr(user, "pk", None)),
        facts=_facts(case, inside=inside),
        words=_words(case),
        triage=_triage(case) if inside else [],
        met=_met(case) if inside else "",
        listed=_listed(case) if inside else "",
        factors=_factors(case) if inside else [],
        opinions=_opinions(case, parties),
        hearing=_of(case, "hearing") if inside or Party.CADRE in parties else None,
        verifications=steps_done if inside else (),
        joint=tuple(sorted(case.opinions.all(), key=lambda one: one.office)) if inside else (),
        files=files_of(case, user, inside=inside),
        moments=moments_of(case, inside=inside),
        outcome=outcome,
        publication=_of(outcome, "publication"),
        answer=_of(outcome, "answer"),
        review=_of(outcome, "review") if inside or Party.CADRE in parties else None,
        rectification=_of(case, "rectification"),
        review_until=review_until(case) if outcome else None,
    )


def files_of(case: Any, user: Any, *, inside: bool) -> tuple[Any, ...]:
    """The files of the case; who is outside sees those of the application and the own. One query."""
    rows = case.attachments.select_related("file", "added_by")
    return tuple(rows if inside else rows.filter(Q(at_state__in=OF_APPLICATION) | Q(added_by=user.pk)))


def _holder(case: Any, acts: list[Act], held: str, *, inside: bool) -> str:
    """Who has to act, by name where the reader is of the offices."""
    if case.state in (State.SUBMITTED, State.DECIDED, State.REPORTED):
        return OFFICES[case.office]
    names = {holder.user_id for act in acts for holder in act.holders if holder.user_id}
    if inside and case.state == State.VERIFYING and names:
        people = User.objects.filter(pk__in=names).order_by("staff_no").values_list("name", flat=True)
        return "核实人员：" + "、".join(people)
    if any(act.kind == NAMING for act in acts):
        return f"{OFFICES[case.office]}负责人（经办人的指定已到期）"
    if case.state == State.REVIEWING:
        return f"{next(name for code, name in OFFICES.items() if code != case.office)}负责人"
    return held


def _of(row: Any, name: str) -> Any:
    """A part that may not be there yet."""
    return getattr(row, name, None) if row is not None else None


def _missing(
    case: Any, steps: frozenset[str], steps_done: tuple[Verification, ...], *, inside: bool
) -> tuple[Missing, ...]:
    verdict = _verdict(case, steps_done, inside=inside)
    found = []
    for reason in verdict.reasons if verdict else ():
        mends = MENDED_BY.get(reason.rule, ("write",) if case.state == State.DRAFT else ())
        step = next((code for code in mends if code in steps), "")
        url = reverse(f"tolerance_{step}", args=[case.pk]) if step else ""
        found.append(Missing(reason.text, url))
    return tuple(found)


def _verdict(case: Any, steps_done: tuple[Verification, ...], *, inside: bool) -> Verdict | None:
    """What stands between the case and its next state; before it is told, of a finding for the offices."""
    if case.state in (State.DRAFT, State.RETURNED):
        earlier = earlier_of(case, case.matter).count()
        return may_submit(application_of(case, earlier), own_office=office_of(case.cadre.staff_no))
    if case.state == State.VERIFYING:
        rows = [one for one in case.verifiers.all() if one.ended_on is None]
        kinds = [one.step for one in steps_done]
        return may_finish_verification(
            steps=len(kinds),
            has_result=Verification.Step.RESULT in kinds,
            confirmed=sum(one.confirmed_at is not None for one in rows),
            officers=len(rows),
            fewest=limit(limits.VERIFIERS),
        )
    if case.state == State.ANALYSING:
        return refer_verdict(case)
    if case.state == State.REPORTED and inside and standing_of(case).kind != NOT_TOLERATED:
        return publish_verdict(case)
    if case.state in (State.PUBLISHED, State.REPLIED, State.RECTIFYING):
        return close_verdict(case)
    return None


def _links(case: Any, steps: frozenset[str], acts: list[Act], user_id: int | None) -> tuple[Link, ...]:
    """Every step that can be taken now; the one that waits for somebody comes first."""
    waiting = [act.step for act in acts if act.step in steps]
    if case.state in (State.DRAFT, State.RETURNED) and "write" in steps:
        waiting = ["write"]
    first = waiting[0] if waiting else ""
    usable = [code for code in ORDER if code in steps and code != "submit" and _useful(case, code, user_id)]
    usable.sort(key=lambda code: (code != first, code in HARD_TO_UNDO))
    return tuple(
        Link(
            STEPS[code].told,
            reverse(f"tolerance_{code}", args=[case.pk]),
            primary=code == first,
            danger=code in HARD_TO_UNDO,
        )
        for code in usable
    )


def _useful(case: Any, code: str, user_id: int | None) -> bool:
    """Whether the step has something to do: what was done already is not offered again."""
    outcome = standing_of(case)
    public = getattr(outcome, "publication", None) if outcome else None
    objections = list(public.objections.all()) if public else []
    opens = any(one.replied_on is None for one in objections)
    verifying = [one for one in case.verifiers.all() if one.officer_id == user_id and one.ended_on is None]
    rectified = getattr(case, "rectification", None)
    checks = {
        "give_opinion": any(one.given_on is None for one in case.other_opinions.all()),
        "triage": not case.opinions.all(),
        "accept": getattr(case, "triage", None) is not None,
        "refuse": getattr(case, "triage", None) is not None or case.state == State.RETURNED,
        "send_back": case.returned_on is None,
        "extend": not case.extended,
        "confirm": any(one.confirmed_at is None for one in verifying),
        "object": public is not None and not opens,
        "settle_objection": opens,
        "show": not opens,
        "publish": public is not None and not opens and public.objections_until < clock.today(),
        "take_down": public is not None and public.begins_on is not None and public.withdrawn_on is None,
        "enter_given": outcome is not None
        and outcome.kind in ("lighter", "reduced")
        and not outcome.given_on,
        "ask_review": outcome is not None and getattr(outcome, "review", None) is None,
        "rectify": rectified is None or not rectified.passed,
        "check": rectified is not None and rectified.passed is None,
        "close": rectified is not None and bool(rectified.passed),
    }
    return checks.get(code, True)


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _facts(case: Any, *, inside: bool) -> list[tuple[str, str]]:
    outcome = standing_of(case)
    report = getattr(outcome, "report", None) if outcome else None
    named = "、".join(one.officer.name for one in case.verifiers.all() if one.ended_on is None)
    rows = [
        ("干部", f"{case.cadre.name}（{case.cadre.staff_no}）"),
        ("所在单位", case.unit.name if case.unit else ""),
        ("事项", case.matter_words),
        ("申请中所写的事项", _as_applied(case)),
        ("申请人", case.get_applicant_display()),
        ("办理部门", case.get_office_display()),
        ("提交日期", _day(case.submitted_on)),
        ("前一次申请", case.earlier.number if case.earlier_id else ""),
        ("补正意见", case.return_note),
        ("不予受理的理由", case.refusal),
        ("受理日期", _day(case.accepted_on)),
        ("核实人员", named if inside else ""),
        ("延长核实", case.extended if inside else ""),
        ("核实完成日期", _day(case.verified_on)),
        ("提请党委研究日期", _day(case.referred_on)),
        (
            "报上级",
            f"{report.to_whom}（{report.document_no}，{report.reported_on}）" if report and inside else "",
        ),
        ("撤回的理由", case.withdrawal),
        ("中止", f"{case.suspended_on}，与立案并案考虑" if case.state == State.SUSPENDED else ""),
        ("办结日期", _day(case.closed_on)),
    ]
    return [(name, value) for name, value in rows if value]


def _as_applied(case: Any) -> str:
    """The applicant's own words for the matter, where it goes by others now."""
    return case.matter_title if case.matter and case.matter_title != case.matter.title else ""


def _words(case: Any) -> list[tuple[str, str]]:
    conditions = "、".join(CONDITIONS[code] for code in case.conditions if code in CONDITIONS)
    rows = [
        ("事项经过", case.matter_text),
        ("申请容错的理由", case.grounds),
        *((one.excused, getattr(case, code)) for code, one in DISTINCTIONS.items()),
        ("所主张的容错条件", conditions),
        ("新的事实", case.new_facts),
    ]
    return [(name, value) for name, value in rows if value]


def _triage(case: Any) -> list[tuple[str, str, str]]:
    """(what may be excused, side in words, reason) of each distinction."""
    found = getattr(case, "triage", None)
    if found is None:
        return []
    return [
        (one.excused, getattr(found, f"get_{code}_display")(), getattr(found, f"{code}_reason"))
        for code, one in DISTINCTIONS.items()
    ]


def _met(case: Any) -> str:
    """The conditions of 第十一条 that the office found met."""
    found = getattr(case, "triage", None)
    return "、".join(CONDITIONS[code] for code in found.conditions if code in CONDITIONS) if found else ""


def _listed(case: Any) -> str:
    found = getattr(case, "triage", None)
    if found is None:
        return ""
    return "、".join([HARD[code] for code in found.hard] + [SOFT[code] for code in found.soft])


def _factors(case: Any) -> list[tuple[str, str, Any]]:
    """(code, name, what was written or None) of all six, in order."""
    written = {one.kind: one for one in case.factors.all()}
    return [(code, name, written.get(code)) for code, name in FACTORS.items()]


def _opinions(case: Any, parties: frozenset[Party]) -> tuple[Any, ...]:
    """The written opinions that were asked for: all for the offices, the own one for a side."""
    rows = tuple(case.other_opinions.all())
    if Party.STAFF in parties:
        return rows
    side = CADRE if Party.CADRE in parties else UNIT
    return tuple(one for one in rows if one.side == side)


def moments_of(case: Any, *, inside: bool) -> list[tuple[str, str, str]]:
    """The case's events, newest first; who is outside sees the states alone, without names. One query."""
    found = []
    for event in case.events.select_related("actor").order_by("-pk"):
        when = f"{event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
        if inside:
            found.append((when, event.note or STATES[event.to_state], event.actor.name))
        elif event.from_state != event.to_state:
            found.append((when, STATES[event.to_state], ""))
    return found
