"""Every page there is, as somebody who may see it, at three widths: nothing spills, breaks or speaks English.

The pages come from the matrix of URLs: a new page is looked at from its first day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from lxml.html import document_fromstring
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from core.models import Installation
from tests.support.browser import axe_faults
from tests.support.matrix import ANONYMOUS, NOBODY, VISITORS
from tests.support.people import user_with
from tests.support.rulebook import rulebook_restore
from tests.test_url_matrix import MATRIX, address, furnish

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 768, 390)
WHOLE, MAIN = "html", "main"
# Every page is opened by one visitor of each of these kinds that may: what they see differs most.
KINDS = (
    (ANONYMOUS, NOBODY),
    (Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER, Role.PARTY_OFFICE),
    (Role.LEADER, Role.UNIT_PARTY, Role.CADRE),
    (Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER),
)
# Words that are Chinese practice as they are: forms of files, names of standards and of people's tools.
LATIN = re.compile(r"[A-Za-z][A-Za-z]+")
ALLOWED = {
    "xlsx",
    "xls",
    "csv",
    "docx",
    "XLSX",
    "CSV",
    "pdf",
    "PDF",
    "jpg",
    "png",
    "SHA",
    "IP",
    "IPv",
    "Excel",
    "WPS",
    "Word",
    "JPG",
    "PNG",
    "zip",
    "Ctrl",
    "utf",
    "UTF",
    "GB",
    # Numbers of matters (事项) and of tolerance cases (容错) begin with their initials.
    "SX",
    "RC",
}
# What is data, typed by somebody or made by a machine, stands in these.
NOT_PROSE = "pre, code, kbd, samp, time, [data-verbatim], script, style"
SAID = f"""() => {{
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest({NOT_PROSE!r})) said.push(walker.currentNode.data);
  for (const name of ["aria-label", "placeholder", "alt", "title"])
    for (const node of document.querySelectorAll(`[${{name}}]`)) said.push(node.getAttribute(name));
  const root = document.documentElement;
  return [root.lang, document.title, root.querySelectorAll("h1").length, said.join("\\n")];
}}"""
# One question for each width, since asking costs most. A picture is drawn anew after the layout of the frame
# in which its place became narrower.
MEASURED = """async narrowest => {
  const frame = () => new Promise(requestAnimationFrame);
  if (document.querySelector("[data-chart]")) for (let n = 0; n < 3; n++) await frame();
  const width = document.documentElement.clientWidth;
  const spills = document.documentElement.scrollWidth <= width ? [] :
    [...document.querySelectorAll("body *")]
      .filter(node => node.getBoundingClientRect().right > width + 1 && !node.closest(".frame, .list-frame"))
      .slice(0, 5).map(node => `spills: ${node.outerHTML.slice(0, 120)}`);
  const small = !narrowest ? [] :
    [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
      .filter(node => node.checkVisibility() && !node.closest("p, .skip, td, tbody th, dd, .quiet"))
      .map(node => [node, (node.closest("label") || node).getBoundingClientRect()])
      .filter(([node, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
      .map(([node, box]) => `small target: ${node.outerHTML.slice(0, 120)} ${box.width} × ${box.height}`);
  return [...spills, ...small];
}"""
COVERED = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  if (node === document.body || !box.width) return "";
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return top && (node.contains(top) || top.contains(node)) ? "" : node.outerHTML.slice(0, 120);
}"""


@dataclass(frozen=True)
class Face:
    """One page as one visitor gets it: what stands in its main part, as elements with their classes."""

    visitor: str
    name: str
    elements: frozenset[str]
    latin: frozenset[str]

    @classmethod
    def of(cls, visitor: str, name: str, html: str) -> Face:
        main = document_fromstring(html).find(".//main")
        nodes = [node for node in main.iter() if isinstance(node.tag, str)]
        elements = frozenset(
            " ".join((node.tag, node.get("class", ""), node.get("type", ""), *sorted(node.keys())))
            for node in nodes
        )
        return cls(visitor, name, elements, frozenset(LATIN.findall(main.text_content())))


def visits() -> list[tuple[str, str]]:
    """(visitor, name of a URL) of every page, for one visitor of each kind that may open it."""
    found = []
    for name, row in MATRIX.items():
        for kind in KINDS:
            allowed = [visitor for visitor in kind if row[visitor] == 200]
            found += [(allowed[0], name)] if allowed else []
    return sorted(found, key=lambda visit: VISITORS.index(visit[0]))


@pytest.fixture
def site(live_server: LiveServer) -> Iterator[str]:
    rulebook_restore()
    Installation.objects.create(name="示范大学", is_demo=True)
    furnish()
    yield live_server.url


def size_to(page: Page, width: int) -> None:
    if page.viewport_size != (size := {"width": width, "height": 900}):
        page.set_viewport_size(size)


def client_of(visitor: str) -> Client:
    """Of somebody who holds the role, signed in without the form: that has tests of its own."""
    client = Client()
    if visitor == ANONYMOUS:
        return client
    staff_no = f"7{VISITORS.index(visitor):04}"
    user = User.objects.filter(staff_no=staff_no).first() or user_with(
        *([] if visitor == NOBODY else [Role(visitor)]), staff_no=staff_no
    )
    client.force_login(user)
    assert client.session[SESSION_KEY]
    return client


def sign_in_as(page: Page, site: str, visitor: str) -> None:
    page.context.clear_cookies()
    if cookie := client_of(visitor).cookies.get(settings.SESSION_COOKIE_NAME):
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def faults(page: Page, *, axe: str = WHOLE, seen: set[str] | None = None) -> list[str]:
    """What is wrong with the page that is open, in one list.

    axe: what it looks at, "" for nothing. seen: kinds of text whose contrast was looked at before.
    """
    found = []
    language, title, headings, prose = page.evaluate(SAID)
    if language != "zh-CN":
        found.append("the language is not said")
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    if not title.strip():
        found.append("no title")
    leaked = {word for word in LATIN.findall(prose) if word not in ALLOWED}
    if leaked:
        found.append(f"English: {sorted(leaked)}")
    for width in WIDTHS:
        size_to(page, width)
        found += [f"{width}: {fault}" for fault in page.evaluate(MEASURED, width == WIDTHS[-1])]
    size_to(page, WIDTHS[0])
    return found + (axe_faults(page, axe, seen=seen) if axe else [])


def test_every_page_at_every_width(page: Page, site: str) -> None:
    """Each page in the browser once for every face it has, and by axe once for every kind of element it has.

    Pages are fetched first, without the browser. The face that says most of a page comes first; the same page
    of another visitor is opened again only where it holds an element or a Latin word that none before held.
    Prose, widths, targets and the console are looked at every time. Axe, which costs as much as all the rest,
    looks at one width, and at a second face only where it holds an element that the first did not have; bar
    and menu, the same on each page of a visitor, it sees on the first, and the contrast of each kind of text
    where that stands first.
    """
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    faces = read_faces()
    found: list[str] = []
    axe_saw: dict[str, set[str]] = {}
    seen: set[str] = set()
    for visitor, of_visitor in groupby(distinct(faces), key=lambda face: face.visitor):
        sign_in_as(page, site, visitor)
        place = WHOLE
        for face in of_visitor:
            said.clear()
            page.goto(site + address(face.name))
            known = axe_saw.setdefault(face.name, set())
            new = face.elements - known
            known.update(face.elements)
            found += [
                f"{face.name} as {visitor}: {fault}"
                for fault in (*faults(page, axe=place if new else "", seen=seen), *said)
            ]
            place = MAIN
    assert not found, "\n".join(found)
    assert {face.name for face in faces} == set(axe_saw), "every page was looked at"
    assert len(axe_saw) > 100


def read_faces() -> list[Face]:
    """Every page as each visitor gets it. A file is no page."""
    found = []
    for visitor, visited in groupby(visits(), key=lambda visit: visit[0]):
        client = client_of(visitor)
        for _, name in visited:
            answer = client.get(address(name))
            answer.close()  # an open file would stay open
            if answer.headers["Content-Type"].startswith("text/html"):
                found.append(Face.of(visitor, name, answer.content.decode()))
    return found


def distinct(faces: list[Face]) -> list[Face]:
    """What each page can look like: the longest first, others where they hold what none before them held."""
    seen: dict[str, set[str]] = {}
    kept: list[Face] = []
    first: set[Face] = set()
    for face in sorted(faces, key=lambda face: -len(face.elements)):
        holds = face.elements | face.latin
        if face.name not in seen:
            first.add(face)
        if not holds <= seen.setdefault(face.name, set()):
            kept.append(face)
            seen[face.name] |= holds
    return sorted(kept, key=lambda face: (face not in first, VISITORS.index(face.visitor)))


@pytest.mark.parametrize("path", ["/nothing-here/", "/sign-out/"])
def test_what_went_wrong_keeps_the_face_and_the_menu(page: Page, site: str, path: str) -> None:
    sign_in_as(page, site, Role.ORG_HEAD)
    # The browser reports the status on its console, which the page of a test takes for a fault.
    page.route("**" + path, lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(site + path)
    assert page.get_by_text("请求编号").is_visible()
    assert page.get_by_role("navigation", name="主菜单").is_visible()
    assert faults(page) == []


def test_what_takes_the_focus_is_never_hidden(page: Page, site: str) -> None:
    sign_in_as(page, site, Role.ORG_HEAD)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(site + address("year"))
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(COVERED) == ""


def test_a_page_with_faults_would_be_found(page: Page, site: str) -> None:
    sign_in_as(page, site, Role.ORG_HEAD)
    page.goto(site + "/")
    assert faults(page) == []
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend",
           "<h1>Save</h1><table width=2000><td>1</table><form><input type=text><button>.</button></form>" +
           "<img src='/static/img/mark.svg'><p>Pale</p>");
           document.querySelector("main > p").style.color = "rgb(200, 200, 200)";"""
    )
    found = " ".join(faults(page))
    for part in (
        "2 headings",
        "['Pale', 'Save']",
        "390: spills",
        "small target",
        "axe label",
        "axe image-alt",
        "axe color-contrast",
    ):
        assert part in found
