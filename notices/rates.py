"""How often one address may ask for what answers without signing in.

Counted by each web process for itself, in memory: enough to make guessing and hammering pointless, and
nothing to go wrong where a broker is away.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

MOST, SECONDS, REMEMBERED = 30, 60.0, 10_000
_counted: OrderedDict[str, tuple[float, int]] = OrderedDict()
_lock = Lock()


def too_many(who: str) -> bool:
    """Counts one request, and says whether it is beyond `MOST` within `SECONDS`."""
    now = time.monotonic()
    with _lock:
        since, count = _counted.pop(who, (now, 0))
        if now - since >= SECONDS:
            since, count = now, 0
        _counted[who] = since, count + 1
        while len(_counted) > REMEMBERED:
            _counted.popitem(last=False)
        return count >= MOST
