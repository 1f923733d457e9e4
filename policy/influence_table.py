"""Every measure with an influence period as a row: kind, period, start, source, what it blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PARTY, GOVERNMENT, INSTITUTION = "党纪处分", "政务处分", "事业单位处分"
ORGANISATIONAL, ADMONITION, OTHER = "组织处理", "诫勉", "其他措施"
FAMILIES = (PARTY, GOVERNMENT, INSTITUTION, ORGANISATIONAL, ADMONITION, OTHER)
SANCTIONS = frozenset({PARTY, GOVERNMENT, INSTITUTION})

# What a period stands in the way of; an award is barred by calendar year, see `measures`.
PROMOTION, OFFICE, RANK, TITLE = "promotion", "office", "rank", "title"
AWARD, YOUNG = "award", "young"
USES: Mapping[str, str] = {
    AWARD: "评优评先",
    PROMOTION: "提拔或进一步使用",
    OFFICE: "安排领导职务",
    RANK: "晋升职级",
    TITLE: "晋升岗位和职称",
    YOUNG: "列入优秀年轻干部",
}

_PARTY_RULES = "中国共产党纪律处分条例"
_GOVERNMENT_LAW = "公职人员政务处分法"
_INSTITUTION_RULES = "事业单位人事管理条例"
_ORGANISATIONAL_RULES = "中国共产党组织处理规定（试行）"
_ADMONITION_RULES = "关于组织人事部门对领导干部进行提醒、函询和诫勉的实施细则"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of the table.

    family: of FAMILIES; regulation, article: where it is written; limit: key of its months, "" where only a
    term counts; term: key of the months of its own (留党察看, 停职检查), which a document may name otherwise;
    start_word: the day from which it runs; uses: of USES; effect: as a sentence ends; written_lifting: it
    ends for good only by a written 解除; office: key of the months in which no leading post is given;
    whole_term: no award either until the term ends in which it was decided.
    """

    measure: str
    family: str
    regulation: str
    article: str
    limit: str
    uses: tuple[str, ...]
    effect: str
    start_word: str = "决定之日"
    term: str = ""
    office: str = ""
    written_lifting: bool = False
    whole_term: bool = False

    @property
    def cited(self) -> str:
        """The source as pages cite it."""
        return f"{self.regulation}{self.article}"


def _party(measure: str, article: str, limit: str, effect: str, term: str = "") -> Row:
    uses = (PROMOTION, YOUNG)
    return Row(measure, PARTY, _PARTY_RULES, article, limit, uses, effect, "批准之日", term)


def _government(measure: str, limit: str) -> Row:
    effect = "不得晋升职务、岗位、职员等级和职称"
    uses = (PROMOTION, RANK, TITLE, YOUNG)
    return Row(measure, GOVERNMENT, _GOVERNMENT_LAW, "第八条、第二十条", limit, uses, effect)


def _institution(measure: str, limit: str) -> Row:
    return Row(
        measure,
        INSTITUTION,
        _INSTITUTION_RULES,
        "第二十九条",
        limit,
        (PROMOTION, RANK, TITLE, YOUNG),
        "不得晋升岗位等级，期满由原决定单位书面解除",
        written_lifting=True,
    )


def _organisational(measure: str, limit: str, effect: str, *, term: str = "", office: str = "") -> Row:
    uses = (PROMOTION, RANK, YOUNG) + ((OFFICE,) if office else ())
    return Row(
        measure, ORGANISATIONAL, _ORGANISATIONAL_RULES, "", limit, uses, effect, term=term, office=office
    )


_NOT_RAISED = "不得提拔或进一步使用"
_NOT_HIGHER = "不得担任高于原职务层次的领导职务"
_ROWS = (
    _party("党内警告", "第十条", "matters_party_warning", _NOT_RAISED),
    _party("党内严重警告", "第十条", "matters_party_serious_warning", _NOT_RAISED),
    _party("撤销党内职务", "第十一条", "matters_party_posts", "不得担任与原任职务相当或高于原任职务的职务"),
    _party(
        "留党察看",
        "第十二条",
        "matters_after_probation",
        "不得担任与原任职务相当或高于原任职务的职务",
        "matters_probation",
    ),
    _party("开除党籍", "第十三条", "matters_party_expulsion", "不得重新入党，不得提拔使用"),
    _government("政务警告", "matters_government_warning"),
    _government("政务记过", "matters_government_demerit"),
    _government("政务记大过", "matters_government_serious_demerit"),
    _government("政务降级", "matters_government_demotion"),
    _government("政务撤职", "matters_government_demotion"),
    _institution("事业单位警告", "matters_institution_warning"),
    _institution("事业单位记过", "matters_institution_demerit"),
    _institution("事业单位降低岗位等级", "matters_institution_post"),
    _organisational("停职检查", "", "停职期间不得提拔使用，结果另行登记", term="matters_suspension"),
    _organisational("调整职务", "matters_transfer", _NOT_RAISED),
    _organisational("责令辞职", "matters_removal_higher", _NOT_HIGHER, office="matters_removal_office"),
    _organisational("免职", "matters_removal_higher", _NOT_HIGHER, office="matters_removal_office"),
    _organisational("降职", "matters_lowering", _NOT_RAISED),
    Row(
        "诫勉",
        ADMONITION,
        _ADMONITION_RULES,
        "",
        "matters_admonition",
        (PROMOTION, YOUNG),
        "不得提拔或重用，并取消当年和本任期评优资格",
        whole_term=True,
    ),
    *(
        Row(measure, OTHER, "本校规定", "", "matters_notice", (PROMOTION, YOUNG), _NOT_RAISED)
        for measure in ("通报批评", "提醒", "函询")
    ),
)
TABLE: Mapping[str, Row] = {row.measure: row for row in _ROWS}
# Expelled: leaves the register by an act of its own, no period runs.
_FAMILY_ONLY = {"政务开除": GOVERNMENT, "事业单位开除": INSTITUTION}


def family_of(measure: str) -> str:
    """The kind of a measure (第八条); what only costs points is OTHER."""
    row = TABLE.get(measure)
    return row.family if row else _FAMILY_ONLY.get(measure, OTHER)
