"""A small register in the words of the field: units, posts, people, and who keeps them."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Role, RoleGrant, Supervision, Unit, UnitKind, User
from cadres.models import Appointment, Cadre, Post, PostRank
from core.pinyin import pinyin_of

SINCE = date(2020, 1, 1)


def unit(name: str, parent: Unit | None = None, kind: str = UnitKind.OFFICE) -> Unit:
    return Unit.objects.create(name=name, parent=parent, kind=kind)


def post(of: Unit, title: str = "处长", rank: str = PostRank.CHIEF, quota: int = 1) -> Post:
    return Post.objects.create(unit=of, title=title, rank=rank, quota=quota)


def cadre(staff_no: str, name: str = "陈静", **values: Any) -> Cadre:
    pinyin, initials = pinyin_of(name)
    return Cadre.objects.create(staff_no=staff_no, name=name, pinyin=pinyin, initials=initials, **values)


def appointed(
    who: Cadre, to: Post, kind: str = Appointment.Kind.PRIMARY, since: str = "2021-03"
) -> Appointment:
    return Appointment.objects.create(cadre=who, post=to, kind=kind, in_post_since=since)


def keeper(role: Role = Role.ORG_OFFICER, over: Unit | None = None, staff_no: str = "9001") -> User:
    """Somebody with the role over a unit, or everywhere."""
    user, _ = User.objects.get_or_create(staff_no=staff_no, defaults={"name": "许文澜"})
    RoleGrant.objects.create(user=user, role=role, unit=over, valid_from=SINCE)
    return user


def supervised() -> Supervision:
    """The first unit has a supervising leader: one object for each page below a unit."""
    leader, _ = User.objects.get_or_create(staff_no="9100", defaults={"name": "校领导甲"})
    found, _ = Supervision.objects.get_or_create(
        unit=Unit.objects.earliest("pk"), leader=leader, defaults={"valid_from": SINCE}
    )
    return found


def unit_pk() -> list[object]:
    return [Unit.objects.earliest("pk").pk]


def post_pk() -> list[object]:
    return [*unit_pk(), Post.objects.earliest("pk").pk]


def supervision_pk() -> list[object]:
    return [*unit_pk(), Supervision.objects.earliest("pk").pk]
