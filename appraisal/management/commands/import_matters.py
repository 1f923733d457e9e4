"""Brings a year's 扣分与认定 in."""

from appraisal.management.year_command import OneFileCommand


class Command(OneFileCommand):
    code = "matters"
    help = "导入一个年度的扣分与认定并重新计分"
