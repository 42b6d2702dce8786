"""Rules of the source that no linter knows. Each takes a text or its tree and names the lines that break it."""

import ast
import re
import tokenize
from io import StringIO

COUNTING = {"assertNumQueries", "django_assert_num_queries", "django_assert_max_num_queries"}


def inert_query_counts(tree: ast.AST) -> list[int]:
    """Lines where a query count is called and its result dropped: outside `with`, and without a function to call, it
    counts nothing."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and called_name(node.value) in COUNTING
        and not has_function_to_count(node.value)
    ]


def called_name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def has_function_to_count(call: ast.Call) -> bool:
    """Only Django's method takes one: `assertNumQueries(3, function)`; the fixtures of pytest-django do not."""
    return called_name(call) == "assertNumQueries" and (
        len(call.args) > 1 or any(keyword.arg == "func" for keyword in call.keywords)
    )


EXCUSE = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma|mypy:)", re.IGNORECASE)
EXCUSE_WITH_CODE_AND_REASON = re.compile(
    r"#\s*(?:(?:noqa:\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*)|(?:type:\s*ignore\[[a-z, -]+\])|(?:pragma: no cover))"
    r"(?:\s+#)?\s+(?:-\s+)?\w"
)


def unexplained_excuses(text: str) -> list[int]:
    """Lines with a `noqa` or `type: ignore` that names no code or gives no reason after it."""
    tokens = tokenize.generate_tokens(StringIO(text).readline)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    return [
        token.start[0]
        for token in comments
        if EXCUSE.search(token.string) and not EXCUSE_WITH_CODE_AND_REASON.search(token.string)
    ]


CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "localdate"}
CLOCK_OWNERS = {"datetime", "date", "time", "timezone"}


def clock_readings(tree: ast.AST) -> list[int]:
    """Lines that ask for the time: `date.today()`, `datetime.now(…)`, `time.time()`."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and getattr(node.func.value, "attr", getattr(node.func.value, "id", "")) in CLOCK_OWNERS
    ]


READERS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "print", "input"}


def readings_and_writings(tree: ast.AST) -> list[int]:
    """Lines that touch a file or the terminal."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and called_name(node) in READERS]
