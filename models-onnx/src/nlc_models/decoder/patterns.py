"""What came after patterns of differences in a plane (docs/format.md, "Patterns")."""

ONE = 1 << 16
SLOPE = 4


def _mix(hashed: int, difference: int) -> int:
    mixed = ((hashed ^ difference) & 0xFFFFFFFF) * 0x9E3779B1 & 0xFFFFFFFF
    return mixed ^ mixed >> 15


class _Entry:
    """What followed, and how often that was right."""

    __slots__ = ("hits", "value")

    def __init__(self) -> None:
        self.value = self.hits = 0

    def confidence(self, base: int) -> int | None:
        """The kind of guess that it is worth, if any; base is that of few hits."""
        return None if self.hits == 0 else base + (self.hits == 4)

    def learn(self, value: int) -> None:
        if value == self.value:
            self.hits = min(4, self.hits + 1)
        else:
            self.hits >>= 2
            if self.hits == 0:
                self.value = value


class Patterns:
    """The memory of one plane. Differences are those from the sample above, modulo 2^depth."""

    def __init__(self, depth: int) -> None:
        self._most = (1 << depth) - 1
        self._wide: dict[int, _Entry] = {}
        self._narrow: dict[int, _Entry] = {}
        self._trust = [50_000] * 40
        self._guesses: list[tuple[int | None, int]] = []
        self._entries: tuple[_Entry, _Entry]
        self._activity = 0

    def find(
        self, row: list[int], above: list[int], above2: list[int], i: int, activity: int
    ) -> tuple[int, int] | None:
        """The kind of the guess that is trusted at place i of the rows, and the guess; learn() must follow."""
        n, hashed = above[i], 0
        for sample in (above2[i], above[i + 1], above2[i + 1]):
            hashed = _mix(hashed, sample - n)
        narrow = self._narrow.setdefault(hashed >> 18, _Entry())
        for sample in (above[i - 1], row[i - 1], row[i - 2], row[i - 3], above[i + 2], above[i - 2]):
            hashed = _mix(hashed, sample - n)
        wide = self._wide.setdefault(hashed >> 18, _Entry())
        self._entries, self._activity = (wide, narrow), activity
        slope = (row[i - 1] - above[i - 1]) & self._most
        self._guesses = [(wide.confidence(2), wide.value), (narrow.confidence(0), narrow.value), (SLOPE, slope)]
        for kind, guess in self._guesses:
            if kind is not None and self._trust[5 * activity + kind] >= ONE // 2:
                return kind, guess
        return None

    def learn(self, value: int) -> None:
        """What the difference is that find() was asked for."""
        for kind, guess in self._guesses:
            if kind is not None:
                at = 5 * self._activity + kind
                self._trust[at] += ((ONE if guess == value else 0) - self._trust[at]) >> 5
        for entry in self._entries:
            entry.learn(value)
