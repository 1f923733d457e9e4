"""Who sees which signal and card, and who may take which step: two halves held together.

| role | signals (预警信息) | cards | steps |
|---|---|---|---|
| 纪委监察部门 | all | all | all of the office; 签发 by its head |
| 组织部 | all | all | 提醒、函询、诫勉; none of 预警提示 and 黄牌警示 |
| 分管领导 | none | issued ones of the own scope | none |
| 二级党组织 | none | 预警提示、黄牌警示 of the own units, with their items | plan, items, report |
| 干部 | never | the own, once issued | signs, plans, mends, reports |
| everybody else | none | none | none |

Nobody sees a signal about oneself, nor takes an office's step on a card of the own; what is on the head of
the discipline office is the organization department's. What was taken back
(撤销、免责) is shown to the two departments and to the cadre alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Role, RoleGrant
from accounts.selectors import UnitScope, Visitor, scopes_of
from cadres.models import Cadre
from core import clock
from matters.models import Relief
from policy.alerts_steps import (
    BEFORE_ISSUE,
    CADRE,
    CARDS,
    HEADS,
    STEPS,
    UNIT,
    VOID,
    steps_in,
)

if TYPE_CHECKING:
    from .models import Card, Education, RectificationItem, Signal  # noqa: F401 - named in the bases below

Scopes = Mapping[Role, UnitScope]
DISCIPLINE = frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
READERS = DISCIPLINE | {Role.ORG_HEAD, Role.ORG_OFFICER}
JUDGES = frozenset(Role(code) for code in HEADS)
HAVE_UNITS = frozenset({Role.LEADER, Role.UNIT_PARTY})
EDUCATORS = DISCIPLINE | {Role.UNIT_PARTY}
ATTENDS = READERS | HAVE_UNITS | {Role.CADRE}
OFFICE_ROLES = READERS


def scopes_today(user: Visitor) -> dict[Role, UnitScope]:
    """The user's roles of today with where each reaches."""
    return scopes_of(user, on=clock.today())


def staff_no_of(user: Visitor) -> str:
    """工号 of who signs in; empty for nobody."""
    return getattr(user, "staff_no", "")


class SignalQuerySet(models.QuerySet["Signal"]):
    """Signals; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> SignalQuerySet:
        """All that are not erased for the two departments, but never one about the reader."""
        held = scopes_today(user) if scopes is None else scopes
        if not READERS & held.keys():
            return self.none()
        about_self = Q(cadre__isnull=False, cadre__staff_no=staff_no_of(user))
        return self.exclude(state="erased").exclude(about_self)


class CardQuerySet(models.QuerySet["Card"]):
    """Cards; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> CardQuerySet:
        """By the table above; at most two queries besides."""
        held = scopes_today(user) if scopes is None else scopes
        own = Q(cadre__staff_no=staff_no_of(user))
        issued = ~Q(state__in=BEFORE_ISSUE)
        found = Q(pk__in=())
        if READERS & held.keys():
            found |= ~own
        for role in HAVE_UNITS & held.keys():
            kinds = Q(kind__in=CARDS) if role == Role.UNIT_PARTY else Q()
            found |= kinds & issued & ~Q(state__in=VOID) & ~own & of_units(held[role])
        if Role.CADRE in held:
            found |= own & issued
        return self.filter(found)

    def counted(self) -> CardQuerySet:
        """What counts today: issued, not taken back, its mark standing and lifted by nothing (第十四条).

        `matters` is asked, so that no copy here can count what is lifted there.
        """
        today = clock.today()
        lifting = Relief.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=today),
            Q(valid_to__isnull=True) | Q(valid_to__gt=today),
            matter=OuterRef("matter"),
            cadre=OuterRef("cadre"),
        )
        issued = self.exclude(state__in=BEFORE_ISSUE | VOID).filter(mark__dropped_at__isnull=True)
        return issued.filter(~Exists(lifting))


def of_units(scope: UnitScope) -> Q:
    """Cards that concern these units: their people of today, or an item that the unit itself mends."""
    if scope.everywhere:
        return Q()
    return Q(cadre__in=Cadre.objects.within(scope)) | Q(
        pk__in=_item_model().objects.filter(unit__in=scope.unit_ids).values("card")
    )


def _item_model() -> Any:
    from .models import RectificationItem  # noqa: PLC0415 - the models are made from this module

    return RectificationItem


def steps_of(user: Visitor, card: Card, *, scopes: Scopes | None = None) -> frozenset[str]:
    """All steps that the user may take on a visible card in its present state."""
    return steps_in(card.state, card.kind, _roles_on(user, card, scopes), heads_of(card))


