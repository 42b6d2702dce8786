#!/usr/bin/env python3
"""Verify an export of the audit chain with the standard library alone.

    python3 tools/verify_audit.py audit.jsonl [--head HASH]

Each line is a JSON object. Its `hash` must be the SHA-256 of the RFC 8785 canonical JSON of all other keys; `previous`
must be the `hash` of the line before, `seq` must count up by one from "1". Numbers are strings in the export, so that
canonical JSON needs no number formatting: keys sorted by UTF-16 code units, no white space, minimal escapes.
Exit 0 when whole, 1 when broken, 2 on wrong use.
"""

import hashlib
import json
import sys


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    raise ValueError("a number that is not a string: %r" % (value,))


def verify(lines):
    """Every fault as (line number, what); the last hash; the count of rows."""
    faults, previous, count = [], "0" * 64, 0
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            said = row.pop("hash")
            made = hashlib.sha256(canonical(row).encode("utf-8")).hexdigest()
        except (ValueError, KeyError, AttributeError, TypeError) as fault:
            faults.append((number, "unreadable: %s" % fault))
            continue
        count += 1
        if row.get("seq") != str(count):
            faults.append((number, "seq is %s, should be %s" % (row.get("seq"), count)))
        if row.get("previous") != previous:
            faults.append((number, "does not follow the line before"))
        if made != said:
            faults.append((number, "was changed: hash should be %s" % made))
        previous = said
    return faults, previous, count


def main(argv):
    if not argv or len(argv) not in (1, 3) or (len(argv) == 3 and argv[1] != "--head"):
        print(__doc__)
        return 2
    with open(argv[0], encoding="utf-8") as handle:
        faults, head, count = verify(line for line in handle if line.strip())
    if len(argv) == 3 and argv[2] != head:
        faults.append((count, "the chain ends with %s, not with %s" % (head, argv[2])))
    for number, what in faults:
        print("line %d: %s" % (number, what))
    print("%d rows, %d faults, head %s" % (count, len(faults), head))
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
