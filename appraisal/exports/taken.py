"""What stands on top of every file taken out of a year: who took it, when, what for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Taken:
    """Who takes a file out of a year, when, and what for."""

    staff_no: str
    at: datetime
    purpose: str

    def lines(self, what: str) -> tuple[str, ...]:
        """The rows above the header; what: the content in a few words."""
        purpose = " ".join(self.purpose.split())
        return (
            f"{what}。{self.at:%Y-%m-%d %H:%M} 由工号 {self.staff_no} 导出。用途：{purpose}",
            "表中均为系统按规则算出的建议，由党委研究决定。仅限上述用途使用，不得转发、复制或公开，用毕及时删除。",
        )
