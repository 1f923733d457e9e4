"""What changed on a matter, in the words that agenda, duty and person file share."""

from __future__ import annotations

from typing import Any

from .models import Ruling
from .signals import Why

CAUSES = {
    Why.RECORDED: "补登记录",
    Why.CORRECTED: "更正记录",
    Why.LIFTED: "解除措施",
    Why.CANCELLED: "撤销记录",
    Why.REPLACED: "改按实际给予的措施",
    Why.REVOKED: "撤销认定",
    Why.RESTORED: "撤销认定",
    Why.TAKEN_BACK: "撤销导入的处分",
}


def words_of(why: Why, cause: Any) -> tuple[str, str]:
    """(what happened in short, where it is written) of a signal `marks_changed`."""
    if why in (Why.REVOKED, Why.RESTORED):
        return CAUSES[why], f"{cause.revoked_document}，撤销{cause.kind}：{cause.revoked_reason}"
    if isinstance(cause, Ruling):
        return f"认定{cause.kind}" if cause.kind else CAUSES[why], cause.source
    parts = {
        Why.CANCELLED: (cause.measure, cause.cancel_document, cause.cancel_reason),
        Why.LIFTED: (cause.measure, cause.lifting_document),
    }.get(why, (cause.measure, cause.document_no))
    return CAUSES[why], "，".join(filter(None, parts))
