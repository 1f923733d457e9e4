"""The risk list and the daily supervision register, stored."""

from .register import OPEN, ItemKind, ItemStatus, KeyPoint, RegisterItem, StagedItem
from .risks import Risk, RiskKind, RiskPost, RiskUpdate, StagedRisk

__all__ = [
    "OPEN",
    "ItemKind",
    "ItemStatus",
    "KeyPoint",
    "RegisterItem",
    "Risk",
    "RiskKind",
    "RiskPost",
    "RiskUpdate",
    "StagedItem",
    "StagedRisk",
]
