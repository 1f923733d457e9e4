"""A register for tests of lists: units in a tree and people in them, as services would leave them."""

from __future__ import annotations

from typing import Any

from accounts.models import Role, Unit, UnitKind
from cadres.models import Appointment, Cadre, ExportRequest, Post, PostRank
from core.crypto import lookup_hash
from core.models import SavedView
from core.pinyin import pinyin_of
from tests.support.people import user_with

IDENTITY, PHONE = "99000019850215183", "1996671"


def unit_named(name: str, *, parent: Unit | None = None, kind: str = UnitKind.SCHOOL) -> Unit:
    return Unit.objects.get_or_create(name=name, defaults={"parent": parent, "kind": kind})[0]


def listed(staff_no: str, name: str = "张伟", *, unit: Unit | None = None, **facts: Any) -> Cadre:
    """A person in the register with an open primary post; facts: columns of person, post and appointment."""
    office = {key: facts.pop(key) for key in ("in_post_since", "admin_level") if key in facts}
    post = {key: facts.pop(key) for key in ("rank", "is_key", "title") if key in facts}
    pinyin, initials = pinyin_of(name)
    identity = facts.pop("identity_no", f"{IDENTITY}{staff_no[-1]}")
    cadre = Cadre.objects.create(
        staff_no=staff_no,
        name=name,
        pinyin=pinyin,
        initials=initials,
        identity_no=identity,
        identity_hash=lookup_hash(identity + staff_no, "identity"),
        phone=f"{PHONE}{staff_no[-4:]}",
        **{"born": "1975-03", "sex": "男", "political_status": "中共党员", **facts},
    )
    held, _ = Post.objects.get_or_create(
        unit=unit or unit_named("教务处", kind=UnitKind.OFFICE),
        **{"title": f"处长{staff_no}", "rank": PostRank.CHIEF, **post},
    )
    Appointment.objects.create(cadre=cadre, post=held, **{"in_post_since": "2022-09", **office})
    return cadre


def many(count: int, *, unit: Unit | None = None, first: int = 30_001) -> list[Cadre]:
    return [listed(f"{first + i}", f"王{chr(0x4E00 + 3 * i)}", unit=unit) for i in range(count)]


def furnish_lists() -> None:
    """An export request of somebody who is none of the visitors, and a view of theirs."""
    asker = user_with(Role.ORG_OFFICER, staff_no="90077", name="吴昊")
    ExportRequest.objects.create(
        requester=asker, purpose="报送年度统计", query="columns=phone", row_count=1, rows_sha256="0" * 64
    )
    SavedView.objects.create(user=asker, list_name="cadres", name="女干部", query="sex=%E5%A5%B3")


def request_pk() -> list[object]:
    return [ExportRequest.objects.get(requester__staff_no="90077").pk]


def view_pk() -> list[object]:
    return [SavedView.objects.get(user__staff_no="90077").pk]
