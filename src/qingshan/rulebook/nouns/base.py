"""How a noun is declared: its kinds, results, actions and fields, once for table, sheet, form and check."""

from __future__ import annotations

from dataclasses import dataclass

PAPER = "paper"
LINE = "line"
SITE = "site"
BODY = "body"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a noun.

    `type`: text, long, date, partial (partial date), time, int, decimal, percent, area (stored m², read with its unit),
    money (stored 分, read in 万元), bool, enum, multi, url (http, https), uscc, licence, geometry (geometry.py), rows. `list` names the code list: `lists:x` of
    the domain, `programme:x` of the notice. `required` holds the results that need the field ("*" = all). `scope` says
    whether the value belongs to the paper (shared by its lines) or to the line of one site. `rows` are the fields of a
    sub-table, which has a sheet of its own on import. `names` is the notice's list a code of a plain text is of.
    """

    key: str
    name: str
    type: str = "text"
    unit: str = ""
    list: str = ""
    required: tuple[str, ...] = ()
    scope: str = LINE
    rows: tuple[Field, ...] = ()
    note: str = ""
    secret: bool = False
    names: str = ""

    def is_required(self, result: str) -> bool:
        return "*" in self.required or result in self.required


@dataclass(frozen=True, slots=True)
class Action:
    """A verb over a noun: it records facts `kind.result`, result one of `results` (code → Chinese word).

    `approved` asks for a second person (填报人 ≠ 审核人). `subject`: none, own (the record names its own, e.g. plan
    version), given (must name one on file). `external` is an outside body's act, recorded only with its scan. A notice
    may say nothing of what is `beside` the main line: without a gate no role may record it.
    """

    name: str
    title: str
    kind: str
    results: dict[str, str]
    fields: tuple[str, ...] = ()  # keys of the noun's fields this action takes; empty = all
    subject: str = "none"
    subject_name: str = ""
    approved: bool = False
    external: bool = False
    ending: bool = False  # may carry `to`
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """`about` says whose file its facts lie in: a site's, or a body's (street, office, bureau).

    The clauses a noun carries out are the programme's (`[clauses_of]`).
    """

    code: str
    name: str
    fields: tuple[Field, ...]
    actions: tuple[Action, ...]
    about: str = SITE

    def field(self, key: str) -> Field | None:
        return next((f for f in self.fields if f.key == key), None)

    def action(self, name: str) -> Action | None:
        return next((a for a in self.actions if a.name == name), None)

    def fields_of(self, action: Action) -> tuple[Field, ...]:
        if not action.fields:
            return self.fields
        return tuple(f for f in self.fields if f.key in action.fields)
