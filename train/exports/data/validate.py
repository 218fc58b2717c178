"""Reads the files of the formats for data sets as their own users do, and says what they find.

    pip install -r train/exports/data/requirements.txt
    python train/exports/data/validate.py                     # the golden files of internal/export
    python train/exports/data/validate.py csv=all.csv         # files of your own, each with its format

CSV is read by pandas and by DuckDB, GDELT's table by pandas as its users read it, Parquet by Arrow, pandas and DuckDB.
PLOVER has no validator: its records are held to the tables of its manual.
"""

import json
import re
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[3]

GOLDEN = {
    "plover": "plover/testdata/entries.jsonl",
    "gdelt": "gdelt/testdata/entries.tsv",
    "csv": "csv/testdata/entries.csv",
    "parquet": "parquet/testdata/entries.parquet",
}

QUAD = {
    **dict.fromkeys(["AGREE", "CONSULT", "SUPPORT", "CONCEDE"], 1),
    **dict.fromkeys(["COOPERATE", "AID", "RETREAT"], 2),
    **dict.fromkeys(["REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"], 3),
    **dict.fromkeys(["PROTEST", "MOBILIZE", "COERCE", "ASSAULT"], 4),
}

# The manual's tables "PLOVER JSON", "Information object for actors", "for text", "for citations", "for locations".
RECORD = set(
    "id has_event date time enddate endtime actor source recipient event event_loc event_text quad_code event_scale mode context link"
    " text text_info cite_info coder coded_date coded_time comment size".split()
)
ACTOR = set("code sector entity_text identifier_id identifier_text actor_loc religion ethnicity office gender age".split())
TEXT = set("sequence start end text_story connlu_parse treebank_parse".split())
CITE = set("corpus citation url title language publication license copyright coder codebook version parser".split())
PLACE = {
    *"geonameid name asciiname alternatenames latitude longitude cc3 cc2 population elevation dem timezone".split(),
    *["feature class", "feature code", "country code", "admin1 code", "admin2 code", "admin3 code", "admin4 code"],
}
OURS = {"dragoman", "kind"}  # what the manual lets a provider add


def plover(path):
    n, ids = 0, set()
    for n, line in enumerate(path.read_text().split("\n")[:-1], 1):
        r = json.loads(line)
        at = f"line {n}: "
        if r["id"] in ids or not r["id"]:
            yield at + f"id {r['id']!r} is empty or not the only one"
        ids.add(r["id"])
        for part, known in ((r, RECORD), (r.get("text_info", {}), TEXT), (r.get("cite_info", {}), CITE), (r.get("event_loc", {}), PLACE)):
            if odd := set(part) - known - OURS:
                yield at + f"not in the manual: {odd}"
        for field in ("actor", "recipient", "event", "mode", "context"):
            if not isinstance(r[field], list):
                yield at + field + " is no list"
        for a in r["actor"] + r["recipient"]:
            if odd := set(a) - ACTOR - OURS:
                yield at + f"not in the manual: {odd}"
            if not re.fullmatch(r"([A-Z]{3})?", a.get("code", "")) or not re.fullmatch(r"([A-Z]{3}){0,2}", a.get("sector", "")):
                yield at + f"codes of {a}"
        for e in r["event"]:
            if QUAD.get(e) != r["quad_code"]:
                yield at + f"{e} is no type, or not of quad class {r['quad_code']}"
        for field in ("date", "enddate", "coded_date"):
            if r.get(field):
                pd.to_datetime(r[field], format="%Y-%m-%d")
        if r.get("time"):
            pd.to_datetime(r["date"] + "T" + r["time"], format="ISO8601")
        if not re.fullmatch(r"([a-z]{2,3})?", r.get("cite_info", {}).get("language", "")):
            yield at + "language is no code of ISO 639"
    if n and len(pd.read_json(path, lines=True, convert_dates=False)) != n:
        yield "pandas reads another number of records"
    return n


