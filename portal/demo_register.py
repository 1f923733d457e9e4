"""What the demo's files cannot say of the register: the unit tree and its past, side posts, time away."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Role, RoleGrant, Unit, UnitName, User
from accounts.services.units import supervision_start, unit_merge, unit_move, unit_open
from appraisal.models import Participant
from cadres.models import Appointment, Cadre
from cadres.services import absence_add, appointment_edit, appointment_start, kin_add, post_create

from .demo.institution import YEAR

# name of a group of units -> kind, and the units that stand below it ("": all others of that kind)
GROUPS = {
    "党群工作部门": ("机关部门", ("党委办公室", "组织部", "宣传部", "统战部", "纪委办公室", "学生工作部",
                              "保卫处", "巡察工作办公室")),
    "行政职能部门": ("机关部门", ()),
    "文理学部": ("二级学院", ("文学院", "法学院", "外国语学院", "数学学院", "物理学院", "化学化工学院",
                          "生命科学学院", "马克思主义学院", "经济管理学院")),
    "工学部": ("二级学院", ()),
    "教学科研支撑单位": ("直属单位", ()),
}  # fmt: skip
FIRST = "党群工作部门"


@transaction.atomic
def demo_register_complete(*, actor: User) -> bool:
    """Adds it once, after the files and the accounts; whether there was anything to add."""
    if Unit.objects.filter(name=FIRST).exists():
        return False
    _tree(actor)
    _past(actor)
    _side_posts(actor)
    _probation(actor)
    _time_away(actor)
    _supervision(actor)
    return True


def _tree(actor: User) -> None:
    units = {unit.name: unit for unit in Unit.objects.filter(parent__isnull=True, valid_to__isnull=True)}
    for name, (kind, below) in GROUPS.items():
        group = unit_open(name=name, kind=kind, actor=actor)
        for own in below or [unit.name for unit in units.values() if unit.kind == kind]:
            if unit := units.pop(own, None):
                unit_move(unit=unit, version=unit.version, parent=group, actor=actor)


def _past(actor: User) -> None:
    """A unit that was merged, and one that had another name."""
    languages, computing = Unit.objects.get(name="外国语学院"), Unit.objects.get(name="计算机学院")
    merged = unit_open(
        name="国际教育学院",
        kind=languages.kind,
        parent=languages.parent,
        valid_from=date(2010, 9, 1),
        document_no="校发〔2010〕21号",
        actor=actor,
    )
    unit_merge(
        unit=merged,
        version=merged.version,
        successor=languages,
        merged_on=date(YEAR - 1, 6, 30),
        document_no=f"校发〔{YEAR - 1}〕18号",
        actor=actor,
    )
    UnitName.objects.create(unit=computing, name="信息工程学院", valid_to=date(2021, 8, 31))


def _side_posts(actor: User) -> None:
    """A new office whose head is vacant and acted for, and a dean who holds a second post."""
    parent = Unit.objects.get(name="行政职能部门")
    office = unit_open(
        name="发展规划处", kind=parent.kind, parent=parent, valid_from=date(YEAR, 3, 1), actor=actor
    )
    head = post_create(
        unit=office, values={"title": "发展规划处处长", "rank": "正职", "is_key": True}, actor=actor
    )
    dean = post_create(
        unit=Unit.objects.get(name="工学部"), values={"title": "工学部主任", "rank": "正职"}, actor=actor
    )
    deputy, engineer = _holder("校长办公室", "副职"), _holder("机械工程学院", "正职")
    for who, post, kind, number in ((deputy, head, "acting", 7), (engineer, dean, "concurrent", 9)):
        appointment_start(
            cadre=who,
            post=post,
            kind=kind,
            in_post_since=f"{YEAR}-03",
            document_no=f"校任〔{YEAR}〕{number}号",
            actor=actor,
        )


def _holder(unit: str, rank: str) -> Cadre:
    return Cadre.objects.filter(appointments__post__unit__name=unit, appointments__post__rank=rank).earliest(
        "pk"
    )


def _probation(actor: User) -> None:
    """Whoever took a post this year is on probation for one."""
    recent = Appointment.objects.filter(kind="primary", ended_on="", in_post_since__startswith=f"{YEAR}-")
    for held in recent.order_by("pk"):
        until = f"{YEAR + 1}-{int(held.in_post_since[5:7]):02}"
        values = {"probation_from": held.in_post_since, "probation_to": until}
        appointment_edit(
            appointment=held, version=held.version, values=values, reason="任职试用期一年", actor=actor
        )


def _time_away(actor: User) -> None:
    """The reasons for which the list leaves people ungraded stand in the register too."""
    kinds = {"病": "sick", "事假": "personal", "学习": "study", "挂职": "secondment", "援": "secondment"}
    ungraded = Participant.objects.filter(cycle__year=YEAR, graded=False).select_related("cadre")
    for person in ungraded.order_by("pk"):
        kind = next((kind for word, kind in kinds.items() if word in person.ungraded_reason), "")
        if kind:
            absence_add(
                cadre=person.cadre,
                kind=kind,
                starts=date(YEAR, 2, 17),
                ends=date(YEAR, 10, 31),
                note=person.ungraded_reason,
                actor=actor,
            )
    couple = list(Cadre.objects.order_by("staff_no")[:2])
    if len(couple) == 2:
        kin_add(
            cadre=couple[0],
            relation="spouse",
            name=couple[1].name,
            workplace="本校",
            relative=couple[1],
            actor=actor,
        )


def _supervision(actor: User) -> None:
    """The leader who signs in answers for the units of the grant."""
    grants = RoleGrant.objects.filter(role=Role.LEADER, unit__isnull=False, unit__valid_to__isnull=True)
    for grant in grants.select_related("user", "unit").order_by("pk"):
        if grant.unit is not None:
            supervision_start(unit=grant.unit, leader=grant.user, valid_from=grant.valid_from, actor=actor)
