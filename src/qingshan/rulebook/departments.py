"""Which bodies the notice counts among its departments, and which have a task and no seat (四, 五(三)4, 六(三))."""

from __future__ import annotations

from datetime import date

from .programme import Party, Programme

BUREAU = "bureau"
SEATED = {"group", "person"}


def departments(programme: Programme, on: date) -> tuple[Party, ...]:
    """The departments of the task: those with a seat in the group, those named for support, or both (C-24)."""
    answer = programme.answer("departments", on)
    wanted = {"group", "support"} if answer == "union" else {answer}
    return tuple(p for p in programme.parties if wanted & set(p.named_in))


def unseated(programme: Programme, on: date) -> tuple[Party, ...]:
    """Bureaus with duties and no seat in the group, where they are told (C-19): 有任务无席位."""
    if programme.answer("unseated", on) == "ignored":
        return ()
    return tuple(p for p in programme.parties if p.kind == BUREAU and p.duties and not SEATED & set(p.named_in))
