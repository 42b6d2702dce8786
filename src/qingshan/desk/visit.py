"""Who looks, at which notice, on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from qingshan.accounts.queries import names_on
from qingshan.accounts.session import Actor
from qingshan.foundation.models import Store
from qingshan.rulebook.programme import Programme

from .asof import Day, with_query


@dataclass(frozen=True)
class Visit:
    """One look at the desk: by whom, of which store and notice, on which day, at which instant."""

    actor: Actor
    store: Store
    programme: Programme
    day: Day
    now: datetime

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Organisation code → the name valid on the day looked at."""
        return names_on(self.day.on)

    @property
    def sees_all(self) -> bool:
        """The whole district, not some streets of it."""
        return self.actor.sees_all


def site_url(visit: Visit, code: str) -> str:
    """The address of a site's file on the day looked at."""
    return with_query(reverse("desk:site", args=[code]), **visit.day.query)
