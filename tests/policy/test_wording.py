"""The sheet 口径 says everything in names, and everything that the measures do."""

from policy.wording import parameter_rows

from .builders import parameters


def words(label, **changes):
    return {name: value for name, value, _ in parameter_rows(parameters(**changes))}[label]


def test_a_scheme_is_told_by_names():
    schemes = {
        "二级学院正职": {
            "groups": {"leaders": "40", "staff": "30"},
            "dimensions": {"politics": "25", "results": "45"},
            "points": {"A": "92.5"},
        },
        "二级学院副职": {},
    }
    assert words("分类别另定的权重与分值", schemes=schemes) == (
        "二级学院正职：校领导 40%，教职工 30%，政治素质 25%，工作实绩 45%，好 92.5 分；"
        "二级学院副职：与其他类别相同"
    )
    assert words("分类别另定的权重与分值") == "无"


def test_measures_that_expel_or_ask_for_incompetent_are_named():
    told = words("措施及其对考核的影响").split("；")
    assert "有关规定有定为不称职的要求：撤销党内职务、留党察看、开除党籍" in told
    assert "之后应另行办理退出名册：开除党籍、政务开除、事业单位开除" in told
    only = {"诫勉": {"effect": "barred", "years": 1}}
    assert words("措施及其对考核的影响", measures=only) == "参加排名，不得评优、不予表彰：诫勉"
