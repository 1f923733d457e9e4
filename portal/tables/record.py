"""事项与认定 of one cadre: what counts, what does not, and why not (第十四条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cadres.models import Cadre
from core import clock
from matters.models import Relief
from matters.pending import untold_of
from matters.selectors import Lifting, Recorded, bars_in, record_of
from policy.bars import by_reason
from policy.influence import LIFTED, LIFTING_DUE, NEEDS_JUDGEMENT, NONE, RUNNING, STATES
from policy.numbers import plain

NOTHING = "—"
STATE_KINDS = {RUNNING: "warn", LIFTING_DUE: "danger", NEEDS_JUDGEMENT: "info", LIFTED: "good"}


@dataclass(frozen=True)
class RecordLine:
    """A mark, whether it counts, and what lifts it; kind: the look of the word.

    state, state_kind: how far its influence period is; period: [from, last day] and the sentences on it.
    """

    day: str
    measure: str
    points: str
    matter: str
    document: str
    word: str
    kind: str
    words: tuple[str, ...]
    lifted: bool
    state: str = ""
    state_kind: str = "neutral"
    period: tuple[str, str, str] | None = None


BarLine = tuple[str, str, str]
"""What is not open, until when, why; 须研判 where people have to judge."""


def record_lines(cadre: Cadre, *, own: bool) -> tuple[list[RecordLine], list[BarLine]]:
    """What is recorded of a cadre, and what it stands in the way of today.

    own: the cadre himself reads it, to whom nothing tells of a finding before he is told.
    """
    today = clock.today()
    untold = untold_of(cadre.pk).values() if own else ()
    record = record_of(cadre.pk, on=today, untold=untold)
    bars = by_reason(bars_in(cadre.pk, record, today))
    return [_record_line(item, today) for item in record], [
        (uses, bar.last, bar.reason.text) for uses, bar in bars
    ]


def periods_of(lines: Iterable[RecordLine]) -> list[tuple[str, str, str]]:
    """Influence periods as moments (from and until, measure, how far), newest first."""
    return [line.period for line in lines if line.period]


def _record_line(item: Recorded, today: date) -> RecordLine:
    lifted = item.lifting is not None and item.lifting.in_force(today)
    word, kind = _word(item, lifted=lifted)
    runs = item.influence is not None and item.influence.ends is not None
    return RecordLine(
        day=str(item.decided_on or NOTHING),
        measure=item.measure or "（无措施，只有认定）",
        points=plain(item.points) if item.points else NOTHING,
        matter=item.matter,
        document=item.document_no,
        word=word,
        kind=kind,
        words=tuple(_record_words(item)),
        lifted=lifted or bool(item.ended),
        state=STATES[item.state] if runs and item.state != NONE else "",
        state_kind=STATE_KINDS.get(item.state, "neutral"),
        period=_period(item, today) if runs else None,
    )


def _word(item: Recorded, *, lifted: bool) -> tuple[str, str]:
    if lifted and item.lifting:
        clarified = item.lifting.kind == Relief.Kind.CLARIFIED
        return ("已澄清，不计" if clarified else "已容错，不计"), "good"
    if item.ended:
        return "已撤销或替代，不计", "neutral"
    if not item.measure:
        return "已失效", "neutral"
    return "计入", "warn"


def _period(item: Recorded, today: date) -> tuple[str, str, str] | None:
    one = item.influence
    if one is None or one.runs_until is None:
        return None
    left = (one.runs_until - today).days
    how = (
        f"{STATES[item.state]}，还有 {left} 天" if item.state == RUNNING and left > 0 else STATES[item.state]
    )
    return f"{one.starts} 至 {one.runs_until - timedelta(days=1)}", item.measure, how


def _record_words(item: Recorded) -> Iterable[str]:
    if item.lifting:
        yield _lifting_words(item.lifting)
    elif item.finding:
        yield f"已认定“{item.finding}”，不免除措施和扣分。"
    if item.ended:
        yield f"{item.ended}。记录保留，不计入考核，不作负面评价。"
    if item.released:
        yield f"{item.released}。"
    if item.influence and item.influence.ends:
        yield item.influence.reasons[-1].text
    if item.years:
        yield f"见于 {'、'.join(str(year) for year in item.years)} 年度文件。"


def _lifting_words(lifting: Lifting) -> str:
    since = f"{lifting.valid_from} 起" if lifting.valid_from else ""
    until = f"至 {lifting.valid_to} 前有效" if lifting.valid_to else ""
    revoked = f"已撤销：{lifting.revoked}" if lifting.revoked else ""
    told = "，".join(filter(None, (f"来源：{lifting.source}", since, until, revoked)))
    return f"认定“{lifting.kind}”（第十四条）。{told}。"
