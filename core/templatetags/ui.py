"""What the parts in `templates/ui/` need beyond Django's own tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput
from django.utils.html import escape
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from core.charts import Chart

register = template.Library()
# The beginning of a digest; a number of a matter or a task.
NUMBER = re.compile(r"\b(?:[0-9a-f]{12}|[A-Z]{2,6}\d[\d-]*)\b", re.ASCII)


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 20) -> SafeString:
    """A drawing beside words, never instead of them: `{% icon "house" %}`; names at lucide.dev."""
    return SafeString(
        lucide(name, size=size, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})
    )


class Constant(template.Node):
    """What stands between `{% constant %}` and `{% endconstant %}`, drawn once per process.

    For what no request, user or day changes: the addresses of style sheets in the head of every page.
    """

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: SafeString | None = None

    def render(self, context: template.Context) -> SafeString:
        if self.drawn is None:
            self.drawn = self.nodelist.render(context)
        return self.drawn


@register.tag
def constant(parser: template.base.Parser, token: template.base.Token) -> Constant:
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return Constant(nodelist)


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers to show around a page, with … where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def mistakes(form: Any) -> list[tuple[str, str]]:
    """(id of the field or "", sentence) of every mistake of a form, in the order of the page."""
    if hasattr(form, "mistakes"):
        return list(form.mistakes())
    found = [("", said) for said in form.non_field_errors()]
    return found + [(field.id_for_label, said) for field in form for said in field.errors]


@register.filter
def numbers_as_code(text: object) -> SafeString:
    """A sentence in which numbers given by people and machines are set as code: SX2025-01, digests.

    What is HTML already stays as it is.
    """
    return (
        text if isinstance(text, SafeString) else SafeString(NUMBER.sub(r"<code>\g<0></code>", escape(text)))
    )


@register.inclusion_tag("ui/chart.html")
def chart(chart: Chart) -> dict[str, Chart]:
    """A chart with its table beside it; the page loads `ui/chart_scripts.html` in its head."""
    return {"chart": chart}
