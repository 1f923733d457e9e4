"""Whole numbers of the rules outside the count: days, months, least numbers of people (第一条).

Each area declares its own; a version of the rulebook holds those that differ from the default.
"""

from collections.abc import Mapping

from . import (
    accountability,
    alerts,
    clarification,
    matters,
    process,
    reminders,
    supervision,
    tolerance,
    tolerance_officers,
)
from .base import Limit

AREAS: Mapping[str, tuple[Limit, ...]] = {
    "考核与会议": process.LIMITS,
    "处分与影响期": matters.LIMITS + accountability.LIMITS,
    "容错认定": tolerance.LIMITS + tolerance_officers.LIMITS,
    "澄清正名": clarification.LIMITS,
    "风险清单与日常监督": supervision.LIMITS,
    "预警与黄牌": alerts.LIMITS,
    "到期提示": reminders.LIMITS,
}
LIMITS: Mapping[str, Limit] = {limit.key: limit for limits in AREAS.values() for limit in limits}


def limit_of(key: str, said: Mapping[str, int]) -> int:
    """The number in force (第一条). said: what the version says; raises KeyError for an unknown key."""
    return said.get(key, LIMITS[key].default)
