"""What is said about the district: the paragraph of part 二, the message for the leaders, the list of whom to call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from string import Formatter
from typing import Any

from .holds import complaints_open
from .ledger_cells import percent_of, shown_ha, shown_mu
from .ledger_context import RowContext
from .ledger_data import CallLine, TargetLine
from .ledger_figures import damage_area_m2, done_area_m2, treatable_area_m2
from .programme import ControlTotal, Programme
from .rhythm import period
from .status import Ledger, Outcome, StageState

MESSAGE_LIMIT = 150
COAL = frozenset({"11001", "11006"})
CANCELLED = frozenset({"cancelled"})

Sites = Sequence[RowContext]
Figure = Callable[[Sites], int | str]


def is_licensed(site: RowContext) -> bool:
    return bool(site.register.get("is_licensed"))


def is_coal(site: RowContext) -> bool:
    found = site.register.get("minerals") or ()
    return bool(COAL & set([found] if isinstance(found, str) else found))


def is_cancelled(site: RowContext) -> bool:
    return site.register.get("licence_state") in CANCELLED


def _count(*holds: Callable[[RowContext], bool]) -> Figure:
    return lambda sites: sum(all(one(site) for one in holds) for site in sites)


def _not(holds: Callable[[RowContext], bool]) -> Callable[[RowContext], bool]:
    return lambda site: not holds(site)


def _is(key: str, *values: str) -> Callable[[RowContext], bool]:
    return lambda site: site.register.get(key) in values


def _ledger(*which: Ledger) -> Callable[[RowContext], bool]:
    return lambda site: site.status.ledger in which


def is_closed(site: RowContext) -> bool:
    return site.status.outcome == Outcome.CLOSED


def _minerals(sites: Sites) -> str:
    return "、".join(_mineral_words(sites))


def _mineral_words(sites: Sites) -> list[str]:
    """The minerals of the licensed mines by their codes, coal first as in the notice."""
    pairs = {
        (code, word)
        for site in sites
        if is_licensed(site)
        for code, word in zip(_codes(site), site.words("mineral", _codes(site)), strict=True)
    }
    return list(dict.fromkeys(word for _, word in sorted(pairs)))


def _codes(site: RowContext) -> list[str]:
    found = site.register.get("minerals") or []
    return [found] if isinstance(found, str) else [str(one) for one in found]


def _area(of: Callable[[RowContext], Decimal | None], shown: Callable[[Decimal], str] = shown_ha) -> Figure:
    return lambda sites: shown(sum((of(site) or Decimal(0) for site in _treated(sites)), Decimal(0)))


def _treated(sites: Sites) -> list[RowContext]:
    return [site for site in sites if site.status.ledger in (Ledger.IN, Ledger.PENDING)]


def _percent_closed(sites: Sites) -> str:
    included = [site for site in sites if site.status.ledger == Ledger.IN]
    closed = sum(is_closed(site) for site in included)
    return str(percent_of(Decimal(closed), Decimal(len(included))) or Decimal("0.0"))


FIGURES: dict[str, Figure] = {
    "total": _count(),
    "licensed": _count(is_licensed),
    "unlicensed": _count(_not(is_licensed)),
    "minerals": _minerals,
    "mineral_count": lambda sites: len(_mineral_words(sites)),
    "producing": _count(is_licensed, _is("production_state", "producing")),
    "stopped": _count(is_licensed, _is("production_state", "stopped", "closed")),
    "cancelled": _count(is_licensed, is_cancelled),
    "cancelled_coal": _count(is_licensed, is_cancelled, is_coal),
    "cancelled_noncoal": _count(is_licensed, is_cancelled, _not(is_coal)),
    "not_cancelled": _count(is_licensed, _not(is_cancelled)),
    "not_cancelled_coal": _count(is_licensed, _not(is_cancelled), is_coal),
    "not_cancelled_noncoal": _count(is_licensed, _not(is_cancelled), _not(is_coal)),
    "done": _count(is_licensed, lambda site: bool(site.register.get("end_state"))),
    "included": _count(_ledger(Ledger.IN)),
    "excluded": _count(_ledger(Ledger.OUT)),
    "pending": _count(_ledger(Ledger.PENDING)),
    "treated": _count(_ledger(Ledger.IN, Ledger.PENDING)),
    "closed": _count(_ledger(Ledger.IN), is_closed),
    "closed_percent": _percent_closed,
    "damage_ha": _area(damage_area_m2),
    "treatable_ha": _area(treatable_area_m2),
    "done_ha": _area(done_area_m2),
    "damage_mu": _area(damage_area_m2, shown_mu),
    "treatable_mu": _area(treatable_area_m2, shown_mu),
    "done_mu": _area(done_area_m2, shown_mu),
}
"""The named figures a programme's `situation` may use, over every site of the register that is not off the ledgers.

