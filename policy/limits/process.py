"""Limits of the steps around the appraisal and the meetings (第六、七条).

Shares of a meeting are told of twelve members, which holds halves, thirds and quarters as whole numbers.
"""

from .base import Limit

SELECTION = "《干部任用条例》"

LIMITS: tuple[Limit, ...] = (
    Limit(
        "process_quorum_people",
        "讨论决定干部事项的会议，每 12 名有表决权的成员至少到会",
        "人",
        SELECTION,
        default=8,
        low=8,
        high=12,
    ),
    Limit(
        "process_quorum",
        "其他会议，每 12 名有表决权的成员到会须多于",
        "人",
        "议事规则",
        default=6,
        low=6,
        high=11,
    ),
    Limit(
        "process_majority",
        "形成决定，每 12 名应到会成员同意须多于",
        "人",
        SELECTION,
        default=6,
        low=6,
        high=11,
    ),
    Limit("process_integrity_days", "答复廉政意见的期限", "个工作日", "第六条", default=10, high=60),
)
