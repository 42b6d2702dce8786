"""The widths of the printed columns: the paper shared out so that rows are low and nothing is scaled down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from .ledger_styles import px_for, room_em
from .text_width import width_em

STEP_PX = 6
WIDEST_PX = 720
USUAL = 0.9
"""The share of rows that decides: one very long text makes its own row high, not all the others narrow."""
LOOSE = 1.06
"""Lines break before they are full; by so much more room a text takes than its width says."""


@dataclass(frozen=True)
class Flexible:
    """A column of texts. `lines[k]` is how many lines the usual long text takes at `least_px` + k × STEP_PX."""

    least_px: int
    lines: tuple[int, ...]

    @classmethod
    def of(cls, texts: Sequence[str], least_px: int, size_pt: float) -> Flexible:
        found = [[width_em(line) * LOOSE for line in text.split("\n")] for text in texts]
        widths = range(least_px, max(WIDEST_PX, least_px + 1), STEP_PX)
        return cls(least_px, _falling(lambda k: _usual(found, room_em(widths[k], size_pt)), len(widths)))

    def px(self, lines: int) -> int:
        """The least width that needs no more lines; where none does, the least that needs the fewest."""
        wanted = max(lines, self.lines[-1])
        return self.least_px + STEP_PX * next(k for k, found in enumerate(self.lines) if found <= wanted)

    def next_px(self, width: int) -> int | None:
        """The next width that saves a line; None when no width does."""
        now = (width - self.least_px) // STEP_PX
        better = (k for k in range(now + 1, len(self.lines)) if self.lines[k] < self.lines[now])
        found = next(better, None)
        return None if found is None else self.least_px + STEP_PX * found


def _falling(value: Callable[[int], int], count: int) -> tuple[int, ...]:
    """The values at 0 … `count` - 1 of what never rises: between two equal ones nothing need be asked."""
    found = {k: value(k) for k in (0, count - 1)}
    open_runs = [(0, count - 1)]
    while open_runs:
        first, last = open_runs.pop()
        if found[first] == found[last]:
            found |= dict.fromkeys(range(first, last), found[first])
        elif last - first > 1:
            middle = (first + last) // 2
            found[middle] = value(middle)
            open_runs += [(first, middle), (middle, last)]
    return tuple(found[k] for k in range(count))


def _usual(texts: Sequence[Sequence[float]], room: float) -> int:
    counts = sorted(sum(max(ceil(em / room), 1) for em in text) for text in texts)
    return counts[min(int(len(counts) * USUAL), len(counts) - 1)] if counts else 1


def share(columns: dict[int, Flexible], room_px: int) -> dict[int, int]:
    """A width for every column, together exactly `room_px` where their least widths allow it.

    First the fewest lines to which all columns can be brought, then line after line where it costs the least width.
    """
    if not columns:
        return {}
    widths = {i: column.least_px for i, column in columns.items()}
    for lines in range(1, 200):
        tried = {i: column.px(lines) for i, column in columns.items()}
        if sum(tried.values()) <= room_px:
            widths = tried
            break
    while True:
        left = room_px - sum(widths.values())
        steps = [(wider - widths[i], i) for i in columns if (wider := columns[i].next_px(widths[i])) is not None]
        if not steps or min(steps)[0] > left:
            break
        cost, chosen = min(steps)
        widths[chosen] += cost
    each, rest = divmod(max(room_px - sum(widths.values()), 0), len(widths))
    return {i: width + each + (rest if n == 0 else 0) for n, (i, width) in enumerate(widths.items())}


def least_px(words: Sequence[str], size_pt: float, least: int, most: int) -> int:
    """A width in which each of the words stands whole, within bounds."""
    return min(max([least, *(px_for(one, size_pt) for one in words)]), most)
