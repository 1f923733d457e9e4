"""Files that people add: scans and proofs, of a few kinds, told by what they hold and not by their name."""

from __future__ import annotations

from typing import Any

from django import forms

MOST_BYTES = 20 * 1024 * 1024
# ending -> how the content begins.
KINDS = {
    ".pdf": (b"%PDF",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".docx": (b"PK\x03\x04",),
}
WORDS = "PDF、JPG、PNG 或 Word 文件，不超过 20 兆。"


class ProofField(forms.FileField):
    """One such file; the content has to be what the ending says."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", WORDS)
        kwargs.setdefault("max_length", 150)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(KINDS)}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if found is None or found is initial:
            return found
        ending = "." + str(found.name).lower().rpartition(".")[2]
        if ending not in KINDS:
            raise forms.ValidationError(f"不能上传这种文件，请选择 {WORDS}")
        if found.size > MOST_BYTES:
            raise forms.ValidationError("文件超过 20 兆，请压缩后重新选择。")
        head = found.read(8)
        found.seek(0)
        if not head.startswith(KINDS[ending]):
            raise forms.ValidationError(f"文件的内容与“{ending}”不符，可能已损坏，请重新选择。")
        return found
