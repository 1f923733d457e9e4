"""基本信息 of one cadre: the columns of the roster in groups, the numbers masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cadres.masking import masked_identity_no, masked_phone
from cadres.models import Appointment, Cadre
from core import clock

from ..access import PersonRights
from .tenure import term_of, whole_post

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Secret:
    """A number that is shown masked; `reveal` leads to the page that asks why it is wanted."""

    name: str
    masked: str
    reveal: str


def basics(cadre: Cadre) -> list[tuple[str, Facts]]:
    """The columns of the roster in groups, in its order."""
    today = clock.today()
    return [
        (
            "基本情况",
            [
                ("工号", cadre.staff_no),
                ("姓名", cadre.name),
                ("性别", cadre.sex),
                ("民族", cadre.ethnicity),
                ("籍贯", cadre.native_place),
                ("出生年月", _with_age(cadre.born, today)),
                ("政治面貌", cadre.political_status),
                ("入党时间", cadre.joined_party),
                ("参加工作时间", cadre.started_work),
                ("所在党组织", cadre.party_organisation),
            ],
        ),
        (
            "学历学位",
            [
                ("全日制学历", cadre.full_time_level),
                ("全日制学位", cadre.full_time_degree),
                ("毕业院校及专业", cadre.full_time_school),
                ("在职学历", cadre.in_service_level),
                ("在职学位", cadre.in_service_degree),
                ("毕业院校及专业", cadre.in_service_school),
                ("专业技术职务", cadre.professional_title),
                ("双肩挑", "是" if cadre.double_role else "否"),
            ],
        ),
    ]


def lead(cadre: Cadre, appointments: Iterable[Appointment]) -> str:
    """One line under the name: number, and what is held at present."""
    held = [
        whole_post(item) + ("" if item.kind == Appointment.Kind.PRIMARY else f"（{item.get_kind_display()}）")
        for item in appointments
        if item.is_open
    ]
    return f"工号 {cadre.staff_no} · {'；'.join(held) or '现无任职'}"


def left(cadre: Cadre) -> str:
    """When and why somebody left the register; empty while in it."""
    if cadre.status != Cadre.Status.LEFT:
        return ""
    reason = cadre.get_left_reason_display() if cadre.left_reason else "原因未登记"
    return f"{cadre.left_on or '时间未登记'}，{reason}。历史资料保留，不再参加考核和选拔。"


def present_post(appointments: Iterable[Appointment]) -> Facts:
    """职务与任期: the columns of the open primary appointment; empty without one."""
    return next(
        (
            [
                ("所在单位", item.post.unit.name),
                ("现任职务", f"{item.post.title}（{item.post.rank}）"),
                ("行政级别", item.admin_level),
                ("任现职时间", item.in_post_since),
                ("任现职级时间", item.in_rank_since),
                ("任期", term_of(item)),
                ("分管校领导", item.supervising_leader),
            ]
            for item in appointments
            if item.is_open and item.kind == Appointment.Kind.PRIMARY
        ),
        [],
    )


def secrets_of(cadre: Cadre, rights: PersonRights) -> list[Secret]:
    """Identity and phone number, masked; none for whom they are not."""
    if not rights.numbers:
        return []
    found = (
        ("身份证号", masked_identity_no(cadre.identity_no)),
        ("手机", masked_phone(cadre.phone)),
    )
    return [
        Secret(
            name, masked, reverse("cadre_reveal", args=[cadre.staff_no]) if rights.reveal and masked else ""
        )
        for name, masked in found
    ]


def contacts_of(cadre: Cadre, rights: PersonRights) -> Facts:
    """Mail and remark, where the numbers may be seen too."""
    return [("邮箱", cadre.email), ("备注", cadre.remark)] if rights.numbers else []


def _with_age(born: str, today: date) -> str:
    """1975-03（51 岁）: full years; of a birth known to the month only, once the month has begun."""
    if not born:
        return ""
    year, month, *day = (int(part) for part in born.split("-"))
    age = today.year - year - ((today.month, today.day) < (month, day[0] if day else 1))
    return f"{born}（{age} 岁）"
