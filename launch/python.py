# Finds a fitting Python. Written for any Python 3, so that an old one gets a clear answer too.
import os
import shutil
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def go_on_in_fitting_python() -> None:
    """Goes on in a fitting Python of this machine, or says what is missing and ends with status 1."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which("python3.%d" % minor)
        if other:
            os.execv(other, [other] + sys.argv)
    sys.exit(
        "需要 Python 3.11 至 3.13，当前为 %d.%d。Debian 12 请先运行：apt install python3 python3-venv\n"
        "Python 3.11 to 3.13 is needed; this is %d.%d. Debian 12: apt install python3 python3-venv"
        % (sys.version_info[:2] * 2)
    )
