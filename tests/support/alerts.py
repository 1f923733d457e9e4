"""One cadre of one unit, and who acts on the cadre's cards."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Role, RoleGrant, Unit, UnitKind, User
from alerts import services
from alerts.models import Card, RectificationItem, Signal
from cadres.models import Appointment, Cadre, Post, PostRank
from core import clock

from .people import SINCE, user_with

FACTS = "三月至五月，实验耗材采购三次未按程序验收。"


class Office:
    """The discipline office (head, officer, a second officer), the organization department, one unit."""

    def __init__(self) -> None:
        self.unit = Unit.objects.create(name="机械学院", kind=UnitKind.SCHOOL)
        self.cadre = cadre_in(self.unit, "30001", "欧阳文博")
        self.head = user_with(Role.DISCIPLINE_HEAD, staff_no="93001", name="纪检负责")
        self.officer = user_with(Role.DISCIPLINE_OFFICER, staff_no="93002", name="纪检甲")
        self.second = user_with(Role.DISCIPLINE_OFFICER, staff_no="93003", name="纪检乙")
        self.org_head = user_with(Role.ORG_HEAD, staff_no="93004", name="组织负责")
        self.org_officer = user_with(Role.ORG_OFFICER, staff_no="93005", name="组织甲")
        self.party = over(Role.UNIT_PARTY, self.unit, staff_no="93006", name="学院总支")
        self.leader = over(Role.LEADER, self.unit, staff_no="93007", name="分管校领导")
        self.own = user_with(Role.CADRE, staff_no=self.cadre.staff_no, name=self.cadre.name)

    def signal(self, **changes: Any) -> Signal:
        """Noted by hand by the officer."""
        given: dict[str, Any] = {
            "cadre": self.cadre, "unit": None, "account": "群众反映的采购验收问题。", "source": "专项检查",
            "highest": "admonition", "actor": self.officer,
        }  # fmt: skip
        return services.signal_note(**given | changes)

    def draft(self, kind: str = "yellow", **changes: Any) -> Card:
        """Judged by the head: a card that waits."""
        signal = self.signal()
        is_card = kind in ("hint", "yellow")
        given: dict[str, Any] = {
            "pk": signal.pk, "version": signal.version, "kind": kind, "cadre": self.cadre, "unit": self.unit,
            "matter": None, "title": "采购验收不规范" if is_card else "", "facts": FACTS if is_card else "",
            "actor": self.head,
        }  # fmt: skip
        return services.signal_take(**given | changes)

    def issued(self, kind: str = "yellow", *, points: int = 0, **changes: Any) -> Card:
        """Issued by the head whose it is."""
        card = self.draft(kind, **changes)
        if kind == "admonition":
            card = services.card_approve(
                **seen(card),
                approver="王书记",
                on=clock.today(),
                document_no="呈〔2026〕3 号",
                actor=self.org_head,
            )
        actor = self.head if card.is_card else self.org_head
        number = f"纪〔2026〕{card.pk} 号"
        return services.card_issue(**seen(card), document_no=number, points=Decimal(points), actor=actor)

    def signed(self, kind: str = "yellow", **changes: Any) -> Card:
        """The cadre has signed."""
        return services.card_sign(**seen(self.issued(kind, **changes)), actor=self.own)

    def item(self, card: Card, *, actor: User | None = None, unit: Unit | None = None) -> RectificationItem:
        """An item of the plan."""
        card.refresh_from_db()
        return services.item_write(
            card_pk=card.pk,
            version=card.version,
            pk=None,
            unit=unit,
            values=item_values(),
            actor=actor or self.own,
        )

    def mending(self, *, unit_item: bool = False) -> Card:
        """The plan is handed in with one item of the cadre's, and one of the unit's where asked."""
        card = self.signed()
        self.item(card)
        if unit_item:
            self.item(card, actor=self.party, unit=self.unit)
        card.refresh_from_db()
        return services.plan_submit(**seen(card), actor=self.own)

    def reported(self) -> Card:
        """Every item is closed by two and the report is handed in."""
        card = self.mending()
        item = card.items.get()
        item = services.item_finish(**of(item), evidence="制度已修订，台账附后", upload=None, actor=self.own)
        for actor in (self.officer, self.second):
            item = services.item_check(**of(item), actor=actor)
        card.refresh_from_db()
        services.report_submit(**seen(card), content="逐项整改到位。", upload=None, actor=self.own)
        card.refresh_from_db()
        return card

    def lifted(self) -> Card:
        """Two have checked and agree."""
        card = self.reported()
        services.recheck_propose(**seen(card), outcome="lift", finding="属实", actor=self.officer)
        card.refresh_from_db()
        return services.recheck_confirm(**seen(card), document_no="纪解〔2026〕1 号", actor=self.second)


def seen(card: Card) -> dict[str, int]:
    """The card as its user saw it."""
    return {"pk": card.pk, "version": card.version}


def of(item: RectificationItem) -> dict[str, int]:
    """The item as its user saw it."""
    return {"card_pk": item.card_id, "pk": item.pk, "version": item.version}


def item_values(**changes: Any) -> dict[str, Any]:
    """What stands in an item."""
    values: dict[str, Any] = {
        "problem": "耗材验收无两人签字",
        "cause": "验收制度不健全",
        "measure": "修订验收办法，两人到场签字",
        "remedy": "学院补验三批耗材",
        "helper": "学院总支书记",
        "owner": "欧阳文博",
        "due": clock.today() + timedelta(days=20),
    }
    return values | changes


def cadre_in(unit: Unit, number: str, name: str, *, since: str = "2024-03") -> Cadre:
    """A cadre who holds a post in the unit."""
    cadre = Cadre.objects.create(staff_no=number, name=name, pinyin="", born="1975-03")
    post = Post.objects.create(unit=unit, title=f"副院长{number}", rank=PostRank.DEPUTY)
    Appointment.objects.create(cadre=cadre, post=post, in_post_since=since)
    return cadre


def moved_to(cadre: Cadre, unit: Unit, on: date) -> None:
    """The cadre leaves the post for one in another unit."""
    Appointment.objects.filter(cadre=cadre, ended_on="").update(ended_on=on.isoformat())
    post = Post.objects.create(unit=unit, title=f"处长{cadre.staff_no}", rank=PostRank.CHIEF)
    Appointment.objects.create(cadre=cadre, post=post, in_post_since=f"{on:%Y-%m}")


def over(role: Role, unit: Unit, *, staff_no: str, name: str) -> User:
    """A user who holds the role over that unit."""
    user = user_with(staff_no=staff_no, name=name)
    RoleGrant.objects.create(user=user, role=role, unit=unit, valid_from=SINCE)
    return user
