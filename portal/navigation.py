"""The main menu: what each role can go to. Who lands a page with a name of its own adds its line here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse

from accounts.models import OFFICER_ROLES, Role

EVERYBODY = frozenset(Role)
ORGANIZATION = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
TWO_DEPARTMENTS = ORGANIZATION | {Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER}
READS_RULES = EVERYBODY - OFFICER_ROLES
SEES_TALKS = ORGANIZATION | {Role.DISCIPLINE_HEAD, Role.LEADER, Role.CADRE}
READS_MEETINGS = ORGANIZATION | {Role.PARTY_OFFICE, Role.DISCIPLINE_HEAD}
READS_REPORTS = frozenset({Role.LEADER, Role.UNIT_PARTY, Role.CADRE})
SEES_CADRES = TWO_DEPARTMENTS | {Role.LEADER, Role.UNIT_PARTY}
SUPERVISES = TWO_DEPARTMENTS | {Role.UNIT_PARTY}
SEES_TASKS = SEES_CADRES | {Role.CADRE}
SEES_CADRES_OR_SELF = TWO_DEPARTMENTS | {Role.CADRE}


@dataclass(frozen=True)
class Entry:
    """One line of the menu: words, name of the URL (without arguments), who sees it, lucide icon.

    about: what can be done there, for the tile on the home page.
    """

    label: str
    url_name: str
    roles: frozenset[Role]
    icon: str
    about: str = ""


# The menu hides what a role cannot open; it guards nothing: every view asks for itself.
MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "干部",
        (
            Entry("我的信息", "own_page", frozenset({Role.CADRE}), "user", "查看名册中本人的信息和考核"),
            Entry("干部名册", "cadres", SEES_CADRES, "users", "查找、筛选干部，查看个人页面"),
            Entry("单位与岗位", "units", SEES_CADRES, "network", "单位沿革、岗位职数与任职情况"),
        ),
    ),
    (
        "考核",
        (
            Entry("各次考核", "years", TWO_DEPARTMENTS, "clipboard-list", "年度和聘期考核的进程、得分与名单"),
            Entry(
                "述职报告", "reports_reading", READS_REPORTS, "file-text", "撰写、审核和阅读公示的述职报告"
            ),
            Entry(
                "平时考核", "observations", SEES_CADRES_OR_SELF, "notebook-pen", "按季度记录的事实和本人说明"
            ),
            Entry(
                "廉政意见告知",
                "own_opinions",
                frozenset({Role.CADRE}),
                "file-check",
                "已告知本人的结论和文号",
            ),
            Entry("重点任务", "key_tasks", SEES_TASKS, "list-checks", "重点任务、督办事项的进展和核验"),
            Entry("单位考核结果", "unit_results", SEES_CADRES, "building-2", "单位目标考核的等次或得分"),
            Entry(
                "表彰人选事迹",
                "candidates",
                frozenset({Role.UNIT_PARTY}),
                "award",
                "为本单位的表彰人选提供事迹",
            ),
            Entry("谈话提醒", "talks", SEES_TALKS, "message-square", "考核后的谈话提醒、记录与跟踪"),
            Entry("参数试算", "what_if", TWO_DEPARTMENTS, "calculator", "用上一年度的数据试算参数的影响"),
            Entry("制度与参数", "rules", READS_RULES, "scale", "考核用的比例、分值和处理办法，历次版本"),
        ),
    ),
    (
        "容错与澄清",
        (
            Entry(
                "容错认定",
                "tolerance",
                SEES_CADRES_OR_SELF | {Role.UNIT_PARTY},
                "shield-check",
                "申请、核实、分析和认定，办理期限和下一步",
            ),
            Entry(
                "容错认定概览",
                "tolerance_overview",
                frozenset({Role.LEADER}),
                "chart-column",
                "按状态、历时、期限、单位和结果统计",
            ),
            Entry(
                "回避与报上级",
                "tolerance_recusals",
                frozenset({Role.ORG_HEAD, Role.DISCIPLINE_HEAD, Role.PARTY_OFFICE}),
                "user-x",
                "决定经办人的回避，录入上级安排",
            ),
            Entry(
                "问责记录",
                "accountabilities",
                SEES_CADRES_OR_SELF,
                "file-search",
                "问责与容错同步核查：先回答容错问题，再作决定",
            ),
            Entry(
                "澄清正名",
                "clarifications",
                TWO_DEPARTMENTS,
                "badge-check",
                "核查失实后澄清，恢复受影响的事项",
            ),
            Entry(
                "我的澄清",
                "clarifications_mine",
                frozenset({Role.CADRE}),
                "badge-check",
                "申请澄清，表达意愿，签收结果",
            ),
            Entry(
                "澄清告知",
                "clarifications_told",
                frozenset({Role.LEADER, Role.UNIT_PARTY}),
                "badge-check",
                "告知本单位的澄清",
            ),
            Entry(
                "容错认定公开",
                "tolerance_published",
                frozenset({Role.LEADER, Role.PARTY_OFFICE}),
                "book-open-check",
                "在一定范围公开的认定结果，期满撤下",
            ),
        ),
    ),
    (
        "监督与预警",
        (
            Entry("处分与措施", "marks", TWO_DEPARTMENTS, "file-text", "影响期、书面解除和期满研判"),
            Entry(
                "使用限制",
                "bars",
                TWO_DEPARTMENTS,
                "user-lock",
                "某一天谁不得评优、提拔、晋升，到何时，为什么",
            ),
            Entry(
                "立案情况",
                "investigations",
                frozenset({Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER, Role.ORG_HEAD}),
                "file-lock",
                "登记、公开和结案，未公开的不影响其他页面",
            ),
            Entry("风险清单", "risks", SUPERVISES, "shield-alert", "按岗位列出的风险点、等级和防控措施"),
            Entry(
                "日常监督台账",
                "register_items",
                SUPERVISES,
                "clipboard-check",
                "有关事项、证照、审计等的状态和日期",
            ),
            Entry(
                "预警工作台",
                "alerts_board",
                TWO_DEPARTMENTS,
                "layout-dashboard",
                "研判预警信息，签发提醒和黄牌，跟踪整改",
            ),
            Entry(
                "本单位的预警",
                "cards_unit",
                frozenset({Role.LEADER, Role.UNIT_PARTY}),
                "bell-ring",
                "涉及本单位的预警和整改事项",
            ),
            Entry(
                "我的预警与提醒",
                "cards_mine",
                frozenset({Role.CADRE}),
                "bell",
                "要签收、整改和答复的，写明下一步",
            ),
            Entry(
                "警示教育",
                "educations",
                frozenset({Role.LEADER, Role.UNIT_PARTY, Role.CADRE}),
                "megaphone",
                "警示教育、敲警钟的主题、案例和参加情况",
            ),
        ),
    ),
    (
        "决定",
        (
            Entry("会议", "meetings", READS_MEETINGS, "gavel", "议题、出席、回避、结果和纪要"),
            Entry("公示", "publicity_list", READS_RULES, "megaphone", "正在公示的名单，期内可以反映意见"),
            Entry(
                "逾期与催办",
                "overdue_duties",
                TWO_DEPARTMENTS,
                "bell-ring",
                "逾期事项，可提请上级督促",
            ),
            Entry("工作日历", "workdays", READS_RULES, "calendar-days", "放假和调休，工作日期限由此算出"),
        ),
    ),
    (
        "数据",
        (
            Entry("数据导入", "imports", TWO_DEPARTMENTS, "file-up", "上传本校表格，核对后写入"),
            Entry("导出申请", "exports", ORGANIZATION, "file-down", "完整号码的导出须经第二人同意"),
        ),
    ),
    (
        "系统",
        (
            Entry(
                "账号",
                "accounts",
                frozenset({Role.SYSTEM_OFFICER}),
                "user-cog",
                "新建、停用账号，重发首次密码",
            ),
            Entry(
                "后台任务",
                "jobs",
                frozenset({Role.SYSTEM_OFFICER}),
                "server-cog",
                "任务和发送的状态、错误，再次执行",
            ),
            Entry(
                "角色授予",
                "grants",
                OFFICER_ROLES,
                "key-round",
                "提出、复核和终止角色授予",
            ),
            Entry(
                "登录锁定",
                "lockouts",
                frozenset({Role.SECURITY_OFFICER}),
                "lock-keyhole",
                "查看并解除登录锁定",
            ),
            Entry(
                "安全日志",
                "security_log",
                frozenset({Role.AUDIT_OFFICER}),
                "scroll-text",
                "审阅日志，核验完整性",
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Link:
    """An entry on a page: where it leads, and whether the page is it ("page") or lies below it ("true")."""

    label: str
    url: str
    icon: str
    current: str = ""
    about: str = ""
    name: str = ""


@dataclass(frozen=True)
class Navigation:
    """The menu of one user on one page."""

    home: Link
    groups: tuple[tuple[str, tuple[Link, ...]], ...]

    @property
    def above(self) -> Link | None:
        """The entry that the page lies below: its place in the trail."""
        return next((link for _, links in self.groups for link in links if link.current == "true"), None)

    @property
    def links(self) -> list[Link]:
        """All entries but the home page, in order."""
        return [link for _, links in self.groups for link in links]

    @property
    def cadres(self) -> Link | None:
        """The list that the search on the home page asks."""
        return next((link for link in self.links if link.name == "cadres"), None)


def navigation_of(roles: Iterable[Role], path: str, *, own: str = "") -> Navigation:
    """What a user with these roles can go to from the page at `path`.

    own: where 我的信息 leads on to, so that its entry is marked there too.
    """
    held = frozenset(roles)
    if own and Role.CADRE in held and path.startswith(own):
        path = _url("own_page") + path.removeprefix(own)
    shown = [
        (label, [(entry, url) for entry in entries if entry.roles & held and (url := _url(entry.url_name))])
        for label, entries in MENU
    ]
    urls = [url for _, entries in shown for _, url in entries]
    # The longest address that the page's own begins with: /units/ is not below /.
    nearest = max((url for url in urls if path.startswith(url)), key=len, default="")
    groups = tuple(
        (label, tuple(_link(entry, url, _current(url, nearest, path)) for entry, url in entries))
        for label, entries in shown
        if entries
    )
    home = _url("home")
    return Navigation(Link("首页", home, "house", "page" if path == home else ""), groups)


def _link(entry: Entry, url: str, current: str) -> Link:
    return Link(entry.label, url, entry.icon, current, entry.about, entry.url_name)


def _current(url: str, nearest: str, path: str) -> str:
    if url != nearest:
        return ""
    return "page" if url == path else "true"


@cache
def _url(name: str) -> str:
    """Where an entry leads; empty while nobody has built the page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