def may(user: Visitor, step: str, card: Card, *, scopes: Scopes | None = None) -> bool:
    """Whether the user's roles allow the step on a visible card, whatever its state.

    Raises KeyError for an unknown step.
    """
    return bool(STEPS[step].roles_of(card.kind, heads_of(card)) & _roles_on(user, card, scopes))


def heads_of(card: Card) -> frozenset[str]:
    """Of which of the two offices the card's cadre is the head today. One query."""
    held = RoleGrant.objects.in_force(on=clock.today()).filter(user__staff_no=card.cadre.staff_no)
    return frozenset(held.filter(role__in=HEADS).values_list("role", flat=True))


def _roles_on(user: Visitor, card: Card, scopes: Scopes | None) -> frozenset[str]:
    """The roles in which the user meets this card: as the cadre, as an office, as the unit's organisation."""
    held = scopes_today(user) if scopes is None else scopes
    if card.cadre.staff_no == staff_no_of(user):
        return frozenset({CADRE} if Role.CADRE in held else ())
    found = {role.value for role in OFFICE_ROLES & held.keys()}
    if (
        Role.UNIT_PARTY in held
        and type(card).objects.filter(of_units(held[Role.UNIT_PARTY]), pk=card.pk).exists()
    ):
        found.add(UNIT)
    return frozenset(found)


def items_for(
    user: Visitor, card: Card, *, scopes: Scopes | None = None
) -> models.QuerySet[RectificationItem]:
    """The items of a visible card that concern the user.

    The cadre's own ones go where the cadre goes; a unit's item stays with its unit.
    """
    held = scopes_today(user) if scopes is None else scopes
    rows: models.QuerySet[RectificationItem] = card.items.all()
    if card.cadre.staff_no == staff_no_of(user) or READERS & held.keys():
        return rows
    scope = UnitScope.union(held[role] for role in HAVE_UNITS if role in held)
    if scope.everywhere:
        return rows
    found = Q(unit__in=scope.unit_ids)
    if Cadre.objects.within(scope).filter(pk=card.cadre_id).exists():
        found |= Q(unit__isnull=True)
    return rows.filter(found)


def mends(user: Visitor, item: RectificationItem, *, scopes: Scopes | None = None) -> bool:
    """Whether the user reports on that item: the cadre on the own, a unit's organisation on its unit's."""
    held = scopes_today(user) if scopes is None else scopes
    if item.card.cadre.staff_no == staff_no_of(user):
        return item.unit_id is None and Role.CADRE in held
    if Role.UNIT_PARTY not in held:
        return False
    scope = held[Role.UNIT_PARTY]
    if item.unit_id is not None:
        return scope.covers(item.unit_id)
    return Cadre.objects.within(scope).filter(pk=item.card.cadre_id).exists()


def may_judge(user: Visitor, *, scopes: Scopes | None = None) -> bool:
    """Whether the user dismisses signals or makes cards of them: the heads of the two departments."""
    held = scopes_today(user) if scopes is None else scopes
    return bool(JUDGES & held.keys())


def may_note(user: Visitor, *, scopes: Scopes | None = None) -> bool:
    """Whether the user notes a signal by hand."""
    held = scopes_today(user) if scopes is None else scopes
    return bool(READERS & held.keys())


class EducationQuerySet(models.QuerySet["Education"]):
    """Events of warning education; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> EducationQuerySet:
        """All for the two departments; those of the own scope and of the whole school; the own attendance."""
        held = scopes_today(user) if scopes is None else scopes
        if READERS & held.keys():
            return self.all()
        found = Q(pk__in=())
        scope = UnitScope.union(held[role] for role in HAVE_UNITS if role in held)
        if scope.everywhere:
            return self.all()
        if scope:
            found |= Q(unit__isnull=True) | Q(unit__in=scope.unit_ids)
        if Role.CADRE in held:
            found |= Q(attendance__cadre__staff_no=staff_no_of(user))
        return self.filter(found).distinct()


def educates(user: Visitor, *, scopes: Scopes | None = None) -> bool:
    """Whether the user records events at all: the discipline office, and a unit's organisation its own."""
    held = scopes_today(user) if scopes is None else scopes
    return bool(EDUCATORS & held.keys())


def may_educate(user: Visitor, unit_id: int | None, *, scopes: Scopes | None = None) -> bool:
    """Whether the user records an event of that unit, None for one of the whole school."""
    held = scopes_today(user) if scopes is None else scopes
    if DISCIPLINE & held.keys():
        return True
    return unit_id is not None and Role.UNIT_PARTY in held and held[Role.UNIT_PARTY].covers(unit_id)
