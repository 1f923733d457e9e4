"""Who was observed in a quarter and who was not, by unit (第六条 平时考核)."""

from __future__ import annotations

from core.charts import Chart, Head, Kind
from policy.quarters import Quarter

from ..selectors.observations import UnitCoverage

MOST_BARS = 15


def coverage_chart(units: list[UnitCoverage], quarter: Quarter) -> Chart:
    """The units with the most people not observed yet, as bars beside their figures."""
    worst = sorted((unit for unit in units if unit.missing), key=lambda unit: (-unit.missing, unit.name))
    people, observed = sum(u.people for u in units), sum(u.observed for u in units)
    about = (
        f"{quarter.label}应记录 {people} 人，已有记录 {observed} 人，本季度未记录 {people - observed} 人。"
    )
    more = f"图表只列未记录最多的 {MOST_BARS} 个单位。" if len(worst) > MOST_BARS else ""
    return Chart(
        name="coverage",
        kind=Kind.ROWS,
        title="各单位未记录的人数",
        about=about + more,
        columns=(
            Head("单位", "name"),
            Head("应记录", ""),
            Head("已记录", ""),
            Head("未记录", "value"),
        ),
        rows=[
            (unit.name, str(unit.people), str(unit.observed), str(unit.missing)) for unit in worst[:MOST_BARS]
        ],
        step="1",
        empty="各单位本季度都已有记录。",
    )
