"""Limits of the steps around the appraisal and the meetings (第六、七条).

Shares are told of twelve members.
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
    Limit(
        "process_interview_people", "考核时就每名干部至少听取意见的人数", "人", "第六条", default=1, high=50
    ),
    Limit("process_task_days", "重点任务到期前列入待办的时间", "天", "第六条", default=14, high=90),
    Limit("process_report_ask_days", "述职报告截止前开始催交的时间", "天", "第六条", default=7, high=60),
    Limit("process_follow_up_days", "谈话提醒跟踪到期前列入待办的时间", "天", "第七条", default=14, high=90),
    Limit("process_talk_sign_days", "确认谈话记录的期限", "个工作日", "第七条", default=5, high=30),
    Limit("process_new_in_post_months", "到岗不足多少个月视为新任职", "个月", "第七条", default=12, high=36),
    Limit(
        "process_turnout",
        "民主测评每 12 名应到人员实到不足即须核对",
        "人",
        "第六条",
        default=8,
        high=12,
    ),
    Limit("process_review_verifiers", "核实复核申请的最少人数", "人", "第六条", default=2, low=2, high=9),
    Limit("process_plan_days", "方案在述职报告截止前审定的提前时间", "天", "第六条", default=20, high=90),
    Limit("process_reports_days", "述职在报告截止前布置的提前时间", "天", "第六条", default=14, high=60),
    Limit("process_count_days", "民主测评结束后汇总计分的期限", "个工作日", "第六条", default=5, high=30),
    Limit("process_publicity_days", "等次审定后开始公示的期限", "个工作日", "第六条", default=5, high=30),
    Limit(
        "process_feedback_days",
        "公示结束或无需公示的审定后反馈的期限",
        "个工作日",
        "第六条",
        default=5,
        high=30,
    ),
    Limit("process_review_days", "反馈结果后转复核的期限", "个工作日", "第六条", default=10, high=30),
    Limit("process_appeal_days", "申诉处理的期限", "天", "公务员法第九十五条", default=60, high=180),
    Limit("process_integrity_days", "答复廉政意见的期限", "个工作日", "第六条", default=10, high=60),
)
