"""How pressing a deadline is, in words first; the colour only helps the eye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SOON, NEAR = 3, 7


@dataclass(frozen=True)
class Urgency:
    """word: as people say it; kind: its colour (danger, warn, info, neutral); days: left, None for no day."""

    word: str
    kind: str
    days: int | None = None

    @property
    def overdue(self) -> bool:
        return self.days is not None and self.days < 0


def urgency_of(due: date | None, today: date) -> Urgency:
    """The urgency of what has to be done by the end of `due`; calendar days, both days' ends included."""
    if due is None:
        return Urgency("未定期限", "neutral")
    days = (due - today).days
    if days < 0:
        return Urgency(f"已逾期 {-days} 天", "danger", days)
    if days == 0:
        return Urgency("今天到期", "danger", days)
    kind = "warn" if days <= SOON else "info" if days <= NEAR else "neutral"
    return Urgency(f"还有 {days} 天", kind, days)
