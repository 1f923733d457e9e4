"""Contexts of a case's documents from what is stored; who may have which is said by `documents_of`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.models import Installation
from decisions import registry
from decisions.models import AgendaItem
from decisions.selectors import minutes_context
from policy.tolerance_terms import (
    CONDITIONS,
    DISCIPLINE,
    DISTINCTIONS,
    EXEMPT,
    FACTORS,
    LIGHTER,
    NOT_TOLERATED,
    OFFICE,
    OFFICES,
    REDUCED,
    UNIT,
    State,
)

from ..models import ToleranceCase
from ..models.intake import OF_APPLICATION
from ..selectors import review_until, told_on
from . import contexts as c
from . import written

INFLUENCE = "影响期按实际给予的处分或者组织处理，依照有关规定执行（第十四条）。"
EFFECTS: Mapping[str, tuple[str, ...]] = {
    EXEMPT: (
        "本事项不再进行责任追究（第十二条）。",
        "在考核、评先评优、提拔任用、职级职称晋升和优秀年轻干部资格等方面不受影响（第十四条）。",
        "本认定只对本人在本事项上有效，不及于他人和其他事项。",
    ),
    LIGHTER: ("由有权处理的机构根据有关规定从轻处理（第十二条）。", INFLUENCE),
    REDUCED: ("由有权处理的机构根据有关规定减轻处理（第十二条）。", INFLUENCE),
}
NOT_ENTERED = "内容见纸质材料。"


@dataclass(frozen=True)
class Document:
    """A document that a case has by now. inside: for the two offices alone."""

    code: str
    label: str
    inside: bool = False


def documents_of(case: ToleranceCase, *, inside: bool, own: bool) -> tuple[Document, ...]:
    """What can be printed now, for who reads what the offices wrote, and for the cadre."""
    outcome = case.outcome_in_force
    told = told_on(case) is not None
    found = [
        (case.submitted_on is not None, Document("application", "容错申请表")),
        (case.accepted_on is not None, Document("acceptance", "受理通知书")),
        (bool(case.refusal), Document("refusal", "不予受理告知书")),
        (case.verifications.exists(), Document("verification", "核实报告", inside=True)),
        (case.factors.exists(), Document("factors", "六要素分析表", inside=True)),
        (outcome is not None, Document("minutes", "党委会议纪要摘录", inside=True)),
        (outcome is not None and outcome.kind != NOT_TOLERATED, Document("finding", "容错认定书")),
        (getattr(outcome, "publication", None) is not None, Document("public", "公开稿")),
        (outcome is not None and outcome.kind == NOT_TOLERATED, Document("reply", "答复书")),
        (outcome is not None, Document("upward", "报备函", inside=True)),
    ]
    return tuple(
        one
        for there, one in found
        if there and (inside or (own and not one.inside and (told or one.code not in ("finding", "reply"))))
    )


def document_written(code: str, case: ToleranceCase, *, inside: bool) -> bytes:
    """The Word file. Raises KeyError for an unknown code.

    What the other side wrote is for the offices (inside) alone, as on the page.
    """
    if code == "minutes":
        return _minutes(case)
    context = _FILLED[code](case)
    if isinstance(context, c.Application) and not inside:
        context = replace(context, opinions=())
    return written(code, context)


def _minutes(case: ToleranceCase) -> bytes:
    """The extract of the meeting's own minutes, by whom it is written in this installation."""
    outcome, render = case.outcome_in_force, registry.document_of(registry.MINUTES)
    if outcome is None or render is None:
        raise KeyError("minutes")
    item = AgendaItem.objects.select_related("meeting").get(entries=outcome.entry)
    return render(minutes_context(item))


def _head(case: ToleranceCase, *, office: str = "") -> dict[str, str]:
    installation = Installation.objects.first()
    school = installation.name if installation else ""
    body = "纪律检查委员会" if (office or case.office) == DISCIPLINE else "委员会组织部"
    return {
        "case": case.number,
        "name": case.cadre.name,
        "unit": case.unit.name if case.unit else "",
        "matter": case.matter_words,
        "issuer": f"中共{school}{body}",
        "on": "",
    }


def _raised(case: ToleranceCase) -> dict[str, str]:
    """Who asked, in the words of a letter to the cadre."""
    if case.applicant == UNIT:
        return {
            "by": "你所在的二级党组织",
            "how": "为你提出",
            "also": f"{case.unit.name if case.unit else '所在'}党组织",
        }
    return {"by": "我部门", "how": "为你依职权启动"} if case.applicant == OFFICE else {}


def _application(case: ToleranceCase) -> c.Application:
    words = [("事项经过", case.matter_text), ("申请容错的理由", case.grounds)]
    words += [(one.excused, getattr(case, code)) for code, one in DISTINCTIONS.items()]
    words += [("新的事实", case.new_facts)]
    opinions = case.other_opinions.filter(given_on__isnull=False).select_related("signer")
    files = case.attachments.filter(at_state__in=OF_APPLICATION).select_related("file")
    return c.Application(
        **_head(case),
        staff_no=case.cadre.staff_no,
        applicant=case.get_applicant_display(),
        office=case.get_office_display(),
        texts=tuple(c.Named(name, c.paragraphs(text)) for name, text in words if text),
        conditions="、".join(CONDITIONS[code] for code in case.conditions if code in CONDITIONS),
        files=tuple(str(one) for one in files),
        opinions=tuple(_signed(one) for one in opinions),
        submitted=c.day(case.submitted_on),
    )


