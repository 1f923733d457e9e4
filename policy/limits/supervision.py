"""Limits of the risk list and daily supervision (第八、十三条)."""

from .base import Limit

SECOND, FIRST = "supervision_second", "supervision_first"
REVIEW, AHEAD, UPDATE = "supervision_review", "supervision_ahead", "supervision_update"
LIMITS: tuple[Limit, ...] = (
    Limit(SECOND, "岗位风险点达到二级的数目", "个", "第十三条", 3, 1, 50),
    Limit(FIRST, "岗位风险点达到一级的数目", "个", "第十三条", 5, 2, 100),
    Limit(REVIEW, "风险清单评估的间隔", "个月", "第十三条", 12, 1, 36),
    Limit(AHEAD, "风险清单评估到期前列入待办", "天", "第十三条", 30, 1, 180),
    Limit(UPDATE, "岗位变动后更新风险清单，不迟于次月第几个工作日", "个工作日", "第十三条", 1, 1, 20),
)
