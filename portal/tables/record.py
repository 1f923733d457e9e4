"""事项与认定 of one cadre: what counts, what does not, and why not (第十四条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cadres.models import Cadre
from core import clock
from matters.models import Relief
from matters.selectors import Lifting, Recorded, record_of
from policy.numbers import plain

NONE = "—"


@dataclass(frozen=True)
class RecordLine:
    """A mark, whether it counts, and what lifts it; kind: the look of the word."""

    day: str
    measure: str
    points: str
    matter: str
    document: str
    word: str
    kind: str
    words: tuple[str, ...]
    lifted: bool


def record_lines(cadre: Cadre) -> list[RecordLine]:
    today = clock.today()
    return [_record_line(item, today) for item in record_of(cadre.pk, on=today)]


def _record_line(item: Recorded, today: date) -> RecordLine:
    lifted = item.lifting is not None and item.lifting.in_force(today)
    word, kind = ("已容错，不计", "good") if lifted else ("计入", "warn")
    if lifted and item.lifting and item.lifting.kind == Relief.Kind.CLARIFIED:
        word = "已澄清，不计"
    if not item.measure and not lifted:
        word, kind = "已失效", "neutral"
    return RecordLine(
        day=str(item.decided_on or NONE),
        measure=item.measure or "（无措施，只有认定）",
        points=plain(item.points) if item.points else NONE,
        matter=item.matter,
        document=item.document_no,
        word=word,
        kind=kind,
        words=tuple(_record_words(item)),
        lifted=lifted,
    )


def _record_words(item: Recorded) -> Iterable[str]:
    if item.lifting:
        yield _lifting_words(item.lifting)
    elif item.finding:
        yield f"已认定“{item.finding}”，不免除措施和扣分。"
    if item.influence_to:
        yield f"影响期至 {item.influence_to}。"
    if item.years:
        yield f"见于 {'、'.join(str(year) for year in item.years)} 年度文件。"


def _lifting_words(lifting: Lifting) -> str:
    since = f"{lifting.valid_from} 起" if lifting.valid_from else ""
    until = f"至 {lifting.valid_to} 前有效" if lifting.valid_to else ""
    told = "，".join(filter(None, (f"来源：{lifting.source}", since, until)))
    return f"认定“{lifting.kind}”（第十四条）。{told}。"
