"""Tables in and out: workbooks and csv files, read safely, and workbooks written safely. Plain Python."""

from core.tables.errors import BadValue, Refused
from core.tables.guard import check_file
from core.tables.header import Located, locate
from core.tables.reader import Table, open_table

__all__ = ["BadValue", "Located", "Refused", "Table", "check_file", "locate", "open_table"]
