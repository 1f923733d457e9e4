"""Makes the first three officers of a fresh installation; there are no default accounts."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.forms.people import AccountForm
from accounts.models import Role, User
from accounts.services.officers import THREE, officers_create, offices_vacant
from core.pages import RuleBroken

OPTIONS = {Role.SYSTEM_OFFICER: "system", Role.SECURITY_OFFICER: "security", Role.AUDIT_OFFICER: "audit"}


class Command(BaseCommand):
    help = "建立首任系统、安全、审计管理员（三人必须不同），各打印一次首次密码"

    def add_arguments(self, parser: ArgumentParser) -> None:
        for role in THREE:
            parser.add_argument(
                f"--{OPTIONS[role]}", nargs=2, metavar=("工号", "姓名"), help=f"{role.label}的工号和姓名"
            )
        parser.add_argument(
            "--missing", action="store_true", help="已有在任者时，只补建空缺的（例如唯一的安全管理员已离校）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        vacant = offices_vacant()
        wanted = [role for role in THREE if not options["missing"] or role in vacant]
        if len(vacant) < len(THREE) and not options["missing"]:
            taken = "、".join(role.label for role in THREE if role not in vacant)
            raise CommandError(
                f"已有在任的{taken}，没有建立任何账号。"
                "请在系统内授予角色；有空缺时加 --missing 只补建空缺的。"
            )
        if not wanted:
            raise CommandError("三种管理员都有在任者，没有建立任何账号。")
        people = {role: _person(role, options[OPTIONS[role]]) for role in wanted}
        if len({staff_no for staff_no, _ in people.values()}) < len(people):
            raise CommandError("三名管理员必须是不同的人，没有建立任何账号。")
        try:
            made = officers_create(people=people, actor=User.objects.system())
        except RuleBroken as broken:
            raise CommandError(f"{broken}没有建立任何账号。") from broken
        self.stdout.write(
            f"首次密码只显示这一次，{settings.FIRST_PASSWORD_HOURS} 小时内有效，"
            "只能登录一次，登录后须立即修改："
        )
        for role, (user, password) in made.items():
            self.stdout.write(f"{role.label}  {user.staff_no}  {user.name}  {password}")


def _person(role: Role, given: list[str] | None) -> tuple[str, str]:
    if given is None:
        raise CommandError(f"请用 --{OPTIONS[role]} 工号 姓名 指定{role.label}，没有建立任何账号。")
    form = AccountForm(data={"staff_no": given[0], "name": given[1]})
    if not form.is_valid():
        said = "".join(str(said) for field in form.errors.values() for said in field)
        raise CommandError(f"{role.label}：{said}没有建立任何账号。")
    return form.cleaned_data["staff_no"], form.cleaned_data["name"]
