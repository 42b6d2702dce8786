"""Registers of sites as they come: read_register gives rows, complaints and what found no place."""

from .complaints import Complaint
from .reader import read_register
from .result import FileRead, Note, RegisterReading, SiteRow, UnplacedColumn

__all__ = ["Complaint", "FileRead", "Note", "RegisterReading", "SiteRow", "UnplacedColumn", "read_register"]
