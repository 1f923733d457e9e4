"""Files that are not what they say, and names that trick (F27), for every room that takes a file."""

from __future__ import annotations

import struct
import zlib

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HTML = b"<html><script>alert(1)</script></html>"


def png(width: int, height: int) -> bytes:
    """The head of a picture that says it is this large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


REFUSED = {
    "html as pdf": ("报告.pdf", HTML),
    "html behind pdf": ("报告.pdf.html", PDF),
    "server settings": (".htaccess", b"AddType text/html .pdf"),
    "no ending": ("报告", PDF),
    "pdf with a script": ("报告.pdf", PDF[:-6] + b"/JavaScript (app.alert(1))\n%%EOF\n"),
    "picture too large": ("图.png", png(50_000, 50_000)),
    "text as picture": ("图.png", b"not a picture"),
    "empty": ("报告.pdf", b""),
    "program": ("安装.exe", b"MZ"),
}


NAMES = {
    "turned round": "报告\u202efdp.pdf",
    "long": "长" * 400 + ".pdf",
    "other folder": "..\\..\\windows\\报告.pdf",
    "folder above": "../../报告.pdf",
    "line ends": "报告\r\nSet-Cookie: a=b.pdf",
    "nought": "报告\0.pdf",
}
