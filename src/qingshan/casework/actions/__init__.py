"""Every action by name, for the facts workbook and the forms. They are the only writers of case records."""

from qingshan.casework.engine import Act

from . import (
    acceptance,
    batch,
    closure,
    complaint,
    coverage,
    dispatch,
    district_archive,
    document,
    enforcement,
    exception,
    funding,
    lineage,
    media,
    meeting,
    patrol,
    plan,
    policy,
    procedure,
    publicity,
    reading_decision,
    receipt,
    recheck,
    recognition,
    responsibility,
    review,
    scope,
    site,
    survey,
    unit_plan,
    verification,
    weekly,
    works,
)

_ROOMS = (
    survey,
    verification,
    scope,
    responsibility,
    plan,
    review,
    batch,
    funding,
    procedure,
    works,
    patrol,
    enforcement,
    acceptance,
    recognition,
    publicity,
    complaint,
    closure,
    recheck,
    document,
    weekly,
    site,
    exception,
    lineage,
    unit_plan,
    meeting,
    receipt,
    coverage,
    dispatch,
    policy,
    media,
    district_archive,
    reading_decision,
)

ACTIONS: dict[str, Act] = {
    act.name: act
    for room in _ROOMS
    for act in vars(room).values()
    if isinstance(act, Act) and act.name != "register_site"
}
