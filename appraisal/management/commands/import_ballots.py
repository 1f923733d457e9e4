"""Brings a year's 民主测评 in."""

from appraisal.management.year_command import OneFileCommand


class Command(OneFileCommand):
    code = "ballots"
    help = "导入一个年度的民主测评并重新计分"
