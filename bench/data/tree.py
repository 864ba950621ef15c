"""A tree that lives through years: placements begin and end as units move, merge, close, take other names."""

from dataclasses import dataclass, field

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _steps(many: int) -> list[str]:
    """The four characters of the first so many steps of a path."""
    return [f"{DIGITS[n // 46656 % 36]}{DIGITS[n // 1296 % 36]}{DIGITS[n // 36 % 36]}{DIGITS[n % 36]}" for n in range(many)]


STEPS = _steps(60_000)


@dataclass
class Placed:
    """One placement that has ended or still stands; units by number, days and moments as numbers."""

    unit: int
    name: str
    kind: str
    superior: int
    path: str
    since: int
    known: int
    to: int = 0
    ended: int = 0


@dataclass
class Tree:
    """Units by number; `place` is where each stands now, `below` what stands below it."""

    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    place: list[Placed | None] = field(default_factory=list)
    below: list[dict[int, None]] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    past: list[Placed] = field(default_factory=list)
    successions: list[tuple[int, int, str, int, int]] = field(default_factory=list)

    def open(self, superior: int, name: str, kind: str, on: int, known: int) -> int:
        """A new unit below another; -1 is the top."""
        unit = len(self.opened)
        self.opened.append(on)
        self.closed.append(0)
        self.below.append({})
        self.used.append(0)
        self.place.append(Placed(unit, name, kind, superior, self._path(superior), on, known))
        if superior >= 0:
            self.below[superior][unit] = None
        return unit

    def _path(self, superior: int) -> str:
        """The next free path below a unit."""
        if superior < 0:
            return STEPS[1]
        self.used[superior] += 1
        above = self.place[superior]
        assert above is not None
        return above.path + STEPS[self.used[superior]]

    def stands(self, unit: int) -> Placed:
        """Where an open unit stands."""
        place = self.place[unit]
        assert place is not None
        return place

    def _again(self, unit: int, on: int, known: int, **changes: object) -> Placed:
        """End a placement and begin the next."""
        old = self.stands(unit)
        old.to, old.ended = max(on, old.since), max(known, old.known)
        self.past.append(old)
        new = Placed(unit, old.name, old.kind, old.superior, old.path, max(on, old.since), max(known, old.known))
        for name, value in changes.items():
            setattr(new, name, value)
        self.place[unit] = new
        return new

    def rename(self, unit: int, name: str, on: int, known: int) -> None:
        """Another name from a day on."""
        self._again(unit, on, known, name=name)

    def move(self, unit: int, superior: int, on: int, known: int) -> int:
        """Put a unit with its branch below another; how many placements began."""
        old = self.stands(unit)
        if old.superior >= 0:
            del self.below[old.superior][unit]
        self.below[superior][unit] = None
        self._again(unit, on, known, superior=superior, path=self._path(superior))
        waiting, moved = [unit], 1
        while waiting:
            above = waiting.pop()
            path = self.stands(above).path
            for child in self.below[above]:
                self._again(child, on, known, path=path + self.stands(child).path[-4:])
                moved += 1
                if self.below[child]:
                    waiting.append(child)
        return moved

    def close(self, unit: int, on: int, known: int) -> None:
        """End a unit without others below it."""
        old = self.stands(unit)
        assert not self.below[unit]
        old.to, old.ended = max(on, old.since), max(known, old.known)
        self.past.append(old)
        self.place[unit] = None
        self.closed[unit] = max(on, self.opened[unit])
        if old.superior >= 0:
            del self.below[old.superior][unit]

    def absorb(self, unit: int, into: int, on: int, known: int, form: str = "merger") -> int:
        """Move what stands below a unit to another, then close it; how many placements began."""
        moved = sum(self.move(child, into, on, known) for child in list(self.below[unit]))
        self.close(unit, on, known)
        self.successions.append((unit, into, form, on, known))
        return moved

    def depth(self, unit: int) -> int:
        """How deep an open unit stands."""
        return len(self.stands(unit).path) // 4
