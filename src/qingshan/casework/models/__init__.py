"""The spine, the stored Status, and one typed table a noun."""

from .acceptance import Acceptance
from .batch import BatchListing
from .closure import Closure
from .complaint import Complaint
from .coverage import Coverage
from .dispatch import Dispatch
from .district_archive import ArchiveSigned
from .document import Document
from .draft import Draft
from .enforcement import Enforcement
from .exception import ExceptionGranted
from .funding import Funding
from .lineage import Lineage
from .media import MediaItem
from .meeting import Meeting
from .patrol import Patrol
from .plan import Plan
from .policy import Policy
from .procedure import Procedure
from .publicity import Publicity
from .reading_decision import ReadingDecision
from .receipt import Receipt
from .recheck import Recheck
from .recognition import Recognition
from .responsibility import Responsibility
from .review import Review
from .scope import Scope
from .site import SiteEntry
from .spine import ComplainantIdentity, FactRow, PlaceChange, Record, SiteStatus
from .survey import Survey
from .unit_plan import UnitPlan
from .verification import Verification
from .weekly import WeeklyReport
from .works import Works

TABLES = {
    "site": SiteEntry,
    "survey": Survey,
    "verification": Verification,
    "scope": Scope,
    "responsibility": Responsibility,
    "plan": Plan,
    "review": Review,
    "batch": BatchListing,
    "funding": Funding,
    "procedure": Procedure,
    "works": Works,
    "patrol": Patrol,
    "enforcement": Enforcement,
    "acceptance": Acceptance,
    "recognition": Recognition,
    "publicity": Publicity,
    "complaint": Complaint,
    "closure": Closure,
    "recheck": Recheck,
    "document": Document,
    "weekly": WeeklyReport,
    "exception": ExceptionGranted,
    "lineage": Lineage,
    "unit_plan": UnitPlan,
    "meeting": Meeting,
    "receipt": Receipt,
    "coverage": Coverage,
    "dispatch": Dispatch,
    "policy": Policy,
    "media": MediaItem,
    "district_archive": ArchiveSigned,
    "reading_decision": ReadingDecision,
}
"""Noun code → its typed table."""

__all__ = [
    "TABLES",
    "Acceptance",
    "ArchiveSigned",
    "BatchListing",
    "Closure",
    "ComplainantIdentity",
    "Complaint",
    "Coverage",
    "Dispatch",
    "Document",
    "Draft",
    "Enforcement",
    "ExceptionGranted",
    "FactRow",
    "Funding",
    "Lineage",
    "MediaItem",
    "Meeting",
    "Patrol",
    "PlaceChange",
    "Plan",
    "Policy",
    "Procedure",
    "Publicity",
    "ReadingDecision",
    "Receipt",
    "Recheck",
    "Recognition",
    "Record",
    "Responsibility",
    "Review",
    "Scope",
    "SiteEntry",
    "SiteStatus",
    "Survey",
    "UnitPlan",
    "Verification",
    "WeeklyReport",
    "Works",
]
