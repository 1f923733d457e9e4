"""Brings a year's 参加考核人员名单 in."""

from appraisal.management.year_command import OneFileCommand


class Command(OneFileCommand):
    code = "participants"
    help = "导入一个年度的参加考核人员名单并重新计分"
