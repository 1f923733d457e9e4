"""Who could handle a case, who must not, and who does (第十二条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Role, User
from accounts.selectors import RoleHolder, role_holders
from cadres.models import Appointment, Kin
from policy import tolerance_officers as rules
from policy.tolerance_officers import Candidate
from policy.tolerance_terms import OFFICE

from ..access_officers import HEAD_OF, OFFICES, heads_today
from ..models import Escalation, Participant, Recusal, ToleranceCase, ToleranceGrant
from .acts import People
from .cases import beside


def pool_of(case: ToleranceCase, *, on: date) -> dict[int, Candidate]:
    """User id -> everybody of the two offices as seen from the case, by name. A fixed number of queries."""
    holders = role_holders(OFFICES, on=on)
    people = {person.user_id: person.name for some in holders.values() for person in some}
    return candidates(case, sorted(people, key=lambda pk: (people[pk], pk)), since=on, until=on)


def candidates(
    case: ToleranceCase, user_ids: Collection[int], *, since: date, until: date
) -> dict[int, Candidate]:
    """User id -> that person as seen from the case; held: what was given for some day of the period."""
    users = {user.pk: user for user in User.objects.filter(pk__in=user_ids)}
    grounds = _grounds(case, users.values())
    recused = set(
        Recusal.objects.filter(case=case, state=Recusal.State.GRANTED).values_list("officer", flat=True)
    )
    of_office = {person.user_id for some in role_holders(OFFICES, on=since).values() for person in some} | (
        set(users) if called_in(case) else set()
    )
    held = defaultdict(set)
    given = ToleranceGrant.records.filter(content_object=case, revoked_on__isnull=True)
    for user, capacity in given.filter(valid_from__lte=until, valid_to__gte=since).values_list(
        "user", "permission__codename"
    ):
        held[user].add(capacity)
    return {
        pk: Candidate(
            users[pk].name, grounds[pk], pk in recused, pk in of_office, frozenset(held.get(pk, ()))
        )
        for pk in user_ids
        if pk in users
    }


def people_of(
    cases: Sequence[ToleranceCase], holders: Mapping[Role, Sequence[RoleHolder]], *, on: date
) -> dict[int, People]:
    """Case id -> who handles it, so that a duty is told to whoever can do it and to nobody else.

    holders: of the roles of both offices. A fixed number of queries, whatever the number of cases.
    """
    if not cases:
        return {}
    named = named_of(cases, on=on)
    aside = _aside_of(cases, holders)
    heads = {office: {one.user_id for one in holders.get(role, ())} for role, office in HEAD_OF.items()}
    return {
        case.pk: People(
            named=named.get(case.pk, {}),
            aside=aside[case.pk],
            headless=frozenset(office for office, some in heads.items() if some <= aside[case.pk]),
        )
        for case in cases
    }


def named_of(cases: Collection[ToleranceCase], *, on: date) -> dict[int, dict[int, set[str]]]:
    """Case id -> user -> capacities of that day; one query."""
    found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    grants = ToleranceGrant.records.in_force(on=on).filter(content_object__in=[case.pk for case in cases])
    for case, user, capacity in grants.values_list("content_object", "user", "permission__codename"):
        found[case][user].add(capacity)
    return found


def _aside_of(
    cases: Sequence[ToleranceCase], holders: Mapping[Role, Sequence[RoleHolder]]
) -> dict[int, frozenset[int]]:
    """Case id -> those of the two offices who have to step aside."""
    by_number = {one.staff_no: one.user_id for some in holders.values() for one in some}
    cadres = {case.cadre_id for case in cases}
    found: dict[int, set[int]] = defaultdict(set)
    related = _kin_of(by_number, cadres)
    colleagues: dict[int, set[int]] = defaultdict(set)
    posts: dict[int, set[int]] = defaultdict(set)
    held = Appointment.objects.filter(Q(cadre__in=cadres) | Q(cadre__staff_no__in=by_number), ended_on="")
    for cadre, number, unit in held.values_list("cadre", "cadre__staff_no", "post__unit"):
        posts[cadre].add(unit)
        if number in by_number:
            colleagues[unit].add(by_number[number])
    for case in cases:
        found[case.pk] |= related[case.cadre_id]
        for unit in posts[case.cadre_id] | {case.unit_id or 0}:
            found[case.pk] |= colleagues[unit]
        if case.applicant != OFFICE:
            found[case.pk].add(case.applied_by_id)
    keys = [case.pk for case in cases]
    for case_id, user in Participant.objects.filter(case__in=keys, user__isnull=False).values_list(
        "case", "user"
    ):
        found[case_id].add(user)
    granted = Recusal.objects.filter(case__in=keys, state=Recusal.State.GRANTED)
    for case_id, user in granted.values_list("case", "officer"):
        found[case_id].add(user)
    return {case_id: frozenset(users) for case_id, users in found.items()}


def _kin_of(by_number: dict[str, int], cadres: Collection[int]) -> dict[int, set[int]]:
    """Cadre id -> users who are kin of that cadre; one query."""
    known = Kin.objects.filter(Q(relative__in=cadres) | Q(cadre__in=cadres), removed_on__isnull=True)
    found: dict[int, set[int]] = defaultdict(set)
    numbers = ("cadre", "cadre__staff_no", "relative", "relative__staff_no")
    for cadre, its_number, relative, number in known.values_list(*numbers):
        if its_number in by_number:
            found[relative].add(by_number[its_number])
        if number in by_number:
            found[cadre].add(by_number[number])
    return found


def called_in(case: ToleranceCase) -> bool:
    """Whether the superior has arranged who handles the case, so that others than the two offices may."""
    return Escalation.objects.filter(case=case, arranged_on__isnull=False).exists()


def _grounds(case: ToleranceCase, users: Collection[User]) -> dict[int, frozenset[str]]:
    """User id -> grounds that the register and the case know (回避参照政务处分法第四十七条)."""
    numbers = {user.staff_no for user in users}
    known = Kin.objects.filter(removed_on__isnull=True)
    kin = set(
        known.filter(cadre__staff_no__in=numbers, relative=case.cadre_id).values_list(
            "cadre__staff_no", flat=True
        )
    ) | set(
        known.filter(cadre=case.cadre_id, relative__staff_no__in=numbers).values_list(
            "relative__staff_no", flat=True
        )
    )
    same = beside(case).filter(cadre__staff_no__in=numbers)
    colleagues = set(same.values_list("cadre__staff_no", flat=True))
    took_part = set(Participant.objects.filter(case=case).values_list("user", flat=True))
    own = case.cadre.staff_no

    def of(user: User) -> frozenset[str]:
        said = (
            (rules.SELF, user.staff_no == own),
            (rules.KIN, user.staff_no in kin),
            (rules.UNIT, user.staff_no in colleagues),
            (rules.DECISION, user.pk in took_part),
            (rules.APPLIED, user.pk == case.applied_by_id),
        )
        return frozenset(code for code, holds in said if holds)

    return {user.pk: of(user) for user in users}


@dataclass(frozen=True)
class OfficersPage:
    """What the page 经办与回避 shows. aside: (name, why) of whoever has to step aside."""

    now: tuple[ToleranceGrant, ...]
    before: tuple[ToleranceGrant, ...]
    aside: tuple[tuple[str, str], ...]
    recusals: tuple[Recusal, ...]
    participants: tuple[Participant, ...]
    escalation: Escalation | None
    left: int


def officers_page(case: ToleranceCase, *, on: date) -> OfficersPage:
    """One case's named officers, recusals and escalation; a fixed number of queries."""
    grants = list(
        ToleranceGrant.records.filter(content_object=case)
        .select_related("user", "permission", "granted_by", "revoked_by")
        .order_by("valid_from", "pk")
    )
    pool = pool_of(case, on=on)
    aside = tuple(
        (person.name, "；".join(rules.AUTOMATIC[code] for code in rules.AUTOMATIC if code in person.grounds))
        for person in pool.values()
        if person.grounds
    )
    open_now = [grant for grant in grants if grant.revoked_on is None and grant.valid_to >= on]
    return OfficersPage(
        tuple(open_now),
        tuple(grant for grant in grants if grant not in open_now),
        aside,
        tuple(case.recusals.select_related("officer", "asked_by", "decided_by").order_by("pk")),
        tuple(case.participants.select_related("declared_by")),
        case.escalations.select_related("entered_by").order_by("-pk").first(),
        sum(person.free for person in pool.values()),
    )


def nameable(case: ToleranceCase, *, on: date) -> list[User]:
    """Whom a form offers: those of the two offices who are free; after an arrangement, everybody who is."""
    pool = pool_of(case, on=on)
    free = [pk for pk, person in pool.items() if person.free]
    wanted = Q(pk__in=free)
    if called_in(case):
        barred = [pk for pk, person in pool.items() if not person.free]
        wanted = Q(is_active=True, is_system=False) & ~Q(pk__in=barred)
    return list(User.objects.filter(wanted).order_by("name", "pk"))


def known_officers(case: ToleranceCase, *, on: date) -> list[User]:
    """Whose recusal may be asked for: the officers named today and the heads of both offices."""
    named = ToleranceGrant.records.in_force(on=on).filter(content_object=case).order_by().values("user")
    return list(User.objects.filter(Q(pk__in=named) | Q(pk__in=heads_today())).order_by("name", "pk"))
