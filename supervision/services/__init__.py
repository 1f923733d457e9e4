"""What is done to the risk list and to the register."""

from .register import item_change, item_record, key_point_add, key_point_end
from .risks import level_set, risk_add, risk_change, risk_close, risks_relevel, update_report

__all__ = [
    "item_change",
    "item_record",
    "key_point_add",
    "key_point_end",
    "level_set",
    "risk_add",
    "risk_change",
    "risk_close",
    "risks_relevel",
    "update_report",
]
