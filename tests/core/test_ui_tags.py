"""What templates may ask of a sentence."""

from __future__ import annotations

from core.templatetags.ui import digests_as_code


def test_the_beginning_of_a_digest_is_set_as_code_and_nothing_else_is_trusted() -> None:
    said = digests_as_code("计分确认，结果摘要 51ecface77d0，<b>124</b> 人")
    assert said == "计分确认，结果摘要 <code>51ecface77d0</code>，&lt;b&gt;124&lt;/b&gt; 人"
    assert digests_as_code("工号 20266，2026-11-23 07:44") == "工号 20266，2026-11-23 07:44"
