"""Limits of signals and cards (第八、十三条)."""

from .base import Limit

WORKDAYS, DAYS, MONTHS, YEARS = "个工作日", "天", "个月", "年"
LIMITS: tuple[Limit, ...] = (
    Limit("alerts_judge_days", "研判预警信息的期限", WORKDAYS, "第十三条", 10, 1, 60),
    Limit("alerts_sign_days", "送达签收的期限", WORKDAYS, "第十三条", 3, 1, 30),
    Limit("alerts_plan_days", "报送整改方案的期限", WORKDAYS, "第十三条", 10, 1, 60),
    Limit("alerts_mend_days", "整改的期限", DAYS, "第十三条", 30, 1, 365),
    Limit("alerts_extension_days", "延长整改的天数（只能延长一次）", DAYS, "第十三条", 30, 1, 180),
    Limit("alerts_recheck_days", "核查整改报告的期限", WORKDAYS, "第十三条", 10, 1, 60),
    Limit("alerts_lapse_months", "黄牌警示自签发起失效的时间", MONTHS, "第十三条", 12, 1, 60),
    Limit("alerts_yellow_count", "建议诫勉的黄牌警示次数", "次", "第十三条", 2, 2, 10),
    Limit("alerts_yellow_months", "计算黄牌警示次数的时间", MONTHS, "第十三条", 12, 1, 60),
    Limit("alerts_look_back_months", "黄牌警示解除后回头看的时间", MONTHS, "第十三条", 6, 1, 36),
    Limit("alerts_answer_days", "书面答复函询的期限", WORKDAYS, "第八条", 15, 1, 60),
    Limit("alerts_criticism_days", "诫勉后提交书面检讨的期限", WORKDAYS, "第八条", 5, 1, 60),
    Limit("alerts_follow_months", "诫勉后跟踪了解的时间", MONTHS, "第八条", 6, 1, 36),
    Limit("alerts_close_days", "提醒、函询签收或答复后办结的期限", WORKDAYS, "第八条", 10, 1, 60),
    Limit("alerts_erase_days", "不成立的预警信息保留的天数", DAYS, "第十三条", 90, 1, 365),
    Limit("alerts_talks_count", "形成预警信息的谈话提醒次数", "次", "第七条", 2, 2, 10),
    Limit("alerts_term_days", "任期届满前形成预警信息的天数", DAYS, "第三条", 90, 1, 365),
    Limit("alerts_probation_days", "试用期满前形成预警信息的天数", DAYS, "第三条", 30, 1, 180),
    Limit("alerts_influence_days", "影响期满前形成预警信息的天数", DAYS, "第十四条", 30, 1, 180),
    Limit("alerts_post_years", "同一岗位任职时间较长的年数", YEARS, "第五条", 6, 1, 30),
    Limit("alerts_key_post_years", "关键岗位任职时间较长的年数", YEARS, "第五条", 5, 1, 30),
    Limit("alerts_report_days", "述职报告逾期后形成预警信息的天数", DAYS, "第六条", 1, 1, 90),
)
