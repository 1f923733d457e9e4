"""How the templates of cards' papers are made; `manage.py build_document_templates` writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.documents.paper import Paper

from . import letters, records

TEMPLATES: Mapping[str, Callable[[], Paper]] = {
    "notice": letters.notice,
    "letter": letters.letter,
    "lifting": letters.lifting,
    "talk": records.talk,
    "rectification_report": records.rectification_report,
}
