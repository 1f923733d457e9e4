"""One context of every document, as an office would fill it in."""

from __future__ import annotations

import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

from appraisal.documents import contexts as c

# A rare character outside the basic plane, markup and template signs that somebody typed.
ODD = "𠮷 A&B <b>粗</b> \"引\" '号' {{ name }} {% if x %} {_{"
SENTENCE = "一年来，坚持把政治建设摆在首位，认真贯彻学校党委决策部署，团结带领班子成员完成年度重点任务。"
GROUNDS = "近三年在岗期间，认真履行岗位职责，牵头完成本科教育教学审核评估整改，推动十二项任务按期销号。"


def report(lines: int) -> tuple[str, ...]:
    """A self-report of so many paragraphs, each with its number, so that none can go missing unseen."""
    return tuple(f"第{number}段。{SENTENCE * 3}" for number in range(1, lines + 1))


BASICS = c.Basics(
    name="欧阳明德",
    sex="男",
    born="1975年3月",
    ethnicity="汉族",
    political_status="中共党员",
    joined_party="1996年7月",
    education="博士研究生（在职）　管理学博士",
    professional_title="教授",
    staff_no="0100234",
    unit="马克思主义学院（思想政治理论课教学研究部）",
    post="党总支书记、副院长",
    admin_level="正处级",
    in_post_since="2021年6月",
    in_rank_since="2018年11月",
    duties="主持党总支全面工作，分管组织、宣传、统战、教师思想政治和学生工作。",
)
ANNUAL = c.AnnualForm(
    year="2025",
    office="某大学党委组织部",
    category="学院正职",
    basics=BASICS,
    report=report(4),
    reported=c.Opinion(signed="欧阳明德", on="2025年12月20日"),
    dimensions=(
        c.Line("德", "93.25"),
        c.Line("能", "91.80"),
        c.Line("勤", "94.10"),
        c.Line("绩", "90.66"),
        c.Line("廉", "95.02"),
    ),
    dimensions_note="各维度均分为各类主体按权重合计。",
    leader=c.Opinion(text="同意总支推荐意见，建议等次为优秀。"),
    grade="优秀",
    committee=c.Opinion(on="2026年3月5日"),
)
TERM = c.TermForm(
    term="2023年1月至2025年12月",
    office="某大学党委组织部",
    basics=BASICS,
    report=report(5),
    years=(
        c.TermYear("2023", "称职", "88.25"),
        c.TermYear("2024", "优秀", "92.10"),
        c.TermYear("2025", "称职", "89.40"),
    ),
    parts=(
        c.Line("年度考核平均分（占 60%）", "89.92"),
        c.Line("聘期测评得分（占 40%）", "90.15"),
        c.Line("聘期总分", "90.01"),
    ),
    parts_note="年度考核平均分为聘期内各年度总分的平均数。",
    conclusion="合格",
)
NOTICE = c.ResultNotice(
    number="某大组考〔2026〕17号",
    name="欧阳明德",
    unit="马克思主义学院",
    post="党总支书记",
    what="2025年度考核",
    outcome="优秀",
    details=(c.Line("考核类别", "学院正职"), c.Line("总分", "92.35")),
    review_by="2026年4月15日",
    review_at="党委组织部（行政楼 305 室）",
    issuer="中共某大学委员会组织部",
    on="2026年3月16日",
)
PEOPLE = c.listed(
    [
        ("欧阳明德", "马克思主义学院", "党总支书记"),
        ("王 芳", "教务处", "处长"),
        ("阿依古丽·买买提", "国际教育学院（国际合作与交流处、港澳台事务办公室）", "院长、处长、主任"),
        ("李建国", "后勤保障部", "部长"),
    ]
)
COMMENDATION = c.Commendation(
    issuer="中共某大学委员会",
    number="某大党〔2026〕12号",
    title="关于表彰2025年度考核优秀中层干部的决定",
    to="各党总支、各部门、各学院",
    grounds=(
        "2025年，全校中层干部主动作为、担当尽责，学校各项事业取得新的进展。",
        "根据《干部队伍建设办法》第七条，经考核、公示，校党委常委会研究决定，对考核中表现突出的同志予以表彰。",
    ),
    honour="通报表扬",
    people=PEOPLE,
    hopes=("希望受到表彰的同志珍惜荣誉、再接再厉。全校干部要以他们为榜样，锐意进取，真抓实干。",),
    on="2026年3月12日",
)
TALK = c.TalkRecord(
    year="2025年度",
    name="赵某某",
    unit="基建处",
    post="副处长",
    talker="钱某某",
    talker_post="党委副书记",
    recorder="孙某某",
    at="2026年3月20日 9:30",
    place="行政楼 401 会议室",
    grounds=("2025年度考核排序位于本类别末位，经党委常委会研判，决定进行谈话提醒。",),
    content=(SENTENCE * 2, "指出任务推进偏慢、与师生沟通不够两个问题。"),
    said=("接受提醒，说明全年承担新校区两项难度较大的建设任务，将尽快改进。",),
    points=("一是加强与师生沟通；二是按月报送任务进展；三是六个月后回访。",),
)
PUBLIC = c.PublicNotice(
    title="关于2025年度考核拟表彰人员的公示",
    opening=("根据《干部队伍建设办法》第七条，经校党委常委会研究，现将2025年度考核拟表彰人员予以公示。",),
    people=PEOPLE,
    period="2026年3月5日至2026年3月11日（5个工作日）",
    objections=("公示期间，如有异议，请以书面形式向党委组织部实名反映，内容应当具体、真实。",),
    contact=(
        c.Line("受理部门", "党委组织部、纪委办公室"),
        c.Line("电话", "010-00000000"),
        c.Line("地址", "行政楼 305 室"),
    ),
    issuer="中共某大学委员会组织部",
    on="2026年3月5日",
)
AGENDA = c.Agenda(
    meeting="校党委常委会会议",
    number="2026年第6次",
    at="2026年3月4日 14:30",
    place="行政楼第一会议室",
    chair="周某某",
    members="周某某、吴某某、郑某某、王某某、冯某某、陈某某、褚某某、卫某某、蒋某某",
    others="沈某某、韩某某",
    items=(
        c.AgendaLine("1", "审定2025年度中层干部考核等次", "组织部 沈某某", "郑某某"),
        c.AgendaLine("2", "研究2025年度考核拟表彰人员名单，并研判综合测评末位人员", "组织部 沈某某", ""),
        c.AgendaLine("3", "听取复核情况汇报", "纪委办公室 韩某某", ""),
    ),
    issuer="党委办公室",
    on="2026年3月3日",
)
MINUTES = c.MinutesExtract(
    meeting="校党委常委会会议",
    number="2026年第6次",
    at="2026年3月4日 14:30",
    place="行政楼第一会议室",
    chair="周某某",
    present="周某某、吴某某、郑某某、王某某、冯某某、陈某某、褚某某、卫某某",
    absent="蒋某某（因公出差）",
    others="沈某某、韩某某",
    quorum="应到9人，实到8人，符合规定",
    item="研究2025年度考核拟表彰人员名单",
    recused="郑某某",
    discussion=("会议听取了组织部关于考核情况的汇报，逐一研究了拟表彰人员的主要事实。",),
    decided="会议以无记名投票方式表决，应参加表决7人，同意7票，形成如下决定：",
    entries=(
        c.MinutesEntry("欧阳明德", "列入表彰名单", ""),
        c.MinutesEntry("王　芳", "列入表彰名单", ""),
        c.MinutesEntry("李建国", "不列入", "承担的重点任务尚未验收，待验收后再研究。"),
    ),
    resolution=("会议要求，由组织部按规定公示。",),
    issuer="党委办公室",
    on="2026年3月6日",
)
VOLUME = c.ReportsVolume(
    title="2025年度中层干部\n述职报告汇编",
    subtitle="（学院正职）",
    issuer="中共某大学委员会组织部",
    on="2025年12月",
    reports=tuple(
        c.Report(name, unit, post, report(size))
        for (name, unit, post), size in zip(
            [(who.name, who.unit, who.post) for who in PEOPLE], (9, 3, 12, 5), strict=True
        )
    ),
)
SAMPLES = {
    "annual_form": ANNUAL,
    "term_form": TERM,
    "result_notice": NOTICE,
    "commendation": COMMENDATION,
    "talk_record": TALK,
    "public_notice": PUBLIC,
    "agenda": AGENDA,
    "minutes_extract": MINUTES,
    "reports_volume": VOLUME,
}


def as_pdf(documents: dict[str, bytes], folder: Path) -> dict[str, Path]:
    """What LibreOffice makes of them, in one run with a profile of its own; name -> PDF."""
    for name, content in documents.items():
        (folder / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in documents]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: folder / f"{name}.pdf" for name in documents}


def text_of(pdf: Path) -> str:
    """The text as it stands on the pages, form feeds between them."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()


def with_odd_texts(context: Any) -> Any:
    """The same context with `ODD` behind every text, in lists and in parts too."""
    if isinstance(context, str):
        return f"{context}{ODD}"
    if isinstance(context, tuple):
        return tuple(map(with_odd_texts, context))
    return type(context)(**{f.name: with_odd_texts(getattr(context, f.name)) for f in fields(context)})


def texts_of(context: Any) -> set[str]:
    """Every text of a context, line by line."""
    if isinstance(context, str):
        return {line for line in context.split("\n") if line}
    parts = context if isinstance(context, tuple) else [getattr(context, f.name) for f in fields(context)]
    return set().union(*map(texts_of, parts))
