"""Opening the store for a command, and turning what went wrong into an answer."""

from __future__ import annotations

import sqlite3

import django
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError

from qingshan.rulebook.load import ProgrammeInvalid
from qingshan.rulebook.values import cited

from .answer import ENVIRONMENT, REFUSED, Answer

MISSING = {"no_store", "store_newer", "environment", "bad_database_url", "no_postgis"}


def prepare(needs: str) -> None:
    """`django`: models only. `store`: an opened, migrated store with a valid programme."""
    from qingshan.foundation.data_folder import folder_from_environment

    data = folder_from_environment()
    if needs == "founding":
        data.make()
    django.setup()
    if needs == "store":
        from qingshan.foundation.clock import now
        from qingshan.foundation.notice import programme_in_force
        from qingshan.foundation.opening import open_store

        open_store(data, now())
        programme_in_force()
        _after_an_upgrade()


def _after_an_upgrade() -> None:
    """A store last written by other software is evaluated anew: its rules may say something else (rule 16)."""
    import qingshan
    from qingshan.casework.projection import refresh_all
    from qingshan.foundation.clock import now, today
    from qingshan.foundation.notice import programme_in_force, store
    from qingshan.foundation.turn import writing

    line = store()
    if line.software_version == qingshan.__version__:
        return
    with writing():
        refresh_all(programme_in_force(), line.shown_on or today(), now(), everything=True)
        line.software_version = qingshan.__version__
        line.save(update_fields=["software_version"])


def explained(fault: Exception) -> Answer | None:
    """The answer for what a user can understand; None for a bug."""
    from qingshan.foundation.problems import Problem

    if isinstance(fault, ProgrammeInvalid):
        return invalid_programme(fault)
    if isinstance(fault, Problem):
        code = ENVIRONMENT if fault.code in MISSING else REFUSED
        return Answer(problem_lines(fault), {"error": fault.as_json()}, code)
    if isinstance(fault, (ImproperlyConfigured, DatabaseError, sqlite3.DatabaseError, OSError)):
        text = f"{_what_failed(fault)}：{str(fault).strip()}。"
        return Answer([text], {"error": {"code": "environment", "message": text}}, ENVIRONMENT)
    return None


def _what_failed(fault: Exception) -> str:
    """What to look at first, in front of what the system said."""
    from qingshan.foundation.data_folder import folder_from_environment
    from qingshan.foundation.database import place_of, settings_of, url_of

    data = folder_from_environment()
    if not url_of(data) or not isinstance(fault, (ImproperlyConfigured, DatabaseError)):
        return "打不开或写不下数据，请看磁盘、权限，或是否有别的程序占着"
    place = place_of(settings_of(data))
    if isinstance(fault, ImproperlyConfigured):
        return f"库在 {place}，而这台机器上没有能用的 psycopg（它需要 libpq）"
    if type(fault.__cause__).__name__ == "LockNotAvailable":
        return f"{place} 里有别的程序正在写，等了 20 秒"
    return f"连不上或写不下 {place}，请看地址、口令、服务器是否在运行"


def problem_lines(problem: Exception) -> list[str]:
    """A problem for a person: the sentence, then every blocker with its clause, then every line."""
    from qingshan.foundation.problems import Problem
    from qingshan.rulebook.sentences import say

    if not isinstance(problem, Problem):
        return [str(problem)]
    return [
        problem.sentence,
        *(f"  · {say(b)}{cited(b.clause)}" for b in problem.blockers),
        *(f"  · {line}" for line in problem.lines),
    ]


def invalid_programme(fault: ProgrammeInvalid) -> Answer:
    lines = [f"通知方案有 {len(fault.findings)} 处错误，不能启用："]
    lines += [f"  {f.file} {f.key} [{f.code}] {f.message} {f.hint}" for f in fault.findings]
    return Answer(lines, {"findings": [finding_json(f) for f in fault.findings]}, REFUSED)


def finding_json(finding: object) -> dict[str, str]:
    return {key: str(getattr(finding, key)) for key in ("file", "key", "code", "message", "hint")}
