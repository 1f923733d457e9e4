import copy

import pytest

from policy.parameters import PARAMETER_LABELS, PROCESS, AppraisalParameters, ParameterError

from .builders import defaults, parameters


def test_the_default_version_reads_and_writes_back_the_same():
    assert parameters().to_json() == defaults()


def test_every_parameter_has_a_label_and_an_article():
    assert set(PARAMETER_LABELS) == set(defaults())
    assert {article for _, article in PARAMETER_LABELS.values()} <= {"第六条", "第七条", "第八条", "第十四条"}


def test_a_scheme_reads_and_writes_back_the_same():
    scheme = {"groups": {"leaders": "40", "staff": "30"}, "dimensions": {}, "points": {"A": "92.5"}}
    changed = defaults(schemes={"二级学院正职": scheme})
    assert AppraisalParameters.from_json(changed).to_json() == changed


def test_weights_are_exact_parts_of_one():
    assert sum(item.share for item in parameters().dimensions) == 1


EFFECTS = {
    ("barred", 1): {"诫勉", "党内警告", "政务警告", "事业单位警告", "调整职务"},
    ("ungraded", 1): {
        *("党内严重警告", "撤销党内职务", "留党察看", "政务记过", "事业单位记过", "责令辞职", "免职", "降职"),
        *("开除党籍", "政务开除", "事业单位开除"),
    },
    ("ungraded", 2): {"政务记大过", "政务降级", "政务撤职", "事业单位降低岗位等级"},
    ("points", 0): {
        *("停职检查", "黄牌", "扣分", "通报批评", "批评教育", "责令检查", "函询", "提醒", "预警提示"),
    },
}


def test_the_default_table_of_measures():
    found = {}
    for word, measure in parameters().measures.items():
        found.setdefault((measure.effect, measure.years), set()).add(word)
    assert found == EFFECTS


def test_the_default_table_of_findings():
    assert {word for word, finding in parameters().findings.items() if finding.lifts} == {"免除责任", "澄清"}
    assert set(parameters().findings) == {"免除责任", "澄清", "从轻", "减轻", "不予容错"}


def changed(path, value):
    data = copy.deepcopy(defaults())
    spot = data
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    return data


BAD = [
    (("marks",), [], "「marks」"),
    (("marks", 0, "points"), 90.0, "「marks.points」"),
    (("marks", 0, "points"), "九十", "「marks.points」"),
    (("marks", 0, "points"), "NaN", "「marks.points」"),
    (("marks", 0, "points"), "-1", "「marks.points」"),
    (("marks", 1, "code"), "A", "「A」重复"),
    (("marks", 0, "code"), "U", "「U」重复"),
    (("dimensions", 0, "weight"), "31", "「dimensions」的权重之和为 101"),
    (("groups", 0, "weight"), "29.5", "「groups」的权重之和为 99.5"),
    (("groups", 1, "code"), "leaders", "「leaders」重复"),
    (("components", 0, "weight"), "100", "「components」"),
    (("schemes",), {"机关": {}}, "「机关」"),
    (("schemes",), {"机关部门正职": {"weights": {}}}, "「weights」"),
    (("schemes",), {"机关部门正职": {"groups": {"students": "10"}}}, "「students」"),
    (("schemes",), {"机关部门正职": {"groups": {"leaders": "20"}}}, "「schemes.机关部门正职.groups」"),
    (("kinds",), ["机关部门", "机关部门"], "「机关部门」重复"),
    (("merge_kinds", "kinds"), ["附属医院"], "「附属医院」"),
    (("min_category",), 0, "「min_category」"),
    (("min_marks",), True, "「min_marks」"),
    (("min_marks",), "3", "「min_marks」"),
    (("merge",), "never", "「merge」"),
    (("missing_group",), "zero", "「missing_group」"),
    (("same_matter",), ["max"], "「same_matter」"),
    (("blocked_seat",), None, "「blocked_seat」"),
    (("bottom_scope",), "", "「bottom_scope」"),
    (("top_share",), "101", "「top_share」"),
    (("bottom_share",), "81", "「top_share」与「bottom_share」"),
    (("decimals",), 3, "「decimals」的值「3」应为 0 至 2 之间的整数"),
    (("measures", "诫勉", "effect"), "fired", "「measures.诫勉.effect」"),
    (("measures", "诫勉", "years"), 0, "「measures.诫勉.years」"),
    (("measures", "诫勉", "expels"), "yes", "「measures.诫勉.expels」"),
    (("findings", "澄清", "lifts"), 1, "「findings.澄清.lifts」"),
    (("findings", "澄清"), "lifts", "「findings.澄清」"),
    (("top_shares",), "20", "「top_shares」"),
    (("own_hidden",), ["guests"], "「own_hidden」"),
    (("own_figure",), 0, "「own_figure」"),
    (("figure_doubt",), "-1", "「figure_doubt」"),
]


@pytest.mark.parametrize(("path", "value", "named"), BAD)
def test_a_version_that_cannot_be_used_is_refused_by_name(path, value, named):
    with pytest.raises(ParameterError) as refused:
        AppraisalParameters.from_json(changed(path, value))
    assert named in str(refused.value)


LATER = ("figure_doubt", "own_figure", "own_hidden", *PROCESS)


def test_a_version_older_than_the_key_shows_no_group_to_the_cadre():
    old = {key: value for key, value in defaults().items() if key not in LATER}
    read = AppraisalParameters.from_json(old)
    assert (str(read.figure_doubt), read.own_figure) == ("1", read.small_figure)
    assert read.own_hidden == ("leaders", "peers", "staff")


@pytest.mark.parametrize("key", [key for key in PARAMETER_LABELS if key not in LATER])
def test_every_key_must_be_there(key):
    data = defaults()
    del data[key]
    with pytest.raises(ParameterError, match=f"缺少「{key}」"):
        AppraisalParameters.from_json(data)


def test_no_components_is_a_choice():
    assert parameters(components=[]).components == ()


def filled(key, count):
    """A version with so many rows under the key; the weight, where there is one, lies on the first."""
    first = defaults()[key][0] | ({"weight": "100"} if key == "dimensions" else {})
    more = {"points": "1"} if key == "marks" else {"weight": "0"}
    rest = [{"code": f"x{i}", "word": f"词{i}", "name": f"名{i}", **more} for i in range(count - 1)]
    known = set(first)
    return defaults(**{key: [first, *({k: v for k, v in row.items() if k in known} for row in rest)]})


@pytest.mark.parametrize(("key", "most"), [("marks", 13), ("dimensions", 15)])
def test_no_more_than_a_stored_line_can_hold(key, most):
    """Four bits for each question, three of the sixteen values being abstentions; fifteen questions."""
    assert len(getattr(AppraisalParameters.from_json(filled(key, most)), key)) == most
    with pytest.raises(ParameterError, match=f"「{key}」.*不得超过"):
        AppraisalParameters.from_json(filled(key, most + 1))