def _signed(one: Any) -> c.Named:
    who = f"{one.get_side_display()}（{one.signer.name}{'，' + one.post if one.post else ''}）"
    return c.Named(f"{who}　{c.day(one.given_on)}", c.paragraphs(one.text))


def _acceptance(case: ToleranceCase) -> c.Acceptance:
    named = case.verifiers.filter(ended_on__isnull=True).select_related("officer")
    return c.Acceptance(
        **{**_head(case), "on": c.day(case.accepted_on)},
        **_raised(case),
        submitted=c.day(case.submitted_on),
        people="、".join(one.officer.name for one in named),
        due=c.day(case.due) if case.state == State.VERIFYING else "",
    )


def _refusal(case: ToleranceCase) -> c.Refusal:
    return c.Refusal(
        **_head(case), **_raised(case), submitted=c.day(case.submitted_on), reasons=c.paragraphs(case.refusal)
    )


def _verification(case: ToleranceCase) -> c.Verification:
    steps = case.verifications.select_related("first", "second")
    people = case.verifiers.filter(ended_on__isnull=True).select_related("officer")
    return c.Verification(
        **_head(case),
        begun=c.day(case.accepted_on),
        ended=c.day(case.verified_on),
        people=tuple(one.officer.name for one in people),
        steps=tuple(
            c.Step(
                c.day(one.on),
                one.get_step_display(),
                one.document_no,
                f"{one.first.name}、{one.second.name}",
                (NOT_ENTERED,) if one.on_paper else c.paragraphs(one.content),
            )
            for one in steps
        ),
    )


def _factors(case: ToleranceCase) -> c.Factors:
    rows = {one.kind: one for one in case.factors.select_related("author")}
    hearing = getattr(case, "hearing", None)
    said = c.paragraphs(hearing.statement) if hearing else ()
    joint = case.opinions.select_related("signed_by").order_by("office")
    head = _head(case)
    # The joint opinion is of both offices.
    issuers = "、".join(_head(case, office=office)["issuer"] for office in OFFICES)
    return c.Factors(
        **{**head, "issuer": issuers},
        rows=tuple(
            c.FactorRow(
                name,
                rows[code].facts,
                rows[code].evidence,
                rows[code].get_finding_display(),
                rows[code].author.name,
            )
            for code, name in FACTORS.items()
            if code in rows
        ),
        statement=said or (("本人表示没有补充陈述。",) if hearing else ()),
        opinions=tuple(
            c.Named(
                f"{OFFICES[one.office]}建议：{one.get_proposal_display()}（{one.signed_by.name}，{c.day(one.signed_on)}）",
                c.paragraphs(one.text),
            )
            for one in joint
        ),
    )


def _found(case: ToleranceCase) -> tuple[Any, dict[str, str]]:
    outcome = case.outcome_in_force
    if outcome is None:
        raise KeyError("finding")
    return outcome, {"meeting": outcome.meeting, "decided": c.day(outcome.decided_on)}


def _finding(case: ToleranceCase) -> c.Finding:
    outcome, meeting = _found(case)
    return c.Finding(
        **_head(case),
        **_raised(case),
        **meeting,
        outcome=outcome.get_kind_display(),
        reasons=c.paragraphs(outcome.reason) or ("见六要素综合分析。",),
        effects=EFFECTS[outcome.kind],
        review_until=c.day(review_until(case)),
    )


def _public(case: ToleranceCase) -> c.Public:
    outcome, _ = _found(case)
    shown, head = outcome.publication, _head(case)
    period = f"{c.day(shown.begins_on)}至{c.day(shown.ends_on)}" if shown.begins_on else "本人阅看期满后确定"
    return c.Public(
        scope=shown.get_scope_display(),
        text=c.paragraphs(shown.text),
        period=period,
        issuer=head["issuer"],
        on=c.day(shown.begins_on),
    )


def _reply(case: ToleranceCase) -> c.Reply:
    outcome, meeting = _found(case)
    answer = getattr(outcome, "answer", None)
    return c.Reply(
        **_head(case),
        **_raised(case),
        **meeting,
        text=c.paragraphs(answer.text if answer else outcome.reason),
        review_until=c.day(review_until(case)),
    )


def _upward(case: ToleranceCase) -> c.Upward:
    outcome, meeting = _found(case)
    report = getattr(outcome, "report", None)
    enclosed = "答复书" if outcome.kind == NOT_TOLERATED else "容错认定书"
    return c.Upward(
        **{**_head(case), "on": c.day(report.reported_on) if report else ""},
        **meeting,
        number=report.document_no if report else "",
        to=report.to_whom if report else "　　　　　　　　",
        outcome=outcome.get_kind_display(),
        enclosures=(enclosed, "核实报告", "六要素分析表"),
    )


_FILLED: Mapping[str, Callable[[ToleranceCase], c.Head | c.Public]] = {
    "application": _application,
    "acceptance": _acceptance,
    "refusal": _refusal,
    "verification": _verification,
    "factors": _factors,
    "finding": _finding,
    "public": _public,
    "reply": _reply,
    "upward": _upward,
}
