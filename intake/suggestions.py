"""What the headings and words of a department's own files usually mean; always only a suggestion."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from core.tables.values import fold

HEADINGS: Mapping[str, Sequence[str]] = {
    "工号": ("职工号", "教工号", "教职工号", "编号", "人员编号", "职工编号", "员工号", "工作证号", "工资号"),
    "姓名": ("人员姓名", "干部姓名", "名字", "教职工姓名", "被考核人"),
    "民族": ("民族名称", "族别"),
    "身份证号": ("身份证", "身份证件号码", "身份证号码", "公民身份号码", "证件号码", "证件号"),
    "出生年月": ("出生日期", "生日", "出生时间"),
    "入党时间": ("入党年月", "入党日期", "加入党派时间"),
    "参加工作时间": ("参加工作年月", "参加工作日期", "工作时间"),
    "所在单位": ("单位", "单位名称", "部门", "部门名称", "所属单位", "工作单位"),
    "单位类别": ("单位类型", "部门类别", "部门类型", "单位性质"),
    "现任职务": ("职务", "现职务", "现任岗位", "任职", "职务名称", "岗位"),
    "正副职": ("职务层次", "正副", "职务级别", "正职/副职", "干部类别"),
    "行政级别": ("级别", "职级", "行政职级"),
    "任现职时间": ("现任职务时间", "任职时间", "任现职务时间", "任现职年月"),
    "任现职级时间": ("任现级别时间", "任现职级年月"),
    "任期/起": ("任期起", "任期开始", "任期起始"),
    "任期/止": ("任期止", "任期结束", "任期届满"),
    "分管校领导": ("分管领导", "联系校领导"),
    "是否双肩挑": ("双肩挑",),
    "所在党组织": ("党组织", "所属党组织", "党总支"),
    "手机": ("手机号", "手机号码", "电话", "联系电话", "移动电话"),
    "邮箱": ("电子邮箱", "电子邮件", "E-mail", "email"),
    "全日制教育/学历": ("全日制学历",),
    "全日制教育/学位": ("全日制学位",),
    "全日制教育/毕业院校及专业": ("全日制毕业院校及专业", "全日制院校专业"),
    "在职教育/学历": ("在职学历",),
    "在职教育/学位": ("在职学位",),
    "在职教育/毕业院校及专业": ("在职毕业院校及专业", "在职院校专业"),
    "专业技术职务": ("职称", "专业技术职称", "技术职务"),
    "备注": ("说明", "附注"),
    "考核类别": ("类别", "考核分类", "参评类别"),
    "确定等次": ("是否确定等次", "参加评定等次"),
    "不确定等次原因": ("原因", "不定等次原因"),
    "票号": ("选票编号", "票编号", "表号"),
    "票类": ("票种", "选票类别", "测评主体", "评价主体"),
    "事项编号": ("事项号", "事项"),
    "措施": ("处理措施", "处理方式", "处分种类", "处分类别", "处分"),
    "日期": ("决定日期", "处理日期", "时间"),
    "扣分": ("扣分值", "扣分分值", "分值"),
    "文号": ("文件号", "文件编号", "处分文号", "决定文号"),
    "认定": ("认定结论", "容错认定"),
    "年度": ("考核年度", "年份", "年"),
    "单位": ("单位名称", "部门", "部门名称"),
    "等次或得分": ("等次", "得分", "考核等次", "考核得分", "考核结果", "结果", "分数"),
    "更正的原因": ("更正原因", "原因"),
    "类别": ("考核类别", "考核分类"),
    "等次": ("考核等次", "考核结果", "结果", "考核等级"),
    "名次": ("排名", "序次", "位次"),
    "总人数": ("人数", "参评人数", "排名人数", "类别人数"),
    "处分": ("处分种类", "处分类别", "处分类型", "处分名称", "所受处分"),
    "决定日期": ("处分日期", "决定时间", "日期", "处分时间", "生效日期"),
    "影响期止": ("处分期满日期", "影响期满", "期满日期", "处分期止", "解除日期"),
}
WORDS: Mapping[str, Sequence[str]] = {
    "是": ("y", "yes", "1", "√", "对", "true", "有", "参加", "确定"),
    "否": ("n", "no", "0", "×", "错", "false", "无", "不参加", "不确定"),
    "男": ("m", "male", "男性"),
    "女": ("f", "female", "女性"),
    "好": ("优", "优秀", "很好", "a"),
    "较好": ("良", "良好", "b"),
    "一般": ("中", "合格", "c"),
    "差": ("较差", "不好", "d"),
    "优秀": ("优", "a"),
    "称职": ("合格", "良", "b"),
    "基本称职": ("基本合格", "c"),
    "不称职": ("不合格", "差", "d"),
    "不确定等次": ("不定等次", "未确定等次", "不评等次"),
    "正职": ("正", "正处", "正处长", "正处级", "正处职", "处级正职", "正院级"),
    "副职": ("副", "副处", "副处长", "副处级", "副处职", "处级副职", "副院级"),
    "机关部门": ("机关", "机关处室", "职能部门", "党政机关", "党政部门"),
    "二级学院": ("学院", "教学单位", "院系", "学部"),
    "直属单位": ("直属", "直属机构", "教辅单位", "附属单位"),
}
NEGATIONS = ("不", "非", "未", "无", "没", "免予", "撤销", "解除")


def header_for(heading: str, headers: Iterable[str], *, taken: Iterable[str] = ()) -> str:
    """Our header that a heading most likely means, '' where none is likely.

    Exact first, then by its known other names, then by the last part of a two-tier heading.
    """
    free = [header for header in headers if header not in set(taken)]
    folded = fold(heading).lower()
    for header in free:
        if fold(header).lower() == folded:
            return header
    for header in free:
        if folded in {fold(other).lower() for other in HEADINGS.get(header, ())}:
            return header
    last = folded.rpartition("/")[2]
    return header_for(last, free) if last != folded else ""


def word_for(word: str, allowed: Sequence[str]) -> str:
    """Our word that another one most likely means, '' where none or several are likely."""
    folded = fold(word).lower()
    for ours in allowed:
        if fold(ours).lower() == folded:
            return ours
    told = [ours for ours in allowed if folded in {fold(other).lower() for other in WORDS.get(ours, ())}]
    if len(told) != 1 and folded:
        told = [ours for ours in allowed if _within(folded, fold(ours).lower())]
    return told[0] if len(told) == 1 else ""


def _within(theirs: str, ours: str) -> bool:
    """Whether one holds the other; 不免除责任 holds 免除责任 and means its opposite."""
    negations = [sum(map(word.count, NEGATIONS)) for word in (theirs, ours)]
    return (ours in theirs or theirs in ours) and negations[0] == negations[1]


def known_headings(headers: Iterable[str]) -> set[str]:
    """All folded names under which the headers are known."""
    return {fold(name) for header in headers for name in (header, *HEADINGS.get(header, ()))}


def headings_hash(headings: Iterable[str]) -> str:
    """The same for files with the same headings in the same order."""
    return hashlib.sha256("\n".join(fold(heading) for heading in headings).encode()).hexdigest()
