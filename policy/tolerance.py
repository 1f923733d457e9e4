"""Fault tolerance: what may be asked for, what stands in the way of a step, how a case ends (第十一、十二条).

No function here finds anybody excused: the committee does. These say what has to be there before it can.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .tolerance_terms import (
    CONDEMNED,
    DISCIPLINE,
    DISTINCTIONS,
    EXEMPT,
    FACTORS,
    HARD,
    MILDER,
    NOT_TOLERATED,
    OFFICES,
    ORGANIZATION,
    OUTCOMES,
    SOFT,
)
from .verdict import Reason, Verdict

DISTINGUISH, PROCEDURE, EFFECT, PUT_RIGHT = "第十一条", "第十二条", "第十四条", "第十三条"
RECUSAL = "政务处分法第四十七条"
TWO = "政务处分法第四十二条"
# A distinction judged against the cadre is an item of the negative list, and the other way round.
HARD_OF: Mapping[str, str] = {
    "experience": "knowingly",
    "exploration": "after_ban",
    "development": "private_gain",
}


def _verdict(*found: Reason | None) -> Verdict:
    return Verdict(tuple(reason for reason in found if reason is not None))


def _when(broken: bool, rule: str, text: str, article: str = PROCEDURE) -> Reason | None:
    return Reason(f"tolerance.{rule}", article, text) if broken else None


@dataclass(frozen=True, slots=True)
class Application:
    """What was written. distinctions: code -> the applicant's words; earlier: an application before it."""

    has_matter: bool
    grounds: str
    distinctions: Mapping[str, str]
    conditions: Collection[str]
    office: str
    earlier: int = 0
    new_facts: str = ""


def may_apply(*, earlier_open: bool, earlier: int, most: int) -> Verdict:
    """One open application per cadre and matter; not more than so many on one matter (第十二条)."""
    return _verdict(
        _when(
            earlier_open,
            "one_open",
            "该干部在这一事项上已有一份容错申请正在办理，请在那份申请中补充。",
        ),
        _when(
            earlier >= most,
            "most",
            f"同一事项最多申请 {most} 次，已经申请过 {earlier} 次，不能再次申请。",
        ),
    )


def may_submit(form: Application, *, own_office: str = "") -> Verdict:
    """Everything that the office needs to begin (第十一、十二条).

    own_office: the office on whose staff the cadre is; its own people go to the other one.
    """
    silent = [
        one.excused for code, one in DISTINCTIONS.items() if not form.distinctions.get(code, "").strip()
    ]
    other = DISCIPLINE if own_office == ORGANIZATION else ORGANIZATION
    return _verdict(
        _when(not form.has_matter, "matter", "请选择已登记的事项，或者写明事项名称和经过。"),
        _when(not form.grounds.strip(), "grounds", "请写明申请容错的理由。"),
        _when(
            bool(silent),
            "distinctions",
            "请对照“三个区分开来”逐项说明，还没有写的：" + "；".join(silent) + "。",
            DISTINGUISH,
        ),
        _when(not form.conditions, "conditions", "请至少选择一项所主张的容错条件。", DISTINGUISH),
        _when(
            bool(form.earlier) and not form.new_facts.strip(),
            "new_facts",
            "同一事项再次申请须有新的事实，请在“新的事实”中写明。",
        ),
        _when(
            bool(own_office) and form.office == own_office,
            "own_office",
            f"本人是{OFFICES.get(own_office, '')}人员，应当由{OFFICES[other]}办理，请改选。",
            RECUSAL,
        ),
    )


def may_sign_opinion(*, own_case: bool, text: str) -> Verdict:
    """The unit's opinion is signed by somebody else where the case is the secretary's own (第十二条)."""
    return _verdict(
        _when(own_case, "own_opinion", "本人的申请，所在党组织的意见须由其他成员签署。", RECUSAL),
        _when(not text.strip(), "opinion", "请写明意见。"),
    )


@dataclass(frozen=True, slots=True)
class TriageFacts:
    """The first reading: distinction -> side, distinction -> reason, items of the negative list."""

    sides: Mapping[str, str]
    reasons: Mapping[str, str]
    hard: Collection[str] = ()
    soft: Collection[str] = ()
    note: str = ""


def may_triage(found: TriageFacts) -> Verdict:
    """All three distinctions with a reason, and the negative list in agreement with them (第十一条)."""
    silent = any(
        not found.sides.get(code) or not found.reasons.get(code, "").strip() for code in DISTINCTIONS
    )
    unlisted = [
        HARD[item]
        for code, item in HARD_OF.items()
        if (found.sides.get(code) == CONDEMNED) != (item in found.hard)
    ]
    unsaid = bool(found.hard or found.soft) and not found.note.strip()
    return _verdict(
        _when(silent, "triage", "三个区分都要作出判断并写明理由。", DISTINGUISH),
        _when(
            bool(unlisted),
            "triage_agrees",
            "三个区分的判断与不得容错的情形不一致，请核对：" + "、".join(unlisted) + "。",
            DISTINGUISH,
        ),
        _when(unsaid, "triage_note", "勾选了不予容错的情形，请在“说明”中写明事实依据。", DISTINGUISH),
    )


