"""What of tolerance cases waits for whom, until when (第十二条)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.urls import reverse

from accounts.models import Role, User
from notices.registry import Audience, Duty, DutyKind, register
from policy.limits.tolerance import OPINION
from policy.sources import ENTERED
from policy.tolerance_steps import TERMS

from .access import HEADS, STAFF, is_named_somewhere
from .access_officers import OFFICES
from .models import ToleranceCase
from .selectors.acts import KINDS, Act, acts_of, waiting_cases
from .selectors.officers import people_of

ARTICLE = "第十二条"
# What is put right afterwards (有错必纠、有过必改).
RECTIFYING, MENDING = ("tolerance.rectify", "tolerance.check"), "第十三条"
HOLDERS = (*STAFF, Role.CADRE, Role.UNIT_PARTY)
# Who may urge what is overdue: whoever reads every case that was handed in.
OVERSEERS = frozenset(HEADS)
Found = list[tuple[ToleranceCase, Act, frozenset[int]]]


def register_duties() -> None:
    """Once, from `AppConfig.ready()`."""
    for code in KINDS:
        register(DutyKind(code, partial(duties_of, code), OVERSEERS))


def duties_of(code: str, audience: Audience) -> Iterator[Duty]:
    """The open duties of one kind; all kinds together read the cases once for an audience."""
    if not audience.holds(*HOLDERS) and not audience.once(_named):
        return
    for case, act, hidden_from in audience.once(_acts):
        if act.kind != code:
            continue
        for holder in act.holders:
            yield Duty(
                kind=code,
                label=act.label,
                about=f"{case.cadre.name}（{case.number}）",
                url=reverse(f"tolerance_{act.step}" if act.step else "tolerance_case", args=[case.pk]),
                holder=holder,
                since=case.since,
                due=act.due,
                day_by=_day_by(case, act),
                article=MENDING if code in RECTIFYING else ARTICLE,
                provisional=case.provisional and act.due == case.due,
                hidden_from=hidden_from,
            )


def _day_by(case: ToleranceCase, act: Act) -> str:
    """The limit that set the day of an act."""
    if act.kind == "tolerance.opinion":
        return OPINION
    term = TERMS.get(case.state)
    return term.key if term and act.due == case.due else ENTERED


def _named(audience: Audience) -> bool:
    """Whether the user is named on some case, of neither office though: called in from above. One query."""
    return is_named_somewhere(audience.user_id or 0, on=audience.on)


def _acts(audience: Audience) -> Found:
    """Of the cases that the user may see; whoever has to step aside hears of none."""
    rows = ToleranceCase.objects.all()
    if audience.user_id is not None:
        rows = rows.visible_to(User.objects.get(pk=audience.user_id), scopes=audience.scopes)
    cases = waiting_cases(rows)
    people = people_of(cases, audience.role_holders(*OFFICES), on=audience.on)
    return [
        (case, act, people[case.pk].aside | {case.account or 0})
        for case in cases
        for act in acts_of(case, case.account, people[case.pk])
    ]