二-1 … 二-6: licensed mines, their minerals, producing and stopped, cancelled and not by coal and non-coal, `done`
(已治理完成或被改建、征购), unlicensed sites; then what the ledgers say: areas in 公顷 or 亩 of the sites on 附件2-1.
"""


def control_count(total: ControlTotal, sites: Sites, unit: str = "mines") -> int:
    """How many sites of the register meet a control total, those off the ledgers aside (C-04). By `enterprises` each
    holder counts once (C-05); a site that names no holder counts for itself.

    Every key of `where` has to hold: a site has one of its values, or none of them where the key ends in "!".
    """
    known = [site.register for site in sites if site.status.ledger != Ledger.OFF]
    met = [site for site in known if all(_holds(site, key, values) for key, values in total.where.items())]
    if unit == "mines":
        return len(met)
    holders = [site.get("owner_uscc") or site.get("owner") for site in met]
    return len({holder for holder in holders if holder}) + sum(not holder for holder in holders)


def _holds(site: Mapping[str, Any], key: str, values: Sequence[Any]) -> bool:
    value = site.get(key.removesuffix("!"))
    found = value if isinstance(value, (list, tuple)) else [value]
    return any(one in values for one in found) != key.endswith("!")


def unknown_figures(programme: Programme) -> tuple[str, ...]:
    """The names in a programme's `situation` that neither a figure nor a control total has.

    `ValueError` when its braces do not match.
    """
    known = {"district", *FIGURES, *(total.code for total in programme.control_totals)}
    return tuple(
        name for _, name, _, _ in Formatter().parse(programme.situation) if name is not None and name not in known
    )


def situation_figures(programme: Programme, sites: Sites) -> dict[str, int | str]:
    """Name → figure: those of `FIGURES`, and every control total by its code as the register counts it."""
    known = [site for site in sites if site.status.ledger != Ledger.OFF]
    own = {name: figure(known) for name, figure in FIGURES.items()}
    return own | {total.code: control_count(total, sites) for total in programme.control_totals}


def situation_text(programme: Programme, sites: Sites) -> str:
    """The paragraph of part 二, its figures counted from the register."""
    return programme.situation.format_map(
        {"district": programme.district, **situation_figures(programme, sites)}
    ).strip()


def leader_message(
    head: str,
    sites: Sites,
    targets: Sequence[TargetLine],
    calls: Sequence[CallLine],
    limit: int = MESSAGE_LIMIT,
) -> str:
    """At most `limit` characters, most important first; a sentence that does not fit is left out whole."""
    message = head[:limit]
    for sentence in _sentences(sites, targets, calls):
        if sentence and len(message) + len(sentence) <= limit:
            message += sentence
    return message


def _sentences(sites: Sites, targets: Sequence[TargetLine], calls: Sequence[CallLine]) -> Iterable[str]:
    figures = {name: figure(sites) for name, figure in FIGURES.items()}
    yield f"纳入{figures['included']}处，已销号{figures['closed']}处（{figures['closed_percent']}%）。"
    for target in targets:
        if target.kind == "floor" and target.measure == "sites" and target.reached < target.needed:
            yield f"{_day(target.by)}前底线{target.needed}处，还差{target.needed - target.reached}处。"
            break
    late = list(dict.fromkeys(call.site_name for call in calls if call.kind == "overdue"))
    if late:
        yield f"逾期{len(late)}处：{_some(late)}。"
    held = [site for site in _treated(sites) if complaints_open(site.programme, site.status)]
    if held:
        yield f"投诉未办结{len(held)}处：{_some([str(s.register.get('name') or s.site) for s in held])}。"
    silent = [call for call in calls if call.kind == "not_reported"]
    if silent:
        since = period(sites[0].programme.weekly) if sites else ""
        yield f"{since}未报{len(silent)}处：{_some(list(dict.fromkeys(call.party_name for call in silent)))}。"
    if figures["pending"]:
        yield f"待核定{figures['pending']}处。"
    unit, name = ("mu", "亩") if sites and _is_in_mu(sites[0].programme) else ("ha", "公顷")
    yield f"完成治理{figures[f'done_{unit}']}{name}，应治理{figures[f'treatable_{unit}']}{name}。"


def _is_in_mu(programme: Programme) -> bool:
    """Whether the ledger of the sites in scope prints its areas in 亩."""
    layout = programme.ledger_holding("included")
    return layout is not None and any(column.unit == "亩" for column in layout.columns)


def _day(iso: str) -> str:
    year, month, day = (part.lstrip("0") for part in iso.split("-"))
    return f"{year}年{month}月{day}日"


def _some(names: Sequence[str], shown: int = 2) -> str:
    """The first names, each clipped to twelve characters; 等 when there are more."""
    clipped = "、".join(name[:12] for name in names[:shown])
    return clipped + ("等" if len(names) > shown else "")


def call_list(programme: Programme, sites: Sites) -> tuple[CallLine, ...]:
    """Whom to call, street by street and then body by body: sites without this week's report, steps that are overdue.

    Only sites in scope that are not closed. Of several overdue steps one body owes for a site, the first is named.
    """
    order = {party.code: number for number, party in enumerate(programme.parties)}
    lines: list[CallLine] = []
    for site in _treated(sites):
        if is_closed(site):
            continue
        if site.week_report is None:
            street = str(site.register.get("street") or "")
            clause, due = programme.weekly.clause, site.on.isoformat()
            lines.append(_call(site, street, "not_reported", f"未报{period(programme.weekly)}进展", clause, due))
        lines.extend(_overdue(programme, site))
    return tuple(sorted(lines, key=lambda one: (order.get(one.party, len(order)), one.party, one.kind, one.site)))


def _overdue(programme: Programme, site: RowContext) -> Iterable[CallLine]:
    seen: dict[str, list[StageState]] = {}
    for state in site.status.stages:
        stage = programme.stage(state.code)
        if stage and state.timing == "overdue":
            # 属地 duties stand in the programme as one party for all streets: call the site's own.
            own = str(site.register.get("street") or "") if _is_any_street(programme, stage.party) else stage.party
            seen.setdefault(own, []).append(state)
    for party, states in seen.items():
        stage = programme.stage(states[0].code)
        if stage is None:
            continue
        due = states[0].done_by.isoformat() if states[0].done_by else ""
        more = f"，另有{len(states) - 1}步逾期" if len(states) > 1 else ""
        yield _call(site, party, "overdue", f"{stage.name}逾期（应于{due}前完成）{more}", stage.clause, due)


def _is_any_street(programme: Programme, code: str) -> bool:
    party = programme.party(code)
    return party is not None and party.kind in ("role", "street")


def _call(site: RowContext, party: str, kind: str, matter: str, clause: str, by: str) -> CallLine:
    name = str(site.register.get("name") or site.site)
    return CallLine(party, site.name(party), kind, site.site, name, matter, clause, by)
