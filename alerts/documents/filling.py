"""The papers of one card, from what is stored (第八、十三条)."""

from __future__ import annotations

from core.models import Installation
from policy.alerts import FINDINGS
from policy.alerts_steps import ADMONITION, INQUIRY, REMINDER

from ..models import Card, Report
from ..selectors.standing import post_of
from . import contexts
from . import letter as letter_paper
from . import lifting as lifting_paper
from . import notice as notice_paper
from . import rectification_report as report_paper
from . import talk as talk_paper

TITLES = {REMINDER: "提醒函", INQUIRY: "函询通知书", ADMONITION: "诫勉书"}
OPENINGS = {
    REMINDER: "现就以下事项对你提醒：",
    INQUIRY: "请你就以下事项如实作出书面说明：",
    ADMONITION: "经党委书记批准，现就以下问题对你诫勉：",
}
OFFICES = {True: "纪委监察部门", False: "党委组织部"}


def name_of(card: Card) -> str:
    """The paper's name as a file."""
    word = TITLES.get(card.kind) or f"{card.get_kind_display()}通知书"
    return f"{word}.docx"


def paper_of(card: Card) -> bytes:
    """The notice or letter of a card that is issued."""
    return _notice(card) if card.is_card else _letter(card)


def _notice(card: Card) -> bytes:
    demands = ["收到后在规定期限内签收，并逐项写出整改方案，明确措施、责任人和时限。"]
    demands.append("所在单位党组织要采取补救措施，帮助整改；整改完成后提交整改报告，由两人核查。")
    return notice_paper(
        contexts.Notice(
            word=card.get_kind_display(),
            title=card.title,
            facts=contexts.paragraphs(card.facts or ""),
            demands=tuple(demands),
            **_head(card),
        )
    )


def _letter(card: Card) -> bytes:
    demands = {
        REMINDER: "请引起重视，及时改进。",
        INQUIRY: "请在收到本通知之日起规定期限内，将本人签字的书面说明送交签发部门。",
        ADMONITION: "请按期提交书面检讨并认真整改，期满后由签发部门跟踪了解整改情况。",
    }[card.kind]
    return letter_paper(
        contexts.Letter(
            title=TITLES[card.kind], opening=OPENINGS[card.kind], demands=(demands,), **_head(card)
        )
    )


def talk_of(card: Card) -> bytes:
    """诫勉谈话记录 to be filled in."""
    approved = f"{card.approver}，{contexts.day(card.approved_on)}，{card.approval_no}"
    return talk_paper(
        contexts.Talk(
            number=card.document_no,
            name=card.cadre.name,
            unit=card.unit.name,
            post=post_of(card.cadre),
            approved=approved,
        )
    )


def report_of(card: Card, report: Report) -> bytes:
    """整改报告, with the finding once two have confirmed it."""
    recheck = getattr(report, "recheck", None)
    told = recheck is not None and recheck.second is not None
    return report_paper(
        contexts.RectificationReport(
            number=card.document_no,
            title=card.title,
            name=card.cadre.name,
            unit=card.unit.name,
            post=post_of(card.cadre),
            items=tuple(
                contexts.Item(
                    problem=item.problem or "",
                    measure=item.measure,
                    remedy=item.remedy,
                    owner=item.owner,
                    due=contexts.day(item.due),
                    result=item.evidence or item.get_state_display(),
                )
                for item in card.items.all()
            ),
            content=contexts.paragraphs(report.content or ""),
            submitted=f"{report.by.name}　{contexts.day(report.on)}",
            finding=contexts.paragraphs(recheck.finding or "") if told and recheck else (),
            outcome=FINDINGS[recheck.outcome] if told and recheck else "",
            checked=f"{recheck.by.name}、{recheck.second.name}　{contexts.day(recheck.confirmed_on)}"
            if told and recheck and recheck.second
            else "",
        )
    )


def lifting_of(card: Card) -> bytes:
    """解除通知书 of a lifted card."""
    return lifting_paper(
        contexts.Lifting(
            word=card.get_kind_display(),
            of_number=card.document_no,
            title=card.title,
            **{**_head(card), "number": card.end_no, "on": contexts.day(card.ended_on)},
        )
    )


def _head(card: Card) -> dict[str, str]:
    """Whom, under which number, by whom, when."""
    school = Installation.objects.first()
    return {
        "number": card.document_no,
        "name": card.cadre.name,
        "unit": card.unit.name,
        "post": post_of(card.cadre),
        "issuer": f"{school.name if school else ''}{OFFICES[card.is_card]}",
        "on": contexts.day(card.issued_on),
    }
