"""Files on their way in through the pages: the case, its preview, its templates, and what undoes it."""

from .intake import Intake, IntakeEvent, IntakeState
from .mapping import ColumnMapping
from .preview import ChangeKind, IntakeChange, IntakeDecision
from .undo import IntakeLane, UndoRow

__all__ = [
    "ChangeKind",
    "ColumnMapping",
    "Intake",
    "IntakeChange",
    "IntakeDecision",
    "IntakeEvent",
    "IntakeLane",
    "IntakeState",
    "UndoRow",
]
