"""The steps of a site and what bodies do beside them, one declaration a noun. Table, sheet, form, gate and ledger all read it from here."""

from collections.abc import Collection

from .acceptance import ACCEPTANCE
from .base import BODY, Action, Field, Noun
from .batch import BATCH
from .closure import CLOSURE
from .complaint import COMPLAINT
from .coverage import COVERAGE
from .dispatch import DISPATCH
from .district_archive import DISTRICT_ARCHIVE
from .document import DOCUMENT
from .enforcement import ENFORCEMENT
from .exception import EXCEPTION
from .funding import FUNDING
from .lineage import LINEAGE
from .media import MEDIA
from .meeting import MEETING
from .patrol import PATROL
from .plan import PLAN
from .policy import POLICY
from .procedure import PROCEDURE
from .publicity import PUBLICITY
from .reading_decision import READING_DECISION
from .receipt import RECEIPT
from .recheck import RECHECK
from .recognition import RECOGNITION
from .responsibility import RESPONSIBILITY
from .review import REVIEW
from .scope import SCOPE
from .site import SITE
from .survey import SURVEY
from .unit_plan import UNIT_PLAN
from .verification import VERIFICATION
from .weekly import WEEKLY
from .works import WORKS

NOUNS: tuple[Noun, ...] = (
    SITE,
    SURVEY,
    VERIFICATION,
    SCOPE,
    RESPONSIBILITY,
    PLAN,
    REVIEW,
    BATCH,
    FUNDING,
    PROCEDURE,
    WORKS,
    PATROL,
    ENFORCEMENT,
    ACCEPTANCE,
    RECOGNITION,
    PUBLICITY,
    COMPLAINT,
    CLOSURE,
    RECHECK,
    DOCUMENT,
    WEEKLY,
    EXCEPTION,
    LINEAGE,
    UNIT_PLAN,
    MEETING,
    RECEIPT,
    COVERAGE,
    DISPATCH,
    POLICY,
    MEDIA,
    DISTRICT_ARCHIVE,
    READING_DECISION,
)

BY_CODE = {noun.code: noun for noun in NOUNS}
BY_ACTION = {action.name: (noun, action) for noun in NOUNS for action in noun.actions}

OF_STEPS = frozenset({"verification", "responsibility", "enforcement", "plan", "review", "batch", "procedure"})
OF_STEPS |= {"recognition", "publicity", "report", "audit", "signature"}
"""Kinds of records that reach a step a notice may not have: nobody need record them then."""
TOWARDS = {"review_request": "review", "draw": "review"}
"""Kinds of records that only lead to a step's, and go with it."""


def of_no_step(action: str, reached: Collection[str]) -> bool:
    """Whether an action is about a step the notice does not have. `reached`: the kinds that reach the steps it has."""
    if action not in BY_ACTION:
        return False
    kind = BY_ACTION[action][1].kind
    return TOWARDS.get(kind, kind) in OF_STEPS - set(reached)


BODY_NOUNS = frozenset(noun.code for noun in NOUNS if noun.about == BODY)
"""Nouns whose facts lie in a body's file."""

__all__ = ["BODY", "BODY_NOUNS", "BY_ACTION", "BY_CODE", "NOUNS", "OF_STEPS", "Action", "Field", "Noun", "of_no_step"]
