#!/usr/bin/env python3
"""Where the rows of a complaint file were placed, compared with what the rows say.

    tempat.py REPOSITORY REGION FILE.csv[.gz] < placed.csv        (lines "number,village code,district code")

prints one JSON object: how many rows, how many on a village, how many of those by a named alias, and the numbers of rows
that stand in another district than their own without one, or name a village and stand on none.
"""

import csv
import gzip
import json
import pathlib
import re
import sys
import tomllib

REPOSITORY, REGION, FILE = sys.argv[1:4]
ROOT = pathlib.Path(REPOSITORY)


def letters(name):
    name = re.sub(r"^(kelurahan|kel|kecamatan|kec)[. ]+", "", name.strip().lower())
    return re.sub(r"[^a-z0-9]", "", name)


def names(kind, column):
    with gzip.open(ROOT / f"wilayah/kode/{kind}.csv.gz", "rt", encoding="utf-8", newline="") as rows:
        return {row["code"]: letters(row["name"]) for row in csv.DictReader(rows) if row[column].startswith(REGION)}


def main():
    districts, villages = names("districts", "regency_code"), names("villages", "district_code")
    text = (ROOT / f"wilayah/{REGION}/alias.toml").read_text(encoding="utf-8")
    aliases = {(letters(one["tulis"]), one["jadi"]) for one in tomllib.loads(text)["alias"]}
    opener = gzip.open if FILE.endswith(".gz") else open
    with opener(FILE, "rt", encoding="utf-8-sig", newline="") as file:
        rows = {}
        for row in csv.DictReader(file):
            rows.setdefault((row["id"] or "").strip(), row)
    told = {"rows": 0, "on_village": 0, "by_alias": 0, "against": [], "without": []}
    for number, village, district in csv.reader(sys.stdin):
        row = rows[number]
        told["rows"] += 1
        said, wrote = letters(row["kecamatan"]), letters(row["kelurahan"])
        if not village:
            if wrote:
                told["without"].append(number)
            continue
        told["on_village"] += 1
        there = village[:8] == district and district in districts
        same = said in ("", districts.get(district)) or (said, district) in aliases
        alias = any(spelling in (wrote, wrote + said) and code == village for spelling, code in aliases)
        told["by_alias"] += alias or (said, district) in aliases
        if not there or not (same or alias) or not (villages.get(village) == wrote or alias):
            told["against"].append(number)
    print(json.dumps(told))


main()
