"""Versions of the notice a store took over; the one it was founded with is the first."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def first_version(apps: Any, editor: Any) -> None:
    here = editor.connection.alias
    for line in apps.get_model("foundation", "Store").objects.using(here):
        apps.get_model("foundation", "AdoptedVersion").objects.using(here).create(
            code=line.programme_code,
            version=line.programme_version,
            digest=line.programme_digest,
            folder=line.programme_code,
            adopted_at=line.created_at,
            adopted_by="建库",
        )


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_postgis")]

    operations = [
        migrations.CreateModel(
            name="AdoptedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="通知方案")),
                ("version", models.CharField(max_length=40, unique=True, verbose_name="版本")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="版本校验码")),
                ("folder", models.CharField(max_length=160, verbose_name="文件夹")),
                ("adopted_at", models.DateTimeField(verbose_name="启用时间")),
                ("adopted_by", models.CharField(max_length=160, verbose_name="启用人")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="启用原因")),
            ],
            options={"verbose_name": "通知方案版本", "ordering": ["pk"]},
        ),
        migrations.RunPython(first_version, migrations.RunPython.noop),
    ]
