"""`qingshan check`: reality compared with the books (style, absorb 14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingshan.archive.models import StoredFile
from qingshan.archive.store import damaged
from qingshan.casework.models import TABLES, FactRow
from qingshan.casework.projection import stale_statuses
from qingshan.casework.queries import attributes, dossiers
from qingshan.casework.shape import typed_columns
from qingshan.casework.writer import record_json
from qingshan.foundation import audit
from qingshan.foundation.canonical import digest, sha256
from qingshan.foundation.clock import now, today
from qingshan.foundation.data_folder import folder_from_environment
from qingshan.foundation.models import AdoptedVersion, AuditRow
from qingshan.foundation.notice import programme_in_force
from qingshan.register.models import Site
from qingshan.rulebook.calendar import IssueDay
from qingshan.rulebook.ledger import ledger_of_each_site
from qingshan.rulebook.lineage import lineage_faults
from qingshan.rulebook.load import load_stored, validate_stored
from qingshan.rulebook.nouns import BY_CODE

from .archives import verify_archive
from .models import DistrictArchive, LedgerIssue
from .queries import ledger_on


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: `findings` empty means all is well."""

    code: str
    name: str
    count: int
    findings: Sequence[str]

    @property
    def is_ok(self) -> bool:
        return not self.findings

    @property
    def summary(self) -> str:
        return f"{self.count} 项，相符" if self.is_ok else f"{self.count} 项，{len(self.findings)} 处不符"


def all_checks() -> list[Checked]:
    return [
        programme_valid(),
        statuses_current(),
        one_of_two_ledgers(),
        lineage_sound(),
        chain_whole(),
        records_witnessed(),
        tables_equal(),
        register_equal(),
        papers_equal(),
        files_whole(),
        issues_frozen(),
        archives_proved(),
    ]


def programme_valid() -> Checked:
    """The version in force is free of faults, and every version ever taken over is still what it was."""
    folder = folder_from_environment().programmes
    adopted = list(AdoptedVersion.objects.order_by("pk"))
    findings = []
    for one in adopted:
        faults = validate_stored(folder / one.folder)
        findings += [f"{one.folder} {f.file} {f.key} {f.message}" for f in faults]
        if not faults and load_stored(folder / one.folder).digest != one.digest:
            findings.append(f"{one.folder}：文件与启用时不同")
    return Checked("programme", "通知方案", len(adopted), findings)


def statuses_current() -> Checked:
    """The stored Status of every site equals a recomputation (the drift check)."""
    sites = list(Site.objects.all())
    drifted = stale_statuses(programme_in_force(), sites)
    return Checked("status", "存下的状态", len(sites), [f"{site.code} {site.name}：{why}" for site, why in drifted])


def one_of_two_ledgers() -> Checked:
    """应统尽统: the ledgers as they would be made today hold every site of the register on exactly one (C-36)."""
    programme, on = programme_in_force(), today()
    sites = list(Site.objects.order_by("code"))
    data = ledger_on(programme, IssueDay((0,), (on,), on), now())
    words = {"missing": "不在任何一册", "twice": "在两册", "unknown": "不在名册"}
    findings = [
        f"{one.site}：{words[one.code]}（{'、'.join(one.ledgers) or '无'}）"
        for one in ledger_of_each_site(data, [site.code for site in sites])
    ]
    return Checked("ledgers", "每处恰在一册", len(sites), findings)


LINEAGE_WORDS = {
    "two_acts": "{other} 起已不在册，却还有另一次合并、拆分、移交或作废",
    "unknown_target": "并入的 {other} 不在名册",
    "void_target": "并入的 {other} 已作废",
    "circle": "并入绕成了圈：{other}",
    "target_not_there": "并入的 {other} 那天不在册",
    "unknown_child": "拆分出的 {other} 不在名册",
    "no_copies": "拆分出的 {other} 没有抄自这里的记录",
    "born_otherwise": "拆分出的 {other} 不是从拆分那天起在册",
    "child_voided": "拆分出的 {other} 已作废，拆分还有效：这块地不在任何一册",
    "split_undone": "抄自 {other}，而那里没有仍然有效的拆分：同一块地在册两次。请把这一处作废，已经作废的更正作废日期，都写拆分那天",
    "origin_gone": "记录 {other} 的出处找不到",
    "origin_differs": "记录 {other} 与出处不同",
    "copy_missing": "原矿补录或更正的记录 {other} 没有传到这里，请在原矿作废后重新补录",
    "copy_stands": "记录 {other} 的出处已作废，这里还有效",
}


