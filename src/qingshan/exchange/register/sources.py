"""From paths to files in memory: folders, zip archives, single files, and what each one really is, whatever its name."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .complaints import ComplaintBook

XLSX = "xlsx"
XLS = "xls"
ODS = "ods"
CSV = "csv"
HTML = "html"

MEGABYTE = 1 << 20
FILE_LIMIT = 200 * MEGABYTE
UNPACKED_LIMIT = 400 * MEGABYTE
RATIO_LIMIT = 200  # unpacked to packed; honest sheets stay well below
MEMBERS_LIMIT = 5000
TABLE_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv", ".txt", ".ods", ".zip"}
TEXT_SUFFIXES = {"", ".csv", ".tsv", ".txt", ".tab", ".dat", ".xls"}
"""Names under which plain text may be a table. Many systems export theirs as .xls; none as .xlsx."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "一张照片（JPEG）"),
    (b"\x89PNG", "一张图片（PNG）"),
    (b"GIF8", "一张图片（GIF）"),
    (b"II*\x00", "一张图片（TIFF）"),
    (b"MM\x00*", "一张图片（TIFF）"),
    (b"%PDF", "一份 PDF 文件"),
    (b"{\\rtf", "一份文字文件（RTF）"),
    (b"Rar!", "一个 RAR 压缩包"),
    (b"7z\xbc\xaf", "一个 7z 压缩包"),
    (b"\x1f\x8b", "一个 gzip 压缩包"),
    (b"MZ", "一个程序"),
    (b"\x7fELF", "一个程序"),
    (b"SQLite format 3", "一个数据库文件"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file with its bytes. `name` is what complaints call it; `kind` one of the formats above."""

    name: str
    data: bytes
    kind: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def open_sources(paths: Sequence[Path], book: ComplaintBook) -> Iterator[Source]:
    """Every table file under the paths, in a fixed order. What is none is refused, or noted when it only lay beside."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from _from_folder(path, book)
        elif path.is_file():
            yield from _from_file(path, path.name, book, alone=True)
        else:
            book.add("file_missing", path.name)


def _from_folder(folder: Path, book: ComplaintBook) -> Iterator[Source]:
    found = False
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        name = path.relative_to(folder).as_posix()
        if is_litter(name):
            continue
        if path.suffix.lower() not in TABLE_SUFFIXES:
            book.add("file_skipped", name, what=path.suffix.lower().lstrip(".") or "没有扩展名")
            continue
        found = True
        yield from _from_file(path, name, book, alone=False)
    if not found:
        book.add("nothing_to_read", folder.name)


def is_litter(name: str) -> bool:
    """Files that programs leave behind: lock files, thumbnails, resource forks."""
    parts = PurePosixPath(name).parts
    last = parts[-1] if parts else ""
    return "__MACOSX" in parts or last.startswith(("~$", "._", ".")) or last in {"Thumbs.db", "desktop.ini"}


def _from_file(path: Path, name: str, book: ComplaintBook, *, alone: bool) -> Iterator[Source]:
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT:
            book.add("file_too_big", name, size=size // MEGABYTE, limit=FILE_LIMIT // MEGABYTE)
            return
        data = path.read_bytes()
    except OSError:
        book.add("file_missing", name)
        return
    yield from _from_bytes(name, data, book, alone=alone, depth=0)


def _from_bytes(name: str, data: bytes, book: ComplaintBook, *, alone: bool, depth: int) -> Iterator[Source]:
    if not data:
        book.add("file_empty", name)
        return
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _from_package(name, data, book, depth=depth)
        return
    kind, what = sniff(data)
    if kind == CSV and PurePosixPath(name).suffix.lower() not in TEXT_SUFFIXES:
        kind, what = "", "一份文字文件"
    if kind:
        yield Source(name, data, kind)
    elif what == "locked":
        book.add("file_locked", name)
    else:
        book.add("not_a_table", name, what=what)


def sniff(data: bytes) -> tuple[str, str]:
    """(format, "") of a table that is no package, or ("", what it is in Chinese)."""
    for start, what in MAGIC:
        if data.startswith(start):
            return "", what
    if data.startswith(b"RIFF") or data[4:8] == b"ftyp":
        return "", "一个影像或图片文件"
    if data.startswith(b"BM") and len(data) > 14 and int.from_bytes(data[2:6], "little") == len(data):
        return "", "一张图片（BMP）"
    if data.startswith(OLE):
        return _sniff_ole(data)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return HTML, ""
    if head.startswith(b"<"):
        return (HTML, "") if b"<table" in data[:65536].lower() else ("", "一份 XML 文件")
    if head.startswith((b"{", b"[")) and b'"' in head[:64]:
        return "", "一份 JSON 文件"
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", "一个二进制文件"
    return CSV, ""


def _sniff_ole(data: bytes) -> tuple[str, str]:
    # Stream names stand in the container's directory in UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "", "locked"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return XLS, ""
    if "WordDocument".encode("utf-16-le") in data:
        return "", "一份 Word 文件"
    if "PowerPoint Document".encode("utf-16-le") in data:
        return "", "一份演示文稿"
    return "", "一个不是表格的 Office 文件"


def _from_package(name: str, data: bytes, book: ComplaintBook, *, depth: int) -> Iterator[Source]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        book.add("file_broken" if not name.lower().endswith(".zip") else "zip_broken", name)
        return
    if members and min(m.header_offset for m in members) > 0:
        # Cut off behind a stored workbook: the directory found is that workbook's own.
        book.add("zip_broken", name)
        return
    unpacked = sum(m.file_size for m in members)
    if unpacked > UNPACKED_LIMIT or (unpacked > 20 * MEGABYTE and unpacked > RATIO_LIMIT * len(data)):
        book.add("zip_bomb", name, size=unpacked // MEGABYTE)
        return
    if len(members) > MEMBERS_LIMIT:
        book.add("zip_bomb", name, size=unpacked // MEGABYTE)
        return
    names = {m.filename for m in members}
    kind, what = _package_kind(archive, names)
    if kind:
        yield Source(name, data, kind)
    elif what:
        book.add("not_a_table", name, what=what)
    elif depth:
        book.add("zip_nested", name)
    else:
        yield from _from_archive(name, archive, members, book)


def _package_kind(archive: zipfile.ZipFile, names: set[str]) -> tuple[str, str]:
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return XLSX, ""
    if "word/document.xml" in names:
        return "", "一份 Word 文件"
    if "ppt/presentation.xml" in names:
        return "", "一份演示文稿"
    if "mimetype" in names and "content.xml" in names:
        try:
            mime = archive.read("mimetype")[:80].decode("ascii", "replace")
        except (zipfile.BadZipFile, RuntimeError, zlib.error):
            return "", "一份已损坏的文件"
        return (ODS, "") if "spreadsheet" in mime else ("", "一份文字文件（ODF）")
    if "[Content_Types].xml" in names:
        return "", "一份没有工作表的 Office 文件"
    return "", ""


def pictures_in(source: Source) -> int:
    """How many pictures lie in a workbook; in the older format only whether there are any."""
    if source.kind == XLS:
        return int(any(mark in source.data for mark in (b"\xff\xd8\xff", b"\x89PNG\r\n")))
    if source.kind not in {XLSX, ODS}:
        return 0
    with zipfile.ZipFile(io.BytesIO(source.data)) as package:
        return sum(1 for name in package.namelist() if name.startswith(("xl/media/", "Pictures/")))


def _from_archive(
    name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], book: ComplaintBook
) -> Iterator[Source]:
    found = False
    for member in sorted(members, key=member_name):
        inner = member_name(member)
        label = f"{name}/{inner}"
        if member.is_dir() or is_litter(inner):
            continue
        if inner.startswith(("/", "\\")) or ".." in PurePosixPath(inner.replace("\\", "/")).parts:
            book.add("zip_escape", label)
            continue
        if PurePosixPath(inner).suffix.lower() not in TABLE_SUFFIXES:
            book.add("file_skipped", label, what=PurePosixPath(inner).suffix.lower().lstrip(".") or "没有扩展名")
            continue
        found = True
        if member.flag_bits & 1:
            book.add("zip_locked", label)
            continue
        data = _unpack(archive, member)
        if data is None:
            book.add("zip_broken", label)
            continue
        yield from _from_bytes(label, data, book, alone=False, depth=1)
    if not found:
        book.add("nothing_to_read", name)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a member, never more than its directory promised; None when it is damaged."""
    try:
        with archive.open(member) as stream:
            data = stream.read(member.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return None
    return data if len(data) == member.file_size else None


def member_name(member: zipfile.ZipInfo) -> str:
    """The name of a member; archives made in Chinese Windows write GBK and do not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
