"""Text files as grids: csv in UTF-8, UTF-16 or GB18030 with any usual separator, and HTML tables saved as .xls."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser

from .complaints import ComplaintBook
from .grid import Grid, Merge, text_cell
from .sources import Source

SEPARATORS = (",", "\t", ";", "|", "，", "；")
SAMPLE_LINES = 60


def decode(source: Source, book: ComplaintBook) -> str | None:
    """The text of a file; None, with a complaint, when no encoding of the field fits."""
    data = source.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # A file cut in the middle of a character, or with a few bad bytes, is still readable; garbage is not.
    candidates = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8-sig", "gb18030")]
    text, _ = min(candidates, key=lambda c: c[0].count("\ufffd"))
    bad = text.count("\ufffd")
    if bad > max(3, len(text) // 500):
        book.add("encoding_unknown", source.name)
        return None
    book.add("bad_bytes", source.name, count=bad)
    return text


def read_csv(source: Source, book: ComplaintBook) -> list[Grid]:
    text = decode(source, book)
    if text is None:
        return []
    text = text.lstrip("\ufeff").replace("\x00", "")
    first = text.splitlines()[0].strip().lower() if text.strip() else ""
    if re.fullmatch(r"sep=.", first):  # Excel's own hint line
        separator = first[-1]
        text = text.split("\n", 1)[1] if "\n" in text else ""
    else:
        separator = find_separator(text)
    grid = Grid(source.name, sheet_name(source.name), is_typed=False)
    for row, line in enumerate(split_lines(text, separator), 1):
        for column, value in enumerate(line, 1):
            cell = text_cell(_unprotected(value))
            if not cell.is_empty:
                grid.cells[(row, column)] = cell
    return [grid]


def _unprotected(value: str) -> str:
    """The digits of ="0012": how codes are kept from a spreadsheet program."""
    match = re.fullmatch(r'="(.*)"', value.strip())
    return match.group(1) if match else value


def sheet_name(file: str) -> str:
    return file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def split_lines(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(10_000_000)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return [line.split(separator) for line in text.splitlines()]


def find_separator(text: str) -> str:
    """The separator under which most lines have the same number, more than one, of parts."""
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = [len(line) for line in split_lines(sample, separator) if any(part.strip() for part in line)]
        wide = [w for w in widths if w > 1]
        if not wide:
            continue
        width, times = Counter(wide).most_common(1)[0]
        score = times * min(width, 8) / len(widths)
        if score > best_score:
            best, best_score = separator, score
    return best


class _Tables(HTMLParser):
    """Rows and spans of every outermost table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[tuple[str, int, int]]] = []
        self._text: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close()
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._close()
            given = dict(attrs)
            self._span = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._close()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _close(self) -> None:
        if self._text is not None:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(("".join(self._text).strip(), *self._span))
            self._text = None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), 2000) if text and text.isdigit() else 1


def read_html(source: Source, book: ComplaintBook) -> list[Grid]:
    """The tables of a page one below the other: what many systems call an Excel export."""
    text = decode(source, book)
    if text is None:
        return []
    parser = _Tables()
    parser.feed(text)
    parser.close()
    grid = Grid(source.name, sheet_name(source.name), is_typed=False)
    merges: list[Merge] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(parser.rows, 1):
        column = 1
        for content, down, across in line:
            while (row, column) in taken:
                column += 1
            taken.update((row + i, column + j) for i in range(down) for j in range(across))
            if down > 1 or across > 1:
                merges.append(Merge(row, column, row + down - 1, column + across - 1))
            cell = text_cell(content)
            if not cell.is_empty:
                grid.cells[(row, column)] = cell
            column += across
    grid.merges = tuple(merges)
    return [grid]