def possible_outcomes(hard: Collection[str]) -> tuple[str, ...]:
    """A hard item of the negative list leaves 不予容错 alone (第十一条)."""
    return (NOT_TOLERATED,) if hard else tuple(OUTCOMES)


def may_decide(kind: str, *, hard: Collection[str], soft: Collection[str], reason: str) -> Verdict:
    """What the committee may find: never against a hard item; a soft one is set aside with a reason."""
    said = "、".join(HARD[item] for item in HARD if item in hard)
    mild = "、".join(SOFT[item] for item in SOFT if item in soft)
    return _verdict(
        _when(
            kind not in possible_outcomes(hard),
            "hard",
            f"初步研判认定存在“{said}”，只能认定为不予容错；研判有误的，请先取回补充。",
            DISTINGUISH,
        ),
        _when(
            kind != NOT_TOLERATED and bool(soft) and not reason.strip(),
            "soft",
            f"存在“{mild}”，一般不予容错；党委认为可以容错的，须写明理由。",
            DISTINGUISH,
        ),
    )


def may_return(*, returned: bool, note: str) -> Verdict:
    """One notice of what is missing, and no second (第十二条)."""
    return _verdict(
        _when(returned, "returned", "已经退回补正过一次，请受理，或者写明理由不予受理。"),
        _when(not note.strip(), "return_note", "请一次写清需要补正的全部内容。"),
    )


