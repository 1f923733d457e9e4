"""The two ways a table can be wrong: as a whole file, or in one cell."""


class Refused(Exception):
    """The whole file is not read. `message`: what is wrong; `remedy`: what its owner can do (Chinese)."""

    def __init__(self, message: str, remedy: str = ""):
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message}。{remedy}。" if remedy else f"{message}。")


class Damaged(Refused):
    """A file that is broken rather than wrong."""


class BadValue(ValueError):
    """One cell does not hold what its column needs. `message` and `remedy` as in `Refused`."""

    def __init__(self, message: str, remedy: str = ""):
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message}。{remedy}。" if remedy else f"{message}。")
