"""How an import reads on its pages: states, tabs, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime

from . import registry, selectors
from .models import ChangeKind, Intake, IntakeState

STEPS = ("上传文件", "对应列和用词", "预览核对", "确认", "结果")
STATE_LOOK = {
    IntakeState.UPLOADED: "info",
    IntakeState.MAPPED: "info",
    IntakeState.STAGED: "warn",
    IntakeState.APPLYING: "info",
    IntakeState.APPLIED: "good",
    IntakeState.UNDONE: "neutral",
    IntakeState.FAILED: "danger",
    IntakeState.DISCARDED: "neutral",
}
PEOPLE = frozenset({"roster", "participants"})
# What becomes of rows that a whole file no longer names, by kind of file.
GONE_WORD = {"roster": "离册"}
GONE = {
    "roster": "将有 {n} 人转为离册",
    "participants": "将有 {n} 人移出参加考核人员名单",
    "ballots": "将有 {n} 条测评记录被移除",
}
GONE_WHY = {
    "roster": "他们在册，但不在这份名册中。离册只改变状态，任职、考核和历史记录都保留。",
    "participants": "他们在本年度名单中，但不在这份文件中。",
}
# Identity numbers, right or wrong, and mobile numbers: whoever corrects them has the file.
_PRIVATE = re.compile(
    r"(?<![0-9])(?:([0-9]{6})[0-9]{5,}([0-9]{3}[0-9Xx])|(1[0-9]{2})[0-9]{4}([0-9]{4}))(?![0-9])"
)
DECISIONS, PROBLEMS, WARNINGS, MOVED = "decisions", "problems", "warnings", "moved"


@dataclass(frozen=True)
class Tab:
    """One part of the preview: its code in the URL, its word, how many, and its look."""

    code: str
    label: str
    count: int
    look: str


def masked(text: str) -> str:
    """The same text with long numbers hidden but for their ends: 110105********002X, 138****5678."""
    return _PRIVATE.sub(lambda found: _stars(*found.groups()), text)


def _stars(six: str | None, four: str | None, three: str | None, last: str | None) -> str:
    return f"{six}********{four}" if six else f"{three}****{last}"


def problem_row(problem: Any) -> dict[str, Any]:
    """A finding about a row as its page shows it."""
    error = problem.severity == "error"
    return {
        "row": problem.row,
        "column": problem.column,
        "value": masked(problem.value),
        "message": masked(problem.message),
        "remedy": problem.remedy,
        "word": problem.get_severity_display(),
        "look": "danger" if error else "warn",
    }


def change_row(intake: Intake, change: Any) -> dict[str, Any]:
    """A row of the preview as its page shows it."""
    word, look = change_word(intake, change.kind)
    values = [{name: masked(str(text)) for name, text in value.items()} for value in change.values]
    return {
        "row": change.row,
        "key": change.key,
        "changed": change.kind == ChangeKind.CHANGED,
        "values": values,
        "word": word,
        "look": look,
    }


def unit_of(intake: Intake) -> str:
    """人 or 条."""
    return "人" if intake.kind in PEOPLE else "条"


def state_word(intake: Intake) -> tuple[str, str]:
    """(word, look) of its state."""
    return intake.get_state_display(), STATE_LOOK[IntakeState(intake.state)]


def change_word(intake: Intake, kind: str) -> tuple[str, str]:
    """(word, look) of a row of the preview."""
    return {
        ChangeKind.NEW: ("新增", "good"),
        ChangeKind.CHANGED: ("更改", "info"),
        ChangeKind.REMOVED: (GONE_WORD.get(intake.kind, "移除"), "danger"),
        ChangeKind.UNCHANGED: ("不变", "neutral"),
    }[ChangeKind(kind)]


def preview_tabs(intake: Intake, preview: Any) -> list[Tab]:
    """The parts of the preview that hold something, what needs a human first."""
    asked = selectors.decisions(intake).count()
    found = [
        Tab(MOVED, "预览后有改动", preview.moved, "warn"),
        Tab(DECISIONS, "人员认定", asked, "warn"),
        Tab(PROBLEMS, "问题行", preview.bad, "danger"),
        Tab(WARNINGS, "提示", preview.warnings, "warn"),
    ]
    if registry.kind_of(intake.kind).rows_shown:
        counts = {
            ChangeKind.NEW: preview.new,
            ChangeKind.CHANGED: preview.changed,
            ChangeKind.REMOVED: preview.removed,
            ChangeKind.UNCHANGED: preview.unchanged,
        }
        for kind, count in counts.items():
            word, look = change_word(intake, kind)
            found.append(Tab(str(kind.value), word, count, look))
    return [tab for tab in found if tab.count]


def figures(intake: Intake, counts: Any) -> list[tuple[str, int]]:
    """(word, number) of a preview or a result, for the line of figures."""
    gone = GONE_WORD.get(intake.kind, "移除")
    names = (("读入", "read"), ("新增", "new"), ("更改", "changed"), (gone, "removed"), ("不变", "unchanged"))
    return [(word, _count(counts, name)) for word, name in (*names, ("问题行", "bad"), ("提示", "warnings"))]


def _count(counts: Any, name: str) -> int:
    return int(counts.get(name, 0) if isinstance(counts, dict) else getattr(counts, name))


def removal(intake: Intake, preview: Any) -> str:
    """What needs an explicit yes: who or what disappears; empty where nothing does."""
    if not preview.removed:
        return ""
    return GONE.get(intake.kind, "将有 {n} 条记录被移除").format(n=preview.removed)


def consequences(intake: Intake, preview: Any) -> Iterator[str]:
    """What confirming will do, in sentences."""
    unit = unit_of(intake)
    if preview.supplement:
        yield "这是补充导入：只新增和更改文件中的行，其余数据不动。"
    if preview.new:
        yield f"新增 {preview.new} {unit}。"
    if preview.changed:
        kept = "，改动前后的内容都记入干部的历史" if intake.kind == "roster" else ""
        yield f"更改 {preview.changed} {unit}{kept}。"
    if gone := removal(intake, preview):
        yield f"{gone}。{GONE_WHY.get(intake.kind, '它们不在这份文件中。')}"
    if preview.unchanged:
        yield f"{preview.unchanged} {unit}与现有数据一致，不动。"
    if preview.undecided:
        yield f"{preview.undecided} 行还没有认定是不是同一人，这些行不会导入。"
    if preview.bad > preview.undecided:
        rest = preview.bad - preview.undecided
        yield f"{rest} 行有问题，不会导入。导入后可以下载问题行，改正后补充导入。"
    if not (preview.new or preview.changed or preview.removed):
        yield "文件与现有数据一致，确认后不会有任何改动。"


def results(intake: Intake) -> Iterator[str]:
    """What an applied import did, in sentences."""
    unit, counts = unit_of(intake), intake.counts
    gone = GONE_WORD.get(intake.kind, "移除")
    done = [
        f"{word} {counts[name]} {unit}"
        for word, name in (("新增", "new"), ("更改", "changed"), (gone, "removed"), ("不变", "unchanged"))
        if counts.get(name)
    ]
    yield f"共读入 {counts.get('read', 0)} 行：{'，'.join(done) or '没有改动'}。"
    if counts.get("bad"):
        yield f"{counts['bad']} 行有问题，没有导入。请下载问题行，改正后再次上传，只会增改这些行。"


def restores(intake: Intake) -> Iterator[str]:
    """What taking an applied import back does, in sentences."""
    unit, counts = unit_of(intake), intake.counts
    back = "恢复为在册" if intake.kind == "roster" else "恢复"
    for name, said in (
        ("new", "本次新增的 {n} {unit}将移除，如同没有导入过。"),
        ("changed", "本次更改的 {n} {unit}恢复原来的内容。"),
        ("removed", f"本次{GONE_WORD.get(intake.kind, '移除')}的 {{n}} {{unit}}{back}。"),
    ):
        if counts.get(name):
            yield said.format(n=counts[name], unit=unit)
    yield "撤销本身也会记入导入记录和安全日志。"


def moments(intake: Intake) -> list[tuple[str, str, str]]:
    """(when, what and who, note) of everything that happened to it, newest first."""
    states = dict(IntakeState.choices)
    return [
        (
            f"{localtime(event.at):%Y-%m-%d %H:%M}",
            f"{states.get(event.to_state, event.to_state)}　{event.actor.name}",
            event.note,
        )
        for event in intake.events.select_related("actor").order_by("-pk")[:20]
    ]
