"""Limits of fault tolerance (第十二条)."""

from .base import Limit

ARTICLE = "第十二条"
WORKING_DAYS, DAYS = "个工作日", "天"

ACCEPT, CURE, VERIFY, EXTEND = (
    "tolerance_accept",
    "tolerance_cure",
    "tolerance_verify",
    "tolerance_verify_more",
)
OPINION, ANALYSE, COMMITTEE, REPORT = (
    "tolerance_opinion",
    "tolerance_analyse",
    "tolerance_committee",
    "tolerance_report",
)
PUBLISH, SHOWN, PUBLIC, ASK_REVIEW, REVIEW = (
    "tolerance_publish",
    "tolerance_shown",
    "tolerance_public",
    "tolerance_review_asked",
    "tolerance_review",
)
RECTIFY, APPLICATIONS, VERIFIERS, ON_PAPER = (
    "tolerance_rectify",
    "tolerance_applications",
    "tolerance_verifiers",
    "tolerance_register_only",
)

LIMITS: tuple[Limit, ...] = (
    Limit(ACCEPT, "受理容错申请的期限", WORKING_DAYS, ARTICLE, 5, 1, 60),
    Limit(CURE, "补正容错申请的期限", WORKING_DAYS, ARTICLE, 5, 1, 60),
    Limit(OPINION, "另一方提出书面意见的期限", WORKING_DAYS, ARTICLE, 5, 1, 60),
    Limit(VERIFY, "调查核实的期限", WORKING_DAYS, ARTICLE, 30, 1, 250),
    Limit(EXTEND, "调查核实延长一次的期限", WORKING_DAYS, ARTICLE, 30, 1, 250),
    Limit(VERIFIERS, "核实人员最少人数", "人", ARTICLE, 2, 2, 9),
    Limit(ANALYSE, "综合分析并提出共同意见的期限", WORKING_DAYS, ARTICLE, 10, 1, 120),
    Limit(COMMITTEE, "提请党委研究后的提示期限", DAYS, ARTICLE, 30, 1, 365),
    Limit(REPORT, "认定结果报上级部门的期限", WORKING_DAYS, ARTICLE, 10, 1, 120),
    Limit(PUBLISH, "公开或者答复的期限", WORKING_DAYS, ARTICLE, 5, 1, 120),
    Limit(SHOWN, "公开之前请本人阅看的期限", WORKING_DAYS, ARTICLE, 3, 1, 30),
    Limit(PUBLIC, "认定结果公开的期限", WORKING_DAYS, ARTICLE, 5, 1, 60),
    Limit(ASK_REVIEW, "提出复核的期限", DAYS, ARTICLE, 30, 1, 180),
    Limit(REVIEW, "复核答复的期限", DAYS, ARTICLE, 30, 1, 180),
    Limit(RECTIFY, "纠错整改的期限", DAYS, "第十三条", 30, 1, 365),
    Limit(APPLICATIONS, "同一事项最多申请次数", "次", ARTICLE, 2, 1, 9),
    Limit(ON_PAPER, "核实内容只登记不录入（1 为是，0 为否）", "", ARTICLE, 0, 0, 1),
)
