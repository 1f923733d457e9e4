"""The papers of cards: each takes its context and answers the bytes of a Word file.

The templates are written by `build/`; contexts are in `contexts.py`.
"""

from __future__ import annotations

from pathlib import Path

from core.documents import render

from . import contexts

TEMPLATES = Path(__file__).parent / "templates"


def notice(context: contexts.Notice) -> bytes:
    """预警提示通知书、黄牌警示通知书, with the receipt that the cadre signs."""
    return render(TEMPLATES / "notice.docx", context)


def letter(context: contexts.Letter) -> bytes:
    """提醒函、函询通知书、诫勉书, with room for what is not kept here."""
    return render(TEMPLATES / "letter.docx", context)


def talk(context: contexts.Talk) -> bytes:
    """诫勉谈话记录."""
    return render(TEMPLATES / "talk.docx", context)


def rectification_report(context: contexts.RectificationReport) -> bytes:
    """整改报告."""
    return render(TEMPLATES / "rectification_report.docx", context)


def lifting(context: contexts.Lifting) -> bytes:
    """解除通知书."""
    return render(TEMPLATES / "lifting.docx", context)