def lineage_sound() -> Checked:
    """Mergers lead somewhere, children hold what their parent had, and every copy is what its origin says."""
    sites = list(Site.objects.order_by("code"))
    faults = lineage_faults(dossiers(sites))
    found = [f"{one.site}：{LINEAGE_WORDS[one.code].format(other=one.other)}" for one in faults]
    return Checked("lineage", "合并拆分", FactRow.objects.filter(kind="lineage").count(), found)


def chain_whole() -> Checked:
    return Checked("audit", "审计链", AuditRow.objects.count(), [f"第 {f.seq} 行：{f.what}" for f in audit.faults()])


def records_witnessed() -> Checked:
    """Every fact has its row in the chain and still is what that row hashed."""
    witnessed = {
        row.data.get("fact"): row.record_sha256 for row in AuditRow.objects.exclude(record_sha256="").iterator()
    }
    findings = []
    for row in FactRow.objects.select_related("site", "body").iterator(chunk_size=2000):
        expected = witnessed.get(row.key)
        if expected is None:
            findings.append(f"{row.file_code} {row} {row.happened_on}：审计链里没有")
        elif digest(record_json(row)) != expected:
            findings.append(f"{row.file_code} {row} {row.happened_on}：内容与录入时不同")
    return Checked("records", "记录", len(witnessed), findings)


def tables_equal() -> Checked:
    """The typed table of every noun says what the spine says."""
    findings, count = [], 0
    for code, table in TABLES.items():
        try:
            for row in table.objects.select_related("fact", "fact__site", "fact__body").iterator(chunk_size=2000):
                count += 1
                columns = typed_columns(BY_CODE[code], row.fact.payload)
                wrong = [key for key, value in columns.items() if getattr(row, key) != value]
                if wrong:
                    findings.append(f"{row.fact.file_code} {row.fact}：{'、'.join(wrong)}")
        except (ValueError, ArithmeticError) as fault:
            findings.append(f"{BY_CODE[code].name}的分类表里有读不出的值：{fault}")
    if count != FactRow.objects.count():
        findings.append(f"事实 {FactRow.objects.count()} 条，分类表 {count} 条")
    return Checked("tables", "分类表", count, findings)


def register_equal() -> Checked:
    """The register's columns, by which lists filter and streets see their sites, say what the facts say."""
    sites = list(Site.objects.select_related("street", "enterprise"))
    findings = []
    for site, dossier in zip(sites, dossiers(sites), strict=True):
        known = attributes(dossier)
        stored = {
            "name": site.name,
            "category": site.category,
            "street": site.street.code if site.street else "",
            "owner": site.enterprise.name if site.enterprise else "",
            "licence_no": site.licence_no,
            "licence_state": site.licence_state,
            "is_licensed": site.is_licensed,
        }
        wrong = [key for key, value in stored.items() if (known.get(key) or "") != (value or "")]
        if wrong:
            findings.append(f"{site.code} {site.name}：{'、'.join(wrong)}")
    return Checked("register", "名册", len(sites), findings)


def papers_equal() -> Checked:
    """What a record says of its paper is what its facts say: the days, and who filled in and approved."""
    findings, count = [], 0
    for row in FactRow.objects.select_related("record", "site", "body").iterator(chunk_size=2000):
        count += 1
        paper = row.record
        same_days = (paper.happened_on, paper.at, paper.recorded_at) == (row.happened_on, row.at, row.recorded_at)
        if not same_days or paper.is_backfill != bool(row.payload.get("is_backfill")):
            findings.append(f"{row.file_code} {row} {row.happened_on}：记录与事实的日期或补录不符")
    return Checked("papers", "记录与事实", count, findings)


def files_whole() -> Checked:
    found = [f"{stored.name}：{why}" for stored, why in damaged()]
    return Checked("files", "文件", StoredFile.objects.count(), found)


def issues_frozen() -> Checked:
    """The rows of every issue still have the hash they were issued with, and the chain says so too."""
    witnessed = {row.subject: row.data for row in AuditRow.objects.filter(action="ledger.issue", ok=True)}
    findings = []
    for issue in LedgerIssue.objects.prefetch_related("files"):
        expected = witnessed.get(issue.number, {})
        files = {f.ledger: f.sha256 for f in issue.files.all()}
        if sha256(issue.rows.encode()) != issue.rows_sha256 or expected.get("rows_sha256") != issue.rows_sha256:
            findings.append(f"{issue.number}：内容与签发时不同")
        if expected.get("files") != files:
            findings.append(f"{issue.number}：文件与审计链不符")
    return Checked("issues", "已签发台账", LedgerIssue.objects.count(), findings)


def archives_proved() -> Checked:
    """Every signed district archive is what was signed, and the facts of then still come to it."""
    found = [verify_archive(made) for made in DistrictArchive.objects.select_related("supersedes")]
    findings = [f"{one.number}：{text}" for one in found for text in one.findings]
    return Checked("archives", "摸底档案汇总", len(found), findings)
