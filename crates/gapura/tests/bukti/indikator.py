#!/usr/bin/env python3
"""Indicators of a region, computed from its exported ledger and from nothing of the program.

    indikator.py EVENTS.jsonl PERIOD HOURS_AHEAD_OF_UTC [UNIT]

PERIOD is 2026-11, 2026-T4 or 2026. Prints one JSON object: each indicator as an exact fraction, or null where it is not
known. An event counts in the month in which it happened in the region's own time, for the unit that held its case.
"""

import datetime as dt
import json
import math
import sys
from fractions import Fraction

EVENTS, PERIOD, AHEAD = sys.argv[1:4]
UNIT = sys.argv[4] if len(sys.argv) > 4 else None
ZONE = dt.timezone(dt.timedelta(hours=int(AHEAD)))


def months(period):
    year, _, part = period.partition("-")
    if not part:
        return [f"{year}-{month:02}" for month in range(1, 13)]
    if part.startswith("T"):
        first = 3 * int(part[1:]) - 2
        return [f"{year}-{month:02}" for month in range(first, first + 3)]
    return [period]


MONTHS = months(PERIOD)
log = [json.loads(line) for line in open(EVENTS, encoding="utf-8")]
assert [event["log_index"] for event in log] == sorted(event["log_index"] for event in log)


def month(event):
    return dt.datetime.fromtimestamp(event["happened_at"], ZONE).strftime("%Y-%m")


def cases(name):
    """Events of cases with this name that belong to the period and the unit."""
    for event in log:
        if event["name"] == name and event["stream"].startswith("case/") and month(event) in MONTHS:
            if UNIT is None or event["data"]["desk"]["unit"] == UNIT:
                yield event


def house(name):
    for event in log:
        if event["name"] == name and not event["stream"].startswith("case/") and month(event) in MONTHS:
            if UNIT is None or event["actor"].get("unit", "") == UNIT:
                yield event


def share(part, whole, times=100):
    return Fraction(part, whole) * times if whole else None


opened = list(cases("case.opened"))
imported = [event for event in opened if event["data"].get("imported")]
web = [event for event in opened if not event["data"].get("imported") and event["data"]["channel"] == "web"]
complaints = [event for event in opened if event["data"]["desk"]["kind"] == "pengaduan"]
objections = [
    event for event in opened if event["data"].get("follows") and not event["data"]["follows"].get("renewal")
]

answers = [
    event["data"]["desk"]["first_answer"]
    for event in cases("answer.given")
    if event["data"]["desk"].get("first_answer") and not event["data"]["desk"]["first_answer"].get("before_report")
]
answered_in_time = sum(answer.get("in_time") is True for answer in answers)
answered_late = sum(answer.get("in_time") is False for answer in answers)
times = sorted(answer["thousandths"] for answer in answers if answer.get("thousandths") is not None)