def may_accept(*, triaged: bool, author_decides: bool) -> Verdict:
    """A case begins with the first reading, by somebody else than who accepts or refuses it (第十二条)."""
    return _verdict(
        _when(not triaged, "triaged", "还没有初步研判，请先完成三个区分的判断。", DISTINGUISH),
        _when(author_decides, "author", "初步研判由您本人作出，须由另一人决定是否受理。", RECUSAL),
    )


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody to be named. own, kin, took_part: why that one may not (政务处分法第四十七条)."""

    name: str
    own: bool = False
    kin: bool = False
    own_unit: bool = False
    took_part: bool = False


def may_verify(officers: Sequence[Officer], *, fewest: int) -> Verdict:
    """Two or more, none of whom has to withdraw (参照政务处分法第四十二、四十七条)."""
    kept_out = [
        f"{one.name}（{why}）"
        for one in officers
        for broken, why in (
            (one.own, "本人"),
            (one.kin, "亲属"),
            (one.own_unit, "同一单位"),
            (one.took_part, "参与过有争议的决定"),
        )
        if broken
    ]
    return _verdict(
        _when(len(officers) < fewest, "verifiers", f"请指定 {fewest} 名以上核实人员。", TWO),
        _when(bool(kept_out), "recusal", "应当回避，不能核实：" + "、".join(kept_out) + "。", RECUSAL),
    )


def may_extend(*, extended: bool, reason: str) -> Verdict:
    """The verification is extended once, with a reason (第十二条)."""
    return _verdict(
        _when(extended, "extended", "核实期限已经延长过一次，不能再延长。"),
        _when(not reason.strip(), "extend_reason", "请写明延长的理由。"),
    )


def may_record_step(*, officers: Collection[int], on: date, today: date, paper: bool, said: bool) -> Verdict:
    """A step of the verification: by two, in the past, with its content or the number of its paper."""
    return _verdict(
        _when(len(set(officers)) < 2, "two", "每一步核实须由两名不同的核实人员进行。", TWO),
        _when(on > today, "future", "核实日期不能晚于今天，请核对。"),
        _when(not said and not paper, "content", "请写明核实内容；内容在纸质材料上的，填写材料编号。"),
    )


def may_finish_verification(
    *, steps: int, has_result: bool, confirmed: int, officers: int, fewest: int
) -> Verdict:
    """The result stands when every verifier stands behind it (第十二条)."""
    return _verdict(
        _when(officers < fewest, "verifiers", f"核实人员不足 {fewest} 人，请先补充指定。", TWO),
        _when(not steps, "steps", "还没有登记任何核实步骤。"),
        _when(not has_result, "result", "还没有登记核实报告。"),
        _when(confirmed < officers, "confirmed", f"还有 {officers - confirmed} 名核实人员没有确认核实结果。"),
    )


def factors_missing(written: Collection[str]) -> Verdict:
    """All six factors, none of them a figure (第十二条第二项)."""
    left = "、".join(name for code, name in FACTORS.items() if code not in written)
    return _verdict(_when(bool(left), "factors", f"六要素分析还没有写：{left}。"))


def may_sign_joint(
    *, factors: Collection[str], heard: bool, author: bool, proposal: str, hard: Collection[str]
) -> Verdict:
    """An office signs after the analysis and the statement; whoever wrote either does not sign (第十二条)."""
    return Verdict(
        factors_missing(factors).reasons
        + _verdict(
            _when(not heard, "heard", "还没有听取本人陈述。"),
            _when(author, "author", "您参与了核实或者分析，共同意见须由没有参与的负责人签署。", RECUSAL),
            _when(
                proposal not in possible_outcomes(hard),
                "hard",
                "存在不得容错的情形，只能建议不予容错。",
                DISTINGUISH,
            ),
        ).reasons
    )


def may_refer(
    *,
    factors: Collection[str],
    heard: bool,
    signed: Mapping[str, str],
    hard: Collection[str],
    opinion: bool,
    due: bool,
) -> Verdict:
    """What the committee needs before it: six factors, the statement, both offices, the other side's opinion.

    signed: what each office proposes; opinion: given; due: its time has not passed yet, so it is waited for.
    """
    proposed = set(signed.values())
    left = "、".join(name for code, name in OFFICES.items() if code not in signed)
    return Verdict(
        factors_missing(factors).reasons
        + _verdict(
            _when(not heard, "heard", "还没有听取本人陈述。"),
            _when(bool(left), "signed", f"共同意见还没有签署：{left}。"),
            _when(
                not proposed <= set(possible_outcomes(hard)),
                "hard",
                "初步研判有不得容错的情形，共同意见只能建议不予容错，须重新签署。",
                DISTINGUISH,
            ),
            _when(not opinion and due, "opinion", "另一方的书面意见还没有提出，期限也没有到。"),
        ).reasons
    )


def may_publish(*, shown: bool, until: date | None, today: date, open_objection: bool) -> Verdict:
    """The cadre has seen text and scope for the whole time, and no objection is open (第十二条第三项)."""
    return _verdict(
        _when(not shown, "shown", "公开内容还没有送本人阅看。"),
        _when(
            shown and until is not None and today <= until,
            "shown_until",
            f"本人阅看的期限到 {until}，次日起才能公开。",
        ),
        _when(open_objection, "objection", "本人提出的异议还没有处理。"),
    )


def may_object(*, until: date | None, today: date, open_objection: bool) -> Verdict:
    """While the text is shown, one at a time (第十二条第三项)."""
    return _verdict(
        _when(until is None, "shown", "公开内容还没有送阅。"),
        _when(until is not None and today > until, "object_late", f"提出异议的期限已于 {until} 届满。"),
        _when(open_objection, "objection", "您已提出异议，正在处理。"),
    )


def may_ask_review(*, told_on: date | None, until: date | None, today: date, asked: bool) -> Verdict:
    """Once for each finding, while the time runs (第十二条)."""
    return _verdict(
        _when(told_on is None, "told", "认定结果还没有公开或者答复。"),
        _when(until is not None and today > until, "review_late", f"申请复核的期限已于 {until} 届满。"),
        _when(asked, "review_once", "对这一认定已经申请过复核。"),
    )


def may_check(*, written_by_self: bool, written: bool) -> Verdict:
    """The rectification is checked by somebody else than who wrote it (第十三条)."""
    return _verdict(
        _when(not written, "rectified", "还没有填写整改情况。", PUT_RIGHT),
        _when(written_by_self, "author", "整改情况由您填写，须由另一人核查。", RECUSAL),
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """What a case looks like before it is closed."""

    outcome: str
    rectified: bool
    public_now: bool
    review_until: date | None
    review_open: bool
    given: bool


def may_close(case: Ending, *, today: date) -> Verdict:
    """Nothing is open any more: rectification, publication, review, the measures given (第十二至十四条)."""
    waits = case.review_until is not None and today <= case.review_until
    return _verdict(
        _when(not case.rectified, "rectified", "纠错整改还没有核查通过。", PUT_RIGHT),
        _when(case.public_now, "public", "认定结果还在公开，请先撤下。"),
        _when(case.review_open, "review", "复核还没有答复。"),
        _when(waits, "review_time", f"申请复核的期限到 {case.review_until}，期满后才能办结。"),
        _when(
            case.outcome in MILDER and not case.given,
            "given",
            "从轻、减轻的，须登记有权机关实际给予的处分或者组织处理。",
            EFFECT,
        ),
    )


def may_enter_given(*, outcome: str) -> Verdict:
    """Only 从轻 and 减轻 lead to a measure in place of the earlier ones (第十二条第三项)."""
    return _verdict(
        _when(
            outcome not in MILDER,
            "given",
            "免除责任的不再追究，不能登记处理。"
            if outcome == EXEMPT
            else "只有认定为从轻、减轻的，才登记实际给予的处理。",
        )
    )
