"""Where a number of the rules comes from (第一条): what no rule sets is not cited as if one did.

The regulation itself sets two numbers, both shares. Days, months and least numbers of people are this
school's own, or our defaults; a few are set by other rules, which are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .influence_table import GOVERNMENT, INSTITUTION, PARTY, TABLE
from .limits import LIMITS
from .parameters import LABELS, PROCESS, AppraisalParameters

OWN, DEFAULT = "本校参数", "系统默认"
SELECTION = "《党政领导干部选拔任用工作条例》"
# Parameter -> the number that stands in the regulation, and where.
REGULATION: Mapping[str, tuple[Decimal, str]] = {
    "top_share": (Decimal(20), "第七条"),
    "bottom_share": (Decimal(3), "第七条"),
}
# Limit -> the rule of others that sets it.
OTHER_RULES: Mapping[str, str] = {
    **{
        row.limit: row.cited
        for row in TABLE.values()
        if row.limit and row.family in (PARTY, GOVERNMENT, INSTITUTION)
    },
    "matters_government_most": "公职人员政务处分法第十五条",
    "process_quorum_people": SELECTION,
    "process_majority": SELECTION,
}
# What sets a day besides numbers of the rules.
PLAN, ENTERED, REGISTER, PERIOD, QUARTER, FIXED = "plan", "entered", "register", "period", "quarter", "fixed"
DAYS: Mapping[str, str] = {
    PLAN: "考核方案",
    ENTERED: "办理时登记的日期",
    REGISTER: "干部名册",
    PERIOD: "影响期满日",
    QUARTER: "季度末",
    FIXED: DEFAULT,
}


def source_in(parameters: AppraisalParameters, key: str, version: str = "") -> str:
    """Where the value of a parameter or limit comes from, in words (第一条).

    version: the name of the parameters that hold, said where the number is this school's own. Raises KeyError
    for an unknown key.
    """
    own = f"{OWN}（{version}）" if version else OWN
    if key in LIMITS:
        return own if key in parameters.limits else OTHER_RULES.get(key, DEFAULT)
    if key not in LABELS:
        raise KeyError(key)
    value = getattr(parameters, key)
    if key in PROCESS:
        agreed = PROCESS[key]
        same = value == (Decimal(agreed) if isinstance(agreed, str) else agreed)
        return DEFAULT if same else own
    number, article = REGULATION.get(key, (None, ""))
    return article if number is not None and value == number else own


def day_source(parameters: AppraisalParameters, day_by: str, version: str) -> str:
    """What set a deadline, in words (第一条). day_by: a parameter or limit, or of `DAYS`."""
    return DAYS.get(day_by) or source_in(parameters, day_by, version)
