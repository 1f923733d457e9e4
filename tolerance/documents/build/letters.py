"""Letters and reports of a case (GB/T 9704-2012): notices, 核实报告, 认定书, 公开稿, 答复书, 报备函."""

from __future__ import annotations

from core.documents.markup import each, or_blank, p, texts, when
from core.documents.paper import Paper

NAMED = "{{ name }}同志（{{ unit }}）："
# Whoever raised it: the cadre, the unit's Party organisation for him, or an office by itself (主动容错).
RAISED = "{{ by }}就“{{ matter }}”{{ how }}的容错申请"
RAISED_ON = "{{ by }}于{{ submitted }}就“{{ matter }}”{{ how }}的容错申请"
KEEP = "<w:keepNext/>"


def _head(title: str) -> str:
    return p(title, "Title2") + when("number", p("{{ number }}", "NumberRight"))


def _kept(text: str) -> str:
    """The last words before the signature: it never stands on a page of its own."""
    return p(text, "Text", more=KEEP)


def _end() -> str:
    return p("{{ issuer }}", "Issuer", more=KEEP) + p(or_blank("on"), "Dated")


def _told() -> str:
    """The end of what the cadre is told; whoever asked for him has it too."""
    return _end() + when("also", p("抄送：{{ also }}", "Flat"))


def acceptance() -> Paper:
    """受理通知书."""
    told = f"{RAISED_ON}（编号：{{{{ case }}}}），经审核，予以受理。"
    people = "本案由{{ people }}负责核实。你认为核实人员或者部门负责人应当回避的，可以书面申请，并说明理由。"
    term = "核实工作一般应在{{ due }}前完成；需要延长的，另行告知。"
    return Paper("受理通知书", numbered=False).add(
        _head("容错申请受理通知书"),
        p(NAMED, "Flat"),
        p(told, "Text"),
        when("people", p(people, "Text")),
        when("due", p(term, "Text")),
        _kept("核实期间你可以补充材料、陈述意见。受理容错申请不影响问责程序中已经依规采取的措施。"),
        _told(),
    )


def refusal() -> Paper:
    """不予受理告知书."""
    told = f"{RAISED_ON}（编号：{{{{ case }}}}），经审核，不予受理。理由如下："
    return Paper("不予受理告知书", numbered=False).add(
        _head("容错申请不予受理告知书"),
        p(NAMED, "Flat"),
        p(told, "Text"),
        texts("reasons", "Text"),
        _kept("有新的事实和理由的，可以再次提出申请一次。不予受理不是对问题性质的认定。"),
        _told(),
    )


def verification() -> Paper:
    """核实报告."""
    step = (
        p(
            "{{ item.on }}　{{ item.way }}{% if item.document_no %}（{{ item.document_no }}）{% endif %}",
            "Head1",
        )
        + p("核实人员：{{ item.officers }}", "Text")
        + texts("item.lines", "Text")
    )
    signed = _kept("{{ who }}（签名）：　　　　　　　　　　年　　月　　日")
    return Paper("核实报告").add(
        _head("关于{{ name }}同志容错申请的核实报告"),
        p(
            "容错申请{{ case }}（{{ unit }}，{{ matter }}）于{{ begun }}开始核实。现将核实情况报告如下。",
            "Text",
        ),
        each("item in steps", step),
        when("ended", _kept("核实工作于{{ ended }}完成，核实人员对上述结果均无异议。")),
        p("核实人员签名：", "Text", more=KEEP),
        each("who in people", signed),
        _end(),
    )


def finding() -> Paper:
    """容错认定书."""
    return Paper("容错认定书").add(
        _head("容错认定书"),
        p(NAMED, "Flat"),
        p(
            f"{RAISED}（编号：{{{{ case }}}}），经调查核实、六要素综合分析，"
            "{{ decided }}{{ meeting }}研究，认定为：{{ outcome }}。",
            "Text",
        ),
        p("认定理由", "Head1"),
        texts("reasons", "Text"),
        p("认定的效力", "Head1"),
        each("line in effects", _kept("{{ line }}")),
        when(
            "review_until",
            _kept("对认定结果有异议的，可以在{{ review_until }}前书面申请复核。"),
        ),
        _told(),
    )


def public() -> Paper:
    """公开稿: facts masked, in the words that the cadre has read before."""
    return Paper("容错认定结果公开").add(
        p("关于容错认定结果的公开", "Title2"),
        p("（公开范围：{{ scope }}）", "Number"),
        texts("text", "Text"),
        p("公开时间：{{ period }}", "Text"),
        _kept("请在公开范围内阅知，不得转发、摘抄和扩大范围。"),
        _end(),
    )


def reply() -> Paper:
    """答复书: 不予容错 is answered and never published."""
    return Paper("容错申请答复书", numbered=False).add(
        _head("容错申请答复书"),
        p(NAMED, "Flat"),
        p(
            f"{RAISED}（编号：{{{{ case }}}}），经{{{{ decided }}}}{{{{ meeting }}}}研究，"
            "不属于容错情形。现答复如下：",
            "Text",
        ),
        texts("text", "Text"),
        when("review_until", _kept("对答复有异议的，可以在{{ review_until }}前书面申请复核。")),
        _told(),
    )


def upward() -> Paper:
    """报备函."""
    return Paper("容错认定报备函", numbered=False).add(
        _head("关于容错认定结果的报备函"),
        p("{{ to }}：", "Flat"),
        p(
            "根据《进一步激励干部新时代新担当新作为的实施办法》{{ article }}，"
            "我校关于{{ unit }}{{ name }}同志“{{ matter }}”的"
            "容错申请（编号：{{ case }}），经{{ decided }}{{ meeting }}研究，认定为：{{ outcome }}。",
            "Text",
        ),
        p("现予报备。", "Text"),
        each("item in enclosures", _kept("附件：{{ item }}")),
        _end(),
    )