def cut(thousandths):
    """Tenths of a working day up to 20 days, whole days up to 200, tens of days beyond."""
    step = 100 if thousandths < 20_000 else 1000 if thousandths < 200_000 else 10_000
    return Fraction(thousandths // step * step, 1000)


def percentile(percent):
    """The nearest rank."""
    return cut(times[max(1, math.ceil(Fraction(percent, 100) * len(times))) - 1]) if times else None


ends = []
for event in cases("case.ended"):
    finish = event["data"]["desk"].get("finish")
    if finish and (not finish.get("time_unknown") or event["data"]["outcome"] == "gagal"):
        ends.append((event["data"], finish))
known = [(data, finish) for data, finish in ends if not finish.get("time_unknown")]
in_time = sum(finish.get("in_time") is True and data["by"] != "withdrawn" for data, finish in known)
late = sum(finish.get("in_time") is False for _, finish in known)
timed = [finish for data, finish in known if data["by"] != "withdrawn" and finish.get("seconds") is not None]
paused = sum(finish.get("paused_seconds") or 0 for finish in timed)
worked = sum(finish.get("working_seconds") or 0 for finish in timed)
silent = sum(data["by"] == "silence" for data, _ in ends)

verified, verified_in_time = 0, 0
lapsed = set()
for event in log:
    if event["data"] and event["stream"].startswith("case/") and event["data"].get("clock") == "verifikasi":
        if event["name"] == "clock.lapsed":
            lapsed.add(event["stream"])
        if event["name"] == "clock.stopped":
            mine = month(event) in MONTHS and (UNIT is None or event["data"]["desk"]["unit"] == UNIT)
            verified += mine
            verified_in_time += mine and event["stream"] not in lapsed
            lapsed.discard(event["stream"])

ratings = [
    event["data"]["rating"]
    for name in ("case.rated", "action.taken")
    for event in cases(name)
    if event["data"].get("rating") is not None
]

letters = lambda name: sum(event["stream"].count("/") == 3 for event in house(name) if event["stream"].startswith("letter/"))
issued, revoked = letters("letter.issued"), letters("letter.revoked")

running, accounts = set(), 0
for event in log:
    if month(event) <= MONTHS[-1]:
        if event["name"] == "service.published":
            running.add(event["data"]["service"])
        if event["name"] == "service.withdrawn":
            running.discard(event["data"]["service"])
        accounts += {"officer.added": 1, "officer.enabled": 1, "officer.disabled": -1}.get(event["name"], 0)
active = {event["actor"]["id"] for event in log if event["name"] == "officer.signed_in" and month(event) in MONTHS}
failed = sum(event["data"].get("count", 1) for event in log if event["name"] == "sign_in.failed" and month(event) in MONTHS)
# Accounts, services and attempts belong to no unit.
if UNIT is not None:
    running, accounts, active, failed = set(), 0, set(), 0

count = lambda name: sum(1 for _ in cases(name))
timely = [share(verified_in_time, verified), share(answered_in_time, answered_in_time + answered_late), share(in_time, in_time + late)]

values = {
    "waktu_jawab_median": percentile(50),
    "waktu_jawab_p90": percentile(90),
    "jawaban_tepat_waktu": timely[1],
    "selesai_tepat_waktu": timely[2],
    "verifikasi_tepat_waktu": timely[0],
    "bagian_jeda": share(paused, paused + worked),
    "bagian_dikembalikan": share(count("case.returned"), len(opened)),
    "bagian_keberatan": share(len(objections), len(ends)),
    "tertutup_diam": share(silent, len(ends)),
    "nilai_warga": share(sum(ratings), len(ratings), 1),
    "bagian_eskalasi": share(count("case.escalated"), len(opened)),
    "tenggat_lewat_per_kasus": share(count("clock.lapsed"), len(opened), 1),
    "kanal_daring": share(len(web), len(opened) - len(imported)),
    "layanan_daring": Fraction(len(running)),
    "surat_ditandatangani": Fraction(issued),
    "bagian_surat_dicabut": share(revoked, issued),
    "bagian_petugas_aktif": share(len(active), accounts),
    "kasus_per_petugas": share(len(ends), len(active), 1),
    "tepat_waktu_gabungan": None if None in timely else sum(timely) / 3,
    "laporan_warga": Fraction(len(opened) - len(imported)),
    "dukungan_per_pengaduan": share(count("support.added"), len(complaints), 1),
    "ikut_menilai": share(len(ratings), len(ends), 1),
    "gagal_masuk_per_petugas": share(failed, len(active), 1),
}
# Before its first counted event nothing is known of a region, not even a zero.
counted = {"case.opened", "case.ended", "clock.lapsed", "case.transferred", "case.returned", "case.escalated"}
counted |= {"support.added", "service.published", "officer.added", "officer.signed_in", "sign_in.failed"}
if MONTHS[-1] < min(month(event) for event in log if event["name"] in counted):
    values = dict.fromkeys(values)

fraction = lambda value: None if value is None else f"{value.numerator}/{value.denominator}"
print(json.dumps({key: fraction(value) for key, value in values.items()}))
