"""Which step of a card is taken by whom in which state: one table that pages, services and tests read.

| from | step | to |
|---|---|---|
| 待签发 | 签发 (两部门负责人; 预警提示、黄牌警示: 纪委监察部门负责人，对其本人的: 组织部负责人) | 待签收 |
| 待批准 | 登记党委书记批准 (诫勉; 对两部门负责人的，工作人员也可登记) | 待签发 |
| 待签收 | 本人签收, or paper and refusal recorded by the office | by the kind |
| 待报整改方案 → 整改中 → 待核查 | plan, items, report, re-check by two | 已解除, 整改中 (延期一次), 已升级 |
| 待书面答复 → 已答复 | answer recorded | 已办结 |
| 待书面检讨 → 跟踪了解 | self-criticism, six months later report recorded, concluded | 已办结, 已升级 |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HINT, YELLOW, REMINDER, INQUIRY, ADMONITION = "hint", "yellow", "reminder", "inquiry", "admonition"
KINDS: Mapping[str, str] = {
    HINT: "预警提示",
    YELLOW: "黄牌警示",
    REMINDER: "提醒",
    INQUIRY: "函询",
    ADMONITION: "诫勉",
}
# Cards are mended item by item; of the measures of 第八条 only that and when is kept.
CARDS = frozenset({HINT, YELLOW})
MEASURES = frozenset({REMINDER, INQUIRY, ADMONITION})
EVERY = CARDS | MEASURES
# How heavy each is; what a signal may lead to at most is compared by it.
WEIGHT: Mapping[str, int] = {HINT: 1, REMINDER: 2, INQUIRY: 2, YELLOW: 3, ADMONITION: 4}

STATES: Mapping[str, str] = {
    "approving": "待党委书记批准",
    "draft": "待签发",
    "issued": "待签收",
    "planning": "待报整改方案",
    "mending": "整改中",
    "reported": "待核查",
    "noted": "已签收，待办结",
    "awaiting": "待书面答复",
    "answered": "已答复，待办结",
    "criticism": "待书面检讨",
    "following": "跟踪了解中",
    "lifted": "已解除",
    "closed": "已办结",
    "escalated": "已升级",
    "lapsed": "已失效",
    "revoked": "已撤销",
    "exempted": "已取消（免责、澄清）",
    "dropped": "不予签发",
}
BEFORE_ISSUE = frozenset({"approving", "draft", "dropped"})
RUNNING = frozenset(
    {"issued", "planning", "mending", "reported", "noted", "awaiting", "answered", "criticism", "following"}
)
# What never happened, in no count of anybody.
VOID = frozenset({"revoked", "exempted", "dropped"})
ENDED = frozenset({"lifted", "closed", "escalated", "lapsed"}) | VOID
COUNTED = RUNNING | frozenset({"lifted", "closed", "escalated", "lapsed"})

ORG_HEAD, ORG_OFFICER = "org_head", "org_officer"
DIO_HEAD, DIO_OFFICER = "discipline_head", "discipline_officer"
CADRE, UNIT = "cadre", "unit_party"
HEADS = frozenset({ORG_HEAD, DIO_HEAD})
DIO = frozenset({DIO_HEAD, DIO_OFFICER})
OFFICES = HEADS | {ORG_OFFICER, DIO_OFFICER}
OTHER_OFFICE: Mapping[str, str] = {DIO_HEAD: ORG_HEAD, DIO_OFFICER: ORG_OFFICER}

# Steps
APPROVE, ISSUE, DROP, EDIT = "approve", "issue", "drop", "edit"
SIGN, SIGN_FOR, PLAN, ITEM, FINISH, CLOSE_ITEM = "sign", "sign_for", "plan", "item", "finish", "close_item"
REPORT, RECHECK, ANSWER, CRITICISE, FOLLOW_REPORT, CONCLUDE, REVOKE = (
    "report", "recheck", "answer", "criticise", "follow_report", "conclude", "revoke",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its words, of which kinds, from which states, by which roles.

    by_kind: roles of single kinds that differ from `roles`; on_heads: who takes it too where the card is on
    one of the two heads, so that two people are left. 干部 is the cadre of the card alone, 二级党组织 that of
    the units concerned; nobody takes an office's step on a card of the own.
    """

    label: str
    kinds: frozenset[str]
    states: frozenset[str]
    roles: frozenset[str]
    by_kind: Mapping[str, frozenset[str]]
    on_heads: frozenset[str] = frozenset()

    def roles_of(self, kind: str, heads: frozenset[str] = frozenset()) -> frozenset[str]:
        """Who takes the step on a card of that kind; nobody where it has none.

        heads: of which offices the card's cadre is the head. What is on the head of the discipline office is
        the other office's, as a tolerance case of an office's own people is.
        """
        if kind not in self.kinds:
            return frozenset()
        roles = self.by_kind.get(kind, self.roles) | (self.on_heads if heads else frozenset())
        return frozenset(OTHER_OFFICE.get(role, role) for role in roles) if DIO_HEAD in heads else roles


