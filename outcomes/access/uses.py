"""Who sees the first 20 % and the last 3 % of a year, and who may take which step: two halves held together.

| role | commendation | judgement of the last | reminder talk |
|---|---|---|---|
| 组织部负责人 | all; every step | all; every step | all with content; names who talks, records for a leader |
| 组织部工作人员 | all; every step but revoking | all; every step | all without content; pauses the clock |
| 纪委监察部门负责人 | all, to read | all, to read | all without content |
| 分管领导 | none | none | the own ones: records, follows up |
| 二级党组织 | candidates of the own units by name, no rank; supplies evidence | none | none |
| 干部 | none | none | the own one, once decided; confirms the record |
| 纪委监察部门工作人员, 党办, the three officers | none | none | none |

Who takes part in a year sees nobody of the own category before its decision, and never the own row by a role.
After `seen_until` judgement and talk are in no list and no inbox: they are records, which the head of the
organization department alone may open, leaving a trace. So is at once who came off the list before anybody
judged, but for the trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.models import Role
from accounts.selectors import Visitor, roles_of, scopes_of
from appraisal.models import Participant
from appraisal.models.cycle import AFTER_DECISION
from cadres.models import Cadre
from core import clock

if TYPE_CHECKING:
    from ..models import BottomReview, CommendationCase, ReminderTalk  # noqa: F401 - named in the bases below

ORG = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
READERS = ORG | {Role.DISCIPLINE_HEAD}
CANDIDATE_READERS = READERS | {Role.UNIT_PARTY}
TALK_READERS = READERS | {Role.LEADER, Role.CADRE}

LIST_PEOPLE, SUPPLY, SUBMIT, REOPEN, PUBLISH, COMMEND, REVOKE = (
    "list_people", "supply", "submit", "reopen", "publish", "commend", "revoke",
)  # fmt: skip
FACTS, ASSIGN, PAUSE, RECORD, RECORD_FOR_LEADER, CONFIRM, FOLLOW_UP, READ = (
    "facts", "assign", "pause", "record", "record_for_leader", "confirm", "follow_up", "read",
)  # fmt: skip
# States by value: the models import this module.
OFF_LIST = ("lapsed", "withdrawn")
# By role; who the steps of a talk ask besides, `may_talk` says.
STEPS: Mapping[str, frozenset[Role]] = {
    LIST_PEOPLE: ORG,
    SUPPLY: ORG | {Role.UNIT_PARTY},
    SUBMIT: ORG,
    REOPEN: ORG,
    PUBLISH: ORG,
    COMMEND: ORG,
    REVOKE: frozenset({Role.ORG_HEAD}),
    FACTS: ORG,
    ASSIGN: frozenset({Role.ORG_HEAD}),
    PAUSE: ORG,
    RECORD: frozenset({Role.LEADER}),
    RECORD_FOR_LEADER: frozenset({Role.ORG_HEAD}),
    CONFIRM: frozenset({Role.CADRE}),
    FOLLOW_UP: frozenset({Role.LEADER, Role.ORG_HEAD}),
    READ: frozenset({Role.ORG_HEAD}),
}


def held_by(user: Visitor) -> set[Role]:
    """The user's roles of today."""
    return roles_of(user, on=clock.today())


def may(user: Visitor, step: str, *, held: Iterable[Role] | None = None) -> bool:
    """Whether the user's roles allow the step on a visible row today. Raises KeyError for an unknown step."""
    return bool(STEPS[step] & set(held_by(user) if held is None else held))


def talk_steps(user: Visitor, talk: ReminderTalk, *, held: Iterable[Role] | None = None) -> frozenset[str]:
    """All steps that the user may take on a visible talk today; needs `review.participant.cadre`."""
    roles = set(held_by(user) if held is None else held)
    own = _staff_no(user) == talk.review.participant.cadre.staff_no
    found = set()
    if own:
        return frozenset({READ, CONFIRM} if Role.CADRE in roles else set())
    if Role.LEADER in roles and talk.leader_id is not None and talk.leader_id == user.pk:
        found |= {READ, RECORD, FOLLOW_UP}
    if Role.ORG_HEAD in roles:
        found |= {READ, ASSIGN, PAUSE, RECORD_FOR_LEADER, FOLLOW_UP}
    if Role.ORG_OFFICER in roles:
        found.add(PAUSE)
    return frozenset(found)


class CommendationQuerySet(models.QuerySet["CommendationCase"]):
    """Candidates; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> CommendationQuerySet:
        """All for the readers; for a unit's Party organisation the candidates of its own units."""
        scopes = scopes_of(user, on=clock.today())
        if READERS & scopes.keys():
            return self.exclude(_hidden(user))
        if Role.UNIT_PARTY not in scopes:
            return self.none()
        own = Cadre.objects.within(scopes[Role.UNIT_PARTY])
        return self.filter(participant__cadre__in=own).exclude(state="lapsed").exclude(_hidden(user))


class BottomQuerySet(models.QuerySet["BottomReview"]):
    """Judgements of the last; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> BottomQuerySet:
        """All for the readers, nobody else; past `seen_until` for the head alone."""
        held = held_by(user)
        if not READERS & held:
            return self.none()
        found = self.exclude(_hidden(user))
        return found if Role.ORG_HEAD in held else found.filter(_still_seen(""))

    def in_view(self) -> BottomQuerySet:
        """Those that lists show: without the records that are left to the head."""
        return self.exclude(_past(""))

    def past(self) -> BottomQuerySet:
        """The records that are left to the head."""
        return self.filter(_past(""))


class TalkQuerySet(models.QuerySet["ReminderTalk"]):
    """Reminder talks; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> TalkQuerySet:
        """All for the readers, the own ones for leader and cadre; past `seen_until` for the head alone."""
        held = held_by(user)
        own = Q(review__participant__cadre__staff_no=_staff_no(user))
        seen = _still_seen("review__")
        found = Q(pk__in=())
        if READERS & held:
            everything = Q() if Role.ORG_HEAD in held else seen
            found |= everything & ~own
        if Role.LEADER in held:
            found |= Q(leader_id=user.pk) & seen & ~own
        if Role.CADRE in held:
            found |= own & seen
        return self.filter(found)

    def in_view(self) -> TalkQuerySet:
        """Those that lists, inboxes and reminders show."""
        return self.exclude(_past("review__"))


def _staff_no(user: Visitor) -> str:
    return getattr(user, "staff_no", "")


def _past(path: str) -> Q:
    return Q(**{f"{path}seen_until__lt": clock.today()})


def _still_seen(path: str) -> Q:
    """Of a judgement: it waits for one, or its days are not over. Who left the list unjudged has none."""
    waits = Q(**{f"{path}seen_until__isnull": True}) & ~Q(**{f"{path}state__in": OFF_LIST})
    return waits | Q(**{f"{path}seen_until__gte": clock.today()})


def _hidden(user: Visitor) -> Q:
    """The own row; and the own category in every undecided year that the user takes part in. One query."""
    staff_no = _staff_no(user)
    hidden = Q(participant__cadre__staff_no=staff_no)
    parts = Participant.objects.filter(cadre__staff_no=staff_no).exclude(cycle__state__in=AFTER_DECISION)
    rows: Iterable[Any] = parts.order_by().values_list("cycle_id", "category", "result__category")
    for cycle, *names in rows if staff_no else ():
        own = [name for name in names if name]
        listed = Q(participant__category__in=own) | Q(participant__result__category__in=own)
        hidden |= Q(participant__cycle=cycle) & listed
    return hidden
