"""Adds published holidays to the calendar of working days, after the library learned of a new year."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from notices.services import workdays_seed


class Command(BaseCommand):
    help = "把 chinese-calendar 已公布的放假安排加入工作日历；已有任何一天的年份不再改动"

    def handle(self, *args: Any, **options: Any) -> None:
        added = workdays_seed(actor=User.objects.system())
        self.stdout.write(f"已加入 {added} 天。" if added else "工作日历已是最新，没有可加入的年份。")
