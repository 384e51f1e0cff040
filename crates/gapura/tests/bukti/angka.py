#!/usr/bin/env python3
"""Figures of an open complaint file, computed from the file itself and from nothing of the program.

    angka.py REPOSITORY REGION mediacenter|lapor FILE.csv[.gz]

prints one JSON object: for all, by agency and by service how many reports were received, are open, were answered, were
answered in time, late, or have an unknown finish; and the two values in the middle of the working days to the first
answer (semantics R16: the day of the report weighs nothing, a working day has 27,000 seconds; R55: the clock of a report
without forwarding time starts at the report; R27: five working days). Reads the calendar from wilayah/libur/nasional.csv.
"""

import csv
import datetime as dt
import gzip
import json
import pathlib
import re
import sys
import tomllib

REPOSITORY, REGION, KIND, FILE = sys.argv[1:5]
ROOT = pathlib.Path(REPOSITORY)
UTC = dt.timezone.utc
ZONE = dt.timezone(dt.timedelta(hours={"35.78": 7, "64.72": 8}[REGION]))
PROMISE = 5
NOW = dt.datetime.now(UTC)


def letters(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


def toml(path):
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


# --- the calendar -----------------------------------------------------------------------------------------------------

with open(ROOT / "wilayah/libur/nasional.csv", encoding="utf-8", newline="") as holidays:
    HOLIDAYS = {dt.date.fromisoformat(row["date"]) for row in csv.DictReader(holidays)}


def hours(day):
    """Working hours of a date, in seconds after midnight (Perpres 21/2023)."""
    if day.weekday() > 4 or day in HOLIDAYS:
        return []
    clock = lambda text: int(text[:2]) * 3600 + int(text[3:]) * 60
    spans = ["07:30-11:30", "13:00-16:30"] if day.weekday() == 4 else ["07:30-12:00", "13:00-16:00"]
    return [tuple(clock(part) for part in span.split("-")) for span in spans]


def working_days(start, end):
    """Thousandths of a working day from one instant to another (R16)."""
    start, end = start.astimezone(ZONE), end.astimezone(ZONE)
    total, day = 0, start.date() + dt.timedelta(days=1)
    while day <= end.date():
        until = 86_400
        if day == end.date():
            until = end.hour * 3600 + end.minute * 60 + end.second
        spans = hours(day)
        if spans:
            whole = sum(to - begin for begin, to in spans)
            worked = sum(max(0, min(to, until) - begin) for begin, to in spans)
            total += 1000 * worked // whole
        day += dt.timedelta(days=1)
    return total


def due(start):
    """The close of the fifth working day after the day of the report (R18)."""
    day, left = start.astimezone(ZONE).date(), PROMISE
    while left:
        day += dt.timedelta(days=1)
        left -= bool(hours(day))
    close = dt.timedelta(seconds=hours(day)[-1][1])
    return dt.datetime.combine(day, dt.time(), ZONE) + close


# --- agencies and services --------------------------------------------------------------------------------------------

def table(path, key):
    return {letters(name): value for name, value in toml(path).get(key, {}).items()}


def owners():
    """The agency at which a report of each service begins."""
    found = {}
    for path in sorted((ROOT / "layanan/pengaduan").glob("*.toml")):
        service = tomllib.loads(path.read_text(encoding="utf-8"))
        start = next(step for step in service["langkah"].values() if step.get("mulai"))
        found[service["layanan"]["id"]] = start["oleh"].split("@")[1]
    return found


def offices():
    """Names of agencies, and of the offices of every district and village; a name borne twice means none."""
    prepared = ROOT / f"wilayah/{REGION}/unit.toml"
    units = toml(prepared if prepared.exists() else "wilayah/baku/unit.toml")["unit"]
    named = {}
    for slug, unit in units.items():
        for name in [unit["nama"], unit.get("singkatan", ""), *unit.get("alias", [])]:
            named.setdefault(letters(name), set()).add(slug)
    code = lambda name: ROOT / f"wilayah/kode/{name}.csv.gz"
    districts = {}
    with gzip.open(code("districts"), "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["regency_code"] == REGION:
                districts[row["code"]] = row["name"]
                named.setdefault(letters("Kecamatan " + row["name"]), set()).add("kecamatan-" + row["code"])
    with gzip.open(code("villages"), "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["district_code"] in districts:
                unit = "desa-" + row["code"]
                for name in (row["name"], row["name"] + districts[row["district_code"]]):
                    named.setdefault(letters("Kelurahan " + name), set()).add(unit)
    for alias in toml(f"wilayah/{REGION}/alias.toml")["alias"]:
        place = "Kelurahan " if alias["jadi"].count(".") == 3 else "Kecamatan "
        unit = ("desa-" if place == "Kelurahan " else "kecamatan-") + alias["jadi"]
        named.setdefault(letters(place + alias["tulis"]), set()).add(unit)
    return {name: slugs.pop() for name, slugs in named.items() if len(slugs) == 1}


OFFICES, OWNERS = offices(), owners()


# --- the two layouts --------------------------------------------------------------------------------------------------

def instant(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC) if text.strip() else None


class Mediacenter:
    """Times are UTC; what was answered ended at an unknown time, what was not is open."""

    number = "id"
    mapping = "wilayah/35.78/mediacenter.toml"

    def read(self, row):
        opened, answered = instant(row["tanggal_keluhan"]), instant(row["tanggal_ditanggapi"])
        state = "time_unknown" if answered else "open"
        return opened, answered, state, [row["topik"]], [row["instansi"]]


MONTHS = {"Mei": 5, "Agt": 8, "Agu": 8, "Okt": 10, "Des": 12}
MONTHS |= {name: at for at, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}


class Lapor:
    """Local times; the export knows when a report arrived and how it ended, but not when."""

    number = "Tracking ID"
    mapping = "wilayah/baku/lapor.toml"

    def read(self, row):
        day, month, year = row["Tanggal Laporan Masuk"].split()
        time = dt.time.fromisoformat(row["Waktu Laporan Masuk"])
        opened = dt.datetime.combine(dt.date(int(year), MONTHS[month], int(day)), time, ZONE)
        status = row["Status Laporan"]
        state = "open"
        if status.startswith(("Ditutup", "Selesai")):
            state = "time_unknown"
        elif status.startswith("Diarsipkan"):
            state = "refused"
        topics = [row["Kategori"], row["Klasifikasi Laporan"]]
        names = [row["Instansi Terdisposisi"], row["Instansi Induk"]]
        return opened, None, state, topics, names


# --- counting ---------------------------------------------------------------------------------------------------------

class Line:
    def __init__(self):
        self.counts = dict.fromkeys(
            ["received", "open", "refused", "time_unknown", "answered", "answered_in_time", "answered_late"], 0)
        self.waits = []

    def add(self, opened, answered, state):
        self.counts["received"] += 1
        self.counts[state] += 1
        if answered is None:
            return
        self.counts["answered"] += 1
        if answered < opened:
            return
        self.counts["answered_in_time" if answered <= due(opened) else "answered_late"] += 1
        self.waits.append(working_days(opened, answered))

    def shown(self):
        waits = sorted(self.waits)
        middle = [waits[(len(waits) - 1) // 2] / 1000, waits[len(waits) // 2] / 1000] if waits else None
        return {"counts": self.counts, "middle": middle}


def sound(rows, layout, columns):
    """Rows that can be counted: whole, with a number that is new and a possible, past time."""
    seen = set()
    for row in rows:
        number = (row.get(layout.number) or "").strip()
        if None in row or None in row.values() or len(row) != columns or not number or number in seen:
            continue
        try:
            read = layout.read(row)
        except (KeyError, ValueError):
            continue
        if read[0] is None or read[0] > NOW or (read[1] and read[1] > NOW):
            continue
        seen.add(number)
        yield read


def main():
    layout = {"mediacenter": Mediacenter, "lapor": Lapor}[KIND]()
    services = table(layout.mapping, "layanan")
    rest = toml(layout.mapping)["layanan"]["*"]
    named = table(layout.mapping, "instansi")
    if KIND == "lapor":
        named |= table(f"wilayah/{REGION}/lapor.toml", "instansi")
    every, units, kinds, unknown = Line(), {}, {}, set()
    opener = gzip.open if FILE.endswith(".gz") else open
    with opener(FILE, "rt", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        for opened, answered, state, topics, names in sound(rows, layout, len(rows.fieldnames)):
            service = next((services[letters(t)] for t in topics if t.strip() and letters(t) in services), rest)
            keys = [letters(re.sub(r"(?i)\s+kota (surabaya|samarinda)$", "", name)) for name in names if name.strip()]
            unit = next((named.get(key) or OFFICES.get(key) for key in keys if named.get(key) or OFFICES.get(key)), None)
            if unit is None:
                unknown.update(name for name in names[:1] if name.strip())
                unit = OWNERS[service]
            for line in (every, units.setdefault(unit, Line()), kinds.setdefault(service, Line())):
                line.add(opened, answered, state)
    shown = lambda lines: {key: line.shown() for key, line in sorted(lines.items())}
    print(json.dumps({"all": every.shown(), "units": shown(units), "services": shown(kinds), "unnamed": sorted(unknown)}))


main()
