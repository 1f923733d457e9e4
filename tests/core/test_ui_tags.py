"""What templates may ask of a sentence."""

from __future__ import annotations

from django.template import Context, Template
from django.utils.safestring import SafeString

from core.templatetags.ui import numbers_as_code


def test_the_beginning_of_a_digest_is_set_as_code_and_nothing_else_is_trusted() -> None:
    said = numbers_as_code("计分确认，结果摘要 51ecface77d0，<b>124</b> 人")
    assert said == "计分确认，结果摘要 <code>51ecface77d0</code>，&lt;b&gt;124&lt;/b&gt; 人"
    assert numbers_as_code("事项SX2025-01已澄清") == "事项<code>SX2025-01</code>已澄清"
    assert numbers_as_code(SafeString("<a href='/ZD1/'>ZD1</a>")) == "<a href='/ZD1/'>ZD1</a>"
    assert numbers_as_code("工号 20266，2026-11-23 07:44") == "工号 20266，2026-11-23 07:44"


def test_what_is_constant_is_drawn_once() -> None:
    page = Template("{% load ui %}{% constant %}<b>{{ word }}</b>{% endconstant %}{{ word }}")
    assert [page.render(Context({"word": word})) for word in "甲乙"] == ["<b>甲</b>甲", "<b>甲</b>乙"]
