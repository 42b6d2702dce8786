"""Reading and importing an uploaded register: at once when it is short, else beside the request, told as it goes."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from django.core.files.uploadedfile import UploadedFile
from django.db import connection

from qingshan.accounts.session import Session
from qingshan.archive.store import store_bytes
from qingshan.casework.register_intake import Intake, take_in, tried
from qingshan.casework.register_runs import keep_fault, keep_report, new_run, reopen, store_run
from qingshan.foundation.canonical import sha256
from qingshan.foundation.data_folder import folder_from_environment
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import RegisterImport

SHORT = 512 * 1024
"""Bytes of a file that is read while the person waits; what takes longer shows its progress."""
KEPT_DAYS = 14
LOST_AFTER = timedelta(minutes=15)
LONGEST_NAME = 120
log = logging.getLogger(__name__)


def take_upload(session: Session, upload: UploadedFile, sender: str) -> RegisterImport:
    """Keep an uploaded file until it is imported, and begin to read it."""
    content = upload.read()
    name = Path((upload.name or "").replace("\\", "/")).name.strip(". ")[-LONGEST_NAME:] or "上传的文件"
    run = new_run(session, name, sha256(content), len(content), sender)
    _clear_old(session.now)
    folder = _folder(run)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    read(run, session)
    return run


def read(run: RegisterImport, session: Session) -> None:
    """Read the file, try the import, and keep the report."""
    _begin(run, lambda: _read(run, session))


def store(run: RegisterImport, session: Session) -> None:
    """Import the file as it was shown."""
    _begin(run, lambda: _store(run, session))


def again(run: RegisterImport, *, keep: bool = False) -> Intake:
    """The file read anew, by the same path as the command."""
    file = _file(run)
    if not file.is_file():
        raise Problem("import_not_ready", why="上传的文件已不在服务器上，请重新上传")
    return take_in([file], sender=run.sender, keep=keep, progress=lambda text: _tell(run, text))


def told(run: RegisterImport) -> str:
    """The last word of a job that runs; "" when it has said nothing yet."""
    note = _folder(run) / "progress"
    try:
        return note.read_text("utf-8")
    except OSError:
        return ""


def is_lost(run: RegisterImport, now: datetime) -> bool:
    """Whether a job has said nothing for so long that its server must have stopped."""
    try:
        last = datetime.fromtimestamp((_folder(run) / "progress").stat().st_mtime, tz=now.tzinfo)
    except OSError:
        last = run.read_at
    return now - last > LOST_AFTER


def _begin(run: RegisterImport, work: Callable[[], None]) -> None:
    _tell(run, "排队")
    if run.size <= SHORT:
        _watched(run, work)
        return
    Thread(target=_apart, args=(run, work), name=f"import-{run.key}", daemon=True).start()


def _apart(run: RegisterImport, work: Callable[[], None]) -> None:
    try:
        _watched(run, work)
    finally:
        connection.close()


def _watched(run: RegisterImport, work: Callable[[], None]) -> None:
    """A refusal is kept with the run; a failure of ours is logged under a number and kept as that."""
    try:
        work()
    except Problem as problem:
        keep_fault(run, problem.sentence)
    except Exception:
        number = secrets.token_hex(2).upper()
        log.exception("[%s] import %s", number, run.key)
        keep_fault(run, f"系统出错，编号 {number}，没有存下任何内容。")


def _read(run: RegisterImport, session: Session) -> None:
    keep_report(run, tried(session, again(run), on=None, source=run.file, progress=_counted(run, "核对")))


def _counted(run: RegisterImport, doing: str) -> Callable[[int, int], None]:
    """Says every hundred rows how far a job is."""

    def tell(done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            _tell(run, f"{doing} {done} / {total}")

    return tell


def _store(run: RegisterImport, session: Session) -> None:
    try:
        intake = again(run)
        with writing():
            store_run(session, run, intake, on=None, progress=_counted(run, "写入"))
            store_bytes(_file(run).read_bytes(), run.file, session.now)
    except Problem as problem:
        reopen(run, " ".join([problem.sentence, *problem.lines]))
        return
    shutil.rmtree(_folder(run), ignore_errors=True)


def _folder(run: RegisterImport) -> Path:
    return folder_from_environment().incoming / run.key


def _file(run: RegisterImport) -> Path:
    return _folder(run) / run.file


def _tell(run: RegisterImport, text: str) -> None:
    note = _folder(run) / "progress"
    if note.parent.is_dir():
        note.write_text(text, "utf-8")


def _clear_old(now: datetime) -> None:
    """Files that were looked at and never imported go after KEPT_DAYS; their reports stay."""
    before = now - timedelta(days=KEPT_DAYS)
    for folder in folder_from_environment().incoming.glob("*"):
        changed = datetime.fromtimestamp(folder.stat().st_mtime, tz=now.tzinfo)
        if changed < before:
            shutil.rmtree(folder, ignore_errors=True)
