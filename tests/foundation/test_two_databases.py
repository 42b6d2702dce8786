"""What must be the same on either database; run on both."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshan.archive.models import StoredFile
from qingshan.foundation.models import AuditRow
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import Enterprise, Site
from qingshan.rulebook.facts import BEIJING

NOON = datetime(2019, 10, 24, 12, tzinfo=BEIJING)
NAMES = [
    "重沟",
    "阿沟",
    "长岭",
    "中岭",
    "㐀沟",
    "一沟",
    "Ä沟",
    "a沟",
    "B沟",
    "b沟",
    "1号",
    "10号",
    "2号",
    "　号",
    "𠀀沟",
    "（一）",
]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
ONE_BY_ONE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)

pytestmark = pytest.mark.django_db


def test_names_are_listed_by_code_point():
    for number, name in enumerate(NAMES):
        Site.objects.create(code=name, name=NAMES[-1 - number])

    assert list(Site.objects.order_by("code").values_list("code", flat=True)) == sorted(NAMES)
    assert list(Site.objects.order_by("-name").values_list("name", flat=True)) == sorted(NAMES, reverse=True)
    assert set(Site.objects.filter(code__gt="a").values_list("code", flat=True)) == {n for n in NAMES if n > "a"}


@ONE_BY_ONE
@given(st.sets(TEXT, min_size=2, max_size=8))
def test_any_texts_are_listed_by_code_point_and_kept_as_they_are(texts):
    with transaction.atomic():
        Enterprise.objects.bulk_create(Enterprise(name=text) for text in texts)
        assert list(Enterprise.objects.order_by("name").values_list("name", flat=True)) == sorted(texts)
        transaction.set_rollback(True)


@ONE_BY_ONE
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**11), max_value=10**11, places=18))
def test_a_decimal_comes_back_digit_for_digit(number):
    site = Site.objects.create(code="x", name="x", longitude=number)
    site.refresh_from_db()
    site.delete()
    assert format(site.longitude, "f") == format(number, "f")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Site(code="长" * 61, name="x"), "最多 60 字"),
        (Site(code="x", name="空\0字"), "NUL"),
        (Site(code="x", name="x", flags=["空\0字"]), "NUL"),
        (Site(code="x", name="x", version=2**31), "范围"),
        (Site(code="x", name="x", longitude=Decimal("1." + "3" * 60)), "位数"),
        (StoredFile(sha256="x", name="x", size=2**63, stored_at=NOON), "范围"),
    ],
)
def test_what_would_fit_into_one_database_alone_is_refused_on_both(row, words):
    with pytest.raises(Problem) as caught:
        row.save()

    assert caught.value.code == "bad_value"
    assert words in caught.value.sentence


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL has collations and extensions")
def test_every_text_column_sorts_by_code_point_and_postgis_is_there():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT table_name, column_name FROM information_schema.columns
               WHERE table_schema = current_schema() AND data_type IN ('character varying', 'text')
                 AND collation_name IS DISTINCT FROM 'C' AND table_name = ANY(%s)""",
            [connection.introspection.django_table_names()],
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT postgis_lib_version()")
        assert cursor.fetchone()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer by itself")
def test_a_second_writer_waits_for_the_first():
    other = connection.copy()
    try:
        with writing(), other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [0x7173])
            assert cursor.fetchone() == (False,)
            assert AuditRow.objects.count() == 0
    finally:
        other.close()
