"""Letters with a receipt: 预警提示、黄牌警示通知书, 提醒函、函询通知书、诫勉书, 解除通知书."""

from __future__ import annotations

from core.documents.markup import p, texts
from core.documents.paper import Paper

TO = "{{ name }}同志（{{ unit }} {{ post }}）："
CUT = '<w:pBdr><w:bottom w:val="dashed" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
ROOM = "＿" * 26
BASIS = "根据《进一步激励干部新时代新担当新作为的实施办法》第十三条，现予{{ word }}，并提出以下要求："
RECEIVED = "签名：　　　　　　　　　　　年　　月　　日"


def notice() -> Paper:
    """预警提示通知书 or 黄牌警示通知书."""
    return Paper("预警通知书", numbered=False).add(
        p("{{ word }}通知书", "Title2"),
        p("{{ number }}", "NumberRight"),
        p(TO, "Flat"),
        p("事由：{{ title }}。", "Text"),
        texts("facts", "Text"),
        p(
            BASIS,
            "Text",
        ),
        texts("demands", "Text"),
        *_ending(),
        *_receipt("{{ word }}通知书"),
    )


def letter() -> Paper:
    """提醒函, 函询通知书 or 诫勉书: the content is written in by hand."""
    return Paper("函", numbered=False).add(
        p("{{ title }}", "Title2"),
        p("{{ number }}", "NumberRight"),
        p(TO, "Flat"),
        p("{{ opening }}", "Text"),
        *[p(ROOM, "Flat")] * 4,
        texts("demands", "Text"),
        *_ending(),
        *_receipt("{{ title }}"),
    )


def lifting() -> Paper:
    """解除通知书."""
    said = (
        "经核查，你在《{{ word }}通知书》（{{ of_number }}）所指“{{ title }}”一事上已经整改到位，现予解除。"
    )
    return Paper("解除通知书", numbered=False).add(
        p("{{ word }}解除通知书", "Title2"),
        p("{{ number }}", "NumberRight"),
        p(TO, "Flat"),
        p(said, "Text"),
        p("希望吸取教训，改进提高，继续担当作为。", "Text"),
        *_ending(),
        *_receipt("{{ word }}解除通知书"),
    )


def _ending() -> tuple[str, ...]:
    return p("{{ issuer }}", "Issuer"), p("{{ on }}", "Dated")


def _receipt(what: str) -> tuple[str, ...]:
    """What the cadre signs, below a line to cut along."""
    said = f"本人已收到{what}（{{{{ number }}}}）。签收表示收到，不表示同意其中的内容。"
    return (
        p("", "Flat", more=CUT),
        p("送达回执", "Number", more="<w:keepNext/>", marks="<w:b/>"),
        p(said, "Text", more="<w:keepNext/>"),
        p(RECEIVED, "Issuer", more='<w:spacing w:before="300"/>'),
    )
