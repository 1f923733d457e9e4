"""Limits of measures and influence periods (第十四条). Where no document says otherwise."""

from .base import Limit


def _period(key: str, measure: str, months: int, article: str = "第十四条") -> Limit:
    return Limit(f"matters_{key}", f"{measure}的影响期", "个月", article, months, low=0, high=240)


LIMITS: tuple[Limit, ...] = (
    _period("party_warning", "党内警告", 12),
    _period("party_serious_warning", "党内严重警告", 18),
    _period("party_posts", "撤销党内职务", 24),
    Limit("matters_probation", "留党察看的期限（决定书未写明时）", "个月", "第十四条", 12, high=24),
    _period("after_probation", "留党察看期满恢复党员权利后", 24),
    _period("party_expulsion", "开除党籍（不得重新入党）", 60),
    _period("government_warning", "政务警告", 6),
    _period("government_demerit", "政务记过", 12),
    _period("government_serious_demerit", "政务记大过", 18),
    _period("government_demotion", "政务降级、撤职", 24),
    Limit("matters_government_most", "同种政务处分合并执行时的最长期间", "个月", "第十四条", 48, high=120),
    _period("institution_warning", "事业单位警告", 6),
    _period("institution_demerit", "事业单位记过", 12),
    _period("institution_post", "事业单位降低岗位等级", 24),
    Limit("matters_suspension", "停职检查的最长期限", "个月", "第八条", 6, high=24),
    _period("transfer", "调整职务", 12),
    _period("removal_office", "责令辞职、免职后不得安排领导职务", 12),
    _period("removal_higher", "责令辞职、免职后不得担任高于原职务层次的职务", 24),
    _period("lowering", "降职", 24),
    _period("admonition", "诫勉", 6),
    _period("notice", "通报批评、提醒、函询", 0),
    Limit("matters_lifting_notice", "书面解除处分到期前提示", "天", "第八条", 30, high=180),
)
