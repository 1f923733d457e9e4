"""How the templates of a tolerance case are made; `manage.py build_document_templates` writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.documents.paper import Paper

from . import forms, letters

TEMPLATES: Mapping[str, Callable[[], Paper]] = {
    "application": forms.application,
    "factors": forms.factors,
    "acceptance": letters.acceptance,
    "refusal": letters.refusal,
    "verification": letters.verification,
    "finding": letters.finding,
    "public": letters.public,
    "reply": letters.reply,
    "upward": letters.upward,
}
