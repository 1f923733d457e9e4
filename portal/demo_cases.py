"""The demo's cases: an application being verified, a rumour just checked, a card to sign, a list of risks.

Each waits for somebody whose sign-in the visitor has (第八条、第十一至十四条).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Role, Unit, User
from alerts import services as alerts
from cadres.models import Cadre
from clarification import services as clarification
from core import clock
from supervision import services as supervision
from tolerance import services as tolerance
from tolerance.models import ToleranceCase

APPLICATION = {
    "matter": None,
    "matter_title": "实训设备采购超出批准期限",
    "matter_text": "为保证秋季学期按期开课，先行试用框架协议采购，验收比批准的期限晚了四十天。",
    "office": "discipline",
    "grounds": "设备交货在即，学校第一次采用框架协议采购，没有现成办法；发现超期后当天报告并追回差价。",
    "experience": "学校此前没有采用过框架协议采购，流程由我们先行探索。",
    "exploration": "上级文件当时鼓励试点，没有对这类采购作出限制。",
    "development": "为了实训中心按期开课，个人和亲友没有任何利益。",
    "new_facts": "",
    "conditions": ["not_forbidden", "pioneering", "made_good", "unselfish"],
}
TRIAGE = {
    "experience": "excused",
    "experience_reason": "首次采用，没有先例可以参照。",
    "exploration": "excused",
    "exploration_reason": "当时没有限制性规定。",
    "development": "unclear",
    "development_reason": "没有发现个人利益，还需要查阅供货合同。",
    "conditions": ["not_forbidden", "pioneering", "made_good"],
    "hard": [],
    "soft": [],
    "note": "",
}
RISKS: tuple[dict[str, Any], ...] = (
    {
        "power": "设备与耗材采购",
        "step": "确定供应商",
        "description": "小额采购不经比价，长期由同一家供货。",
        "kind": "process",
        "before": "三家比价，结果在单位内公开。",
        "during": "每月由财务秘书核对一次。",
        "after": "每学期抽查两成合同。",
        "heavy": False,
        "free": True,
        "tainted": False,
    },
    {
        "power": "科研经费审批",
        "step": "劳务费发放",
        "description": "发放名单与实际参加人员不符。",
        "kind": "post",
        "before": "名单由课题组全体成员确认。",
        "during": "发放后在单位内公示。",
        "after": "",
        "heavy": False,
        "free": False,
        "tainted": False,
    },
)


def demo_cases_complete() -> bool:
    """Does it once, after the accounts; whether there was anything to do. Visitors' own acts stay."""
    if ToleranceCase.objects.exists():
        return False
    cadre = Cadre.objects.get(staff_no=_of(Role.CADRE).staff_no)
    unit = Unit.objects.get(rolegrant__role=Role.UNIT_PARTY)
    others = list(Cadre.objects.exclude(pk=cadre.pk).order_by("staff_no")[:2])
    with transaction.atomic():
        _application(cadre)
        _rumour(others[0])
        _cards(cadre, others[1], unit)
        _risks(unit)
    return True


def _of(role: Role, place: int = 0) -> User:
    return User.objects.filter(grants__role=role).order_by("pk")[place]


def _application(cadre: Cadre) -> None:
    """Of the cadre who can sign in, taken in and being verified by the two officers who can."""
    own = User.objects.get(staff_no=cadre.staff_no)
    case = tolerance.case_start(cadre_pk=cadre.pk, applicant="cadre", office="discipline", actor=own)
    case = tolerance.case_save(pk=case.pk, version=case.version, values=APPLICATION, actor=own)
    case = tolerance.case_submit(pk=case.pk, version=case.version, actor=own)
    tolerance.triage_record(
        pk=case.pk, version=case.version, values=TRIAGE, actor=_of(Role.DISCIPLINE_OFFICER, 1)
    )
    case.refresh_from_db()
    officers = {_of(Role.DISCIPLINE_OFFICER).pk, _of(Role.ORG_OFFICER).pk}
    tolerance.case_accept(
        pk=case.pk, version=case.version, officers=officers, actor=_of(Role.DISCIPLINE_HEAD)
    )


def _rumour(cadre: Cadre) -> None:
    """Checked and found untrue; the head has to look at the finding."""
    officer = _of(Role.DISCIPLINE_OFFICER)
    case = clarification.proposal_begin(
        cadre_pk=cadre.pk,
        origin="rumour",
        facts="网络群组中传言其在职称评审中为亲友打招呼。",
        content="没有参加该次评审，也没有接触过评委。",
        external_no="",
        actor=officer,
    )
    clarification.finding_record(
        pk=case.pk,
        version=case.version,
        outcome="untrue",
        finding="调阅评审会议记录和评委名单，并与当时在场人员核对，所传情况不存在。",
        finding_no=f"纪核〔{clock.today().year}〕12 号",
        checked_on=clock.today(),
        external_no="",
        spread=["chiefs"],
        spread_units=[],
        spread_from=clock.today() - timedelta(days=30),
        matter=None,
        actor=officer,
    )


def _cards(signs: Cadre, judged: Cadre, unit: Unit) -> None:
    """One to be signed by the cadre who can sign in, and one signal to be judged."""
    officer, head = _of(Role.DISCIPLINE_OFFICER), _of(Role.DISCIPLINE_HEAD)
    signal = alerts.signal_note(
        cadre=signs,
        unit=None,
        account="内部审计抽查：两次小额采购的验收单晚于付款。",
        source="内部审计抽查",
        highest="yellow",
        actor=officer,
    )
    card = alerts.signal_take(
        pk=signal.pk,
        version=signal.version,
        kind="hint",
        cadre=signs,
        unit=unit,
        matter=None,
        title="小额采购验收滞后",
        facts="上半年两次小额采购先付款、后验收，未造成损失。",
        actor=head,
    )
    number = f"纪预〔{clock.today().year}〕6 号"
    alerts.card_issue(pk=card.pk, version=card.version, document_no=number, points=Decimal(0), actor=head)
    alerts.signal_note(
        cadre=judged,
        unit=None,
        account="巡察整改台账中一项整改超过时限二十天，单位未说明原因。",
        source="巡察整改督查",
        highest="yellow",
        actor=officer,
    )


def _risks(unit: Unit) -> None:
    """Kept by the Party organisation whose sign-in the visitor has."""
    secretary = _of(Role.UNIT_PARTY)
    for risk in RISKS:
        supervision.risk_add(unit=unit, title="主持工作的负责人", actor=secretary, owner="", **risk)
    supervision.item_record(
        unit=unit,
        cadre=None,
        kind="inspection",
        period=str(clock.today().year),
        status="waiting",
        due_on=date(clock.today().year, 12, 31),
        done_on=None,
        document_no="",
        actor=secretary,
    )