def _step(
    label: str,
    states: str,
    roles: frozenset[str],
    kinds: frozenset[str] = EVERY,
    by_kind: Mapping[str, frozenset[str]] | None = None,
    *,
    on_heads: frozenset[str] = frozenset(),
) -> Step:
    return Step(label, kinds, frozenset(states.split()), roles, by_kind or {}, on_heads)


_BY_DIO_HEAD = dict.fromkeys(CARDS, frozenset({DIO_HEAD}))
STEPS: Mapping[str, Step] = {
    EDIT: _step("修改", "approving draft", OFFICES, by_kind=dict.fromkeys(CARDS, DIO)),
    APPROVE: _step("登记党委书记批准", "approving", HEADS, frozenset({ADMONITION}), on_heads=OFFICES),
    ISSUE: _step("签发", "draft", HEADS, by_kind=_BY_DIO_HEAD),
    DROP: _step("不予签发", "approving draft", HEADS, by_kind=_BY_DIO_HEAD),
    SIGN: _step("签收", "issued", frozenset({CADRE})),
    SIGN_FOR: _step("登记送达", "issued", OFFICES, by_kind=dict.fromkeys(CARDS, DIO)),
    ITEM: _step("填写整改事项", "planning mending", frozenset({CADRE, UNIT}), CARDS),
    PLAN: _step("报送整改方案", "planning", frozenset({CADRE, UNIT}), CARDS),
    FINISH: _step("报告事项完成", "mending", frozenset({CADRE, UNIT}), CARDS),
    CLOSE_ITEM: _step("销号", "mending", DIO, CARDS),
    REPORT: _step("提交整改报告", "mending", frozenset({CADRE, UNIT}), CARDS),
    RECHECK: _step("核查", "reported", DIO, CARDS),
    ANSWER: _step("登记书面答复", "awaiting", OFFICES, frozenset({INQUIRY})),
    CRITICISE: _step("登记书面检讨", "criticism", OFFICES, frozenset({ADMONITION})),
    FOLLOW_REPORT: _step("登记书面整改报告", "following", OFFICES, frozenset({ADMONITION})),
    CONCLUDE: _step("办结", "noted answered following", HEADS, MEASURES),
    REVOKE: _step(
        "撤销", " ".join(sorted(RUNNING | {"lifted", "closed", "escalated", "lapsed"})), HEADS,
        by_kind=_BY_DIO_HEAD,
    ),
}  # fmt: skip
# Where a signed card goes on.
AFTER_SIGNING: Mapping[str, str] = {
    HINT: "planning",
    YELLOW: "planning",
    REMINDER: "noted",
    INQUIRY: "awaiting",
    ADMONITION: "criticism",
}


def steps_in(
    state: str, kind: str, roles: frozenset[str], heads: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The steps that these roles take on a card of that kind, on the head of those offices, in that state."""
    return frozenset(
        code for code, step in STEPS.items() if state in step.states and step.roles_of(kind, heads) & roles
    )


def measure_of(kind: str) -> str:
    """The measure that a card of that kind is, in the words of the rulebook's table of measures."""
    return {YELLOW: "黄牌"}.get(kind, KINDS[kind])
