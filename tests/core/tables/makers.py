"""Workbooks made by hand, honest and hostile: every part's text is the test's own."""

import struct
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="表" sheetId="1" r:id="s1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="s1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="s2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="s3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>工号</t></si><si><t>姓名</t></si></sst>',
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="57"/></cellXfs></styleSheet>'
    ),
}


def sheet(rows: str) -> str:
    """The XML of a sheet around its rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


HEADER = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


def book(path: Path, rows: str = HEADER, **options) -> Path:
    """Write a workbook; `parts` adds or replaces parts (name -> str or bytes, None leaves one out)."""
    parts = {**PARTS, "xl/worksheets/sheet1.xml": sheet(rows), **options.get("parts", {})}
    with zipfile.ZipFile(path, "w", options.get("method", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def crowd(path: Path, entries: int) -> Path:
    """A zip of so many empty entries, made without zipfile, which takes seconds for them."""
    local, directory = [], []
    offset = 0
    for number in range(entries):
        name = b"xl/%06d.xml" % number
        fixed = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0)
        local.append(b"PK\x03\x04" + fixed + name)
        directory.append(
            b"PK\x01\x02" + struct.pack("<H", 20) + fixed + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        )
        offset += len(local[-1])
    body, index = b"".join(local), b"".join(directory)
    count = min(entries, 0xFFFF)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(index), len(body), 0)
    path.write_bytes(body + index + end)
    return path


MEASURE = """
import resource, sys, time
from core.tables import Refused, locate, open_table
import core.tables.writer
path = sys.argv[1]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
told, count = "", 0
try:
    with open_table(path) as table:
        for sheet in table.sheet_names:
            for row in table.rows(sheet):
                count += 1
except Refused as refused:
    told = str(refused)
took = time.process_time() - start
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(f"{took:.3f}|{grown:.1f}|{count}|{told}")
"""


def measured(path: Path) -> tuple[float, float, int, str]:
    """Read a file to its end in a process of its own: CPU seconds, MB grown, rows, refusal or ''."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    took, grown, count, told = done.stdout.strip().split("|", 3)
    return float(took), float(grown), int(count), told
