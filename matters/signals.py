"""What the upper rooms hear from here, always inside the transaction.

relief_recorded(sender, relief, actor): a cadre's marks on a matter count no more, from now on (第十四条).
marks_changed(sender, changes, actor): anything else that changes what counts, as `MarkChange`s; one step on a
mark tells one, a file of 现行处分 all of its own at once.
investigation_changed(sender, investigation, actor): one was recorded, disclosed or closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.dispatch import Signal

if TYPE_CHECKING:
    from .models import Mark, Matter, Relief, Ruling
    from .selectors import FeltRow

relief_recorded = Signal()
marks_changed = Signal()
investigation_changed = Signal()


class Why(TextChoices):
    """What changed, in words that name neither person nor matter."""

    RECORDED = "recorded", "登记了记录"
    CORRECTED = "corrected", "更正了记录"
    LIFTED = "lifted", "解除了措施"
    CANCELLED = "cancelled", "撤销了记录"
    REPLACED = "replaced", "经认定从轻或减轻，改按实际给予的措施计算"
    REVOKED = "revoked", "撤销了免责或澄清认定"
    RESTORED = "restored", "撤销了从轻或减轻认定"
    TAKEN_BACK = "taken_back", "撤销了处分的导入"


@dataclass(frozen=True)
class MarkChange:
    """What counts otherwise against one cadre (its key) on one matter.

    cause: what it concerns; rows: the marks that count otherwise now, as they were and as they are; none
    where every year counts the same. Of a mark that an import had made and that is gone again (TAKEN_BACK)
    it is the mark as it was.
    """

    matter: Matter
    cadre: int
    why: Why
    cause: Mark | Relief | Ruling
    rows: Sequence[FeltRow]
