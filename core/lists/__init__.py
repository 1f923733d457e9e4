"""Lists of rows as declarations: what may be shown, filtered, sorted and exported, by whom.

`ListPage` declares, `ListView` shows it on a page, `Reading` is one list as one user asked for it; exports
read the same `Reading`. Nothing that a browser sends ever names a column of the database.
"""

from .columns import Column, Row
from .declaration import ListPage
from .filters import ListFilterSet
from .query import ListQuery, RefusedName
from .reading import Reading

__all__ = ["Column", "ListFilterSet", "ListPage", "ListQuery", "Reading", "RefusedName", "Row"]