NAMES = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split()
    + [f"Actor{i}{c}" for i in (1, 2) for c in
       "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()]
    + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split()
    + [f"{w}Geo_{c}" for w in ("Actor1", "Actor2", "Action") for c in "Type Fullname CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()]
    + "DATEADDED SOURCEURL".split()
)


def gdelt(path):
    codes = {c: str for c in NAMES if c.endswith("Code") or c.endswith("Fullname") or c.endswith("FeatureID") or c.endswith("Name")}
    t = pd.read_csv(path, sep="\t", header=None, names=NAMES, quoting=3, dtype={**codes, "SOURCEURL": str, "SQLDATE": str, "DATEADDED": str},
                    keep_default_na=False, na_values={c: [""] for c in NAMES if c not in codes})
    if len(NAMES) != 61 or any(line.count("\t") != 60 for line in path.read_text().splitlines()):
        yield "a row has not 61 columns"
    if not t.GLOBALEVENTID.is_unique or t.GLOBALEVENTID.dtype.kind != "i":
        yield "GLOBALEVENTID is not one number for each row"
    day = pd.to_datetime(t.SQLDATE, format="%Y%m%d")
    pd.to_datetime(t.DATEADDED, format="%Y%m%d%H%M%S")
    if not (day.dt.year == t.Year).all() or not (day.dt.strftime("%Y%m").astype(int) == t.MonthYear).all():
        yield "the columns of the day disagree"
    if not ((t.FractionDate - t.Year).between(0, 1.1)).all():
        yield "FractionDate is not of its year"
    if not t.GoldsteinScale.between(-10, 10).all():
        yield "GoldsteinScale is out of its bounds"
    for r in t.itertuples():
        if not (re.fullmatch(r"\d{3,4}", r.EventCode) and r.EventCode.startswith(r.EventBaseCode) and r.EventBaseCode.startswith(r.EventRootCode)):
            yield f"codes {r.EventCode} {r.EventBaseCode} {r.EventRootCode}"
        root = int(r.EventRootCode)
        if r.QuadClass != (1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4):
            yield f"{r.EventRootCode} is not of quad class {r.QuadClass}"
        for kind, country in ((r.ActionGeo_Type, r.ActionGeo_CountryCode), (r.Actor1Geo_Type, r.Actor1Geo_CountryCode)):
            if kind not in range(6) or not re.fullmatch(r"([A-Z]{2})?", country):
                yield f"place of type {kind} in {country}"
        if r.SOURCEURL == r.SOURCEURL and not re.match(r"https?://", r.SOURCEURL):
            yield f"SOURCEURL {r.SOURCEURL}"
    return len(t)


def csv(path):
    t = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if not t.columns.is_unique:
        yield "a name of a column stands twice"
    for c in t.columns:
        for v in t[c]:
            if re.match(r"[=+\-@\t\r＝＋－＠]", v) and not (c in ("lat", "lon") and re.fullmatch(r"-?\d+(\.\d+)?", v)):
                yield f"{c} may be taken for a formula: {v!r}"
            if "\0" in v:
                yield f"{c} holds NUL"
    pd.to_numeric(t.confidence), pd.to_numeric(t.lat[t.lat != ""]), pd.to_numeric(t.reports)
    pd.to_datetime(t.date_from[t.date_from != ""].str[:10], format="%Y-%m-%d")
    for a, b in (("actors", "actor_ids"), ("actors", "actor_countries"), ("recipients", "recipient_sectors"), ("report_ids", "titles"), ("report_ids", "urls")):
        for x, y in zip(t[a], t[b]):
            if x and len(re.split(r"(?<!\\)(?:\\\\)* ?\| ?", x)) != len(re.split(r"(?<!\\)(?:\\\\)* ?\| ?", y)):
                yield f"{a} and {b} are not of one length: {x!r} {y!r}"
    rows = duckdb.sql(f"SELECT count(*) FROM read_csv('{path}', header=true, all_varchar=true, quote='\"', escape='\"', delim=',')").fetchone()[0]
    if rows != len(t):
        yield f"DuckDB reads {rows} rows, pandas {len(t)}"
    return len(t)


def parquet(path):
    f = pq.ParquetFile(path)
    t = f.read()
    t.validate(full=True)
    for name, kind in {
        "id": pa.string(), "day": pa.date32(), "confidence": pa.float64(), "sources": pa.int32(),
        "contexts": pa.list_(pa.field("element", pa.string(), nullable=False)),
    }.items():
        if t.schema.field(name).type != kind:
            yield f"{name} is {t.schema.field(name).type}, not {kind}"
    for name in ("actors", "recipients", "places", "dates", "according_to", "evidence", "reports"):
        kind = t.schema.field(name).type
        if not pa.types.is_list(kind) or not pa.types.is_struct(kind.value_type):
            yield f"{name} is {kind}, not a list of structs"
    d = t.to_pandas()
    if not d.id.is_unique and len(d):
        yield "an id stands twice"
    for r in d.itertuples():
        for e in r.evidence:
            if len(e["text"]) != e["end"] - e["start"] and e["text"]:
                yield f"{r.id}: evidence from {e['start']} to {e['end']} is {e['text']!r}"
    if duckdb.sql(f"SELECT count(*), sum(len(actors)) FROM read_parquet('{path}')").fetchone() != (len(d), sum(map(len, d.actors)) if len(d) else None):
        yield "DuckDB counts otherwise than Arrow"
    return len(d)


def main(args):
    files = dict(a.split("=", 1) for a in args) or {k: ROOT / "internal/export" / v for k, v in GOLDEN.items()}
    bad = 0
    for name, path in files.items():
        check, found, n = globals()[name](Path(path)), [], 0
        while True:
            try:
                found.append(next(check))
            except StopIteration as stop:
                n = stop.value
                break
            except Exception as e:  # what a reader cannot read at all
                found.append(f"{type(e).__name__}: {e}")
                break
        print(f"{name:10} {n or 0:6} records  {'valid' if not found else f'{len(found)} faults'}")
        for f in found[:20]:
            print("    ", f)
        bad += len(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
