"""Reads the files of the formats for the web as their own users do, and says what they find.

    pip install -r train/exports/web/requirements.txt
    python train/exports/web/validate.py                     # the golden files of internal/export
    python train/exports/web/validate.py ftm=all.ftm.json    # files of your own, each with its format

It asks no network: the validator of STIX, the model of FollowTheMoney, MISP's object templates and the terms of
schema.org come with their packages. IPTC's schema of ninjs comes with none; ninjs31.schema.json beside this file says
of the properties that are written what the standard says of them, and lets no other in.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]

GOLDEN = {
    "geojson": "geojson/testdata/sample.geojson",
    "ninjs": "ninjs/testdata/sample.ninjs.jsonl",
    "ftm": "ftm/testdata/sample.ftm.json",
    "stix": "stix/testdata/sample.stix.json",
    "misp": "misp/testdata/sample.misp.json",
    "jsonld": "jsonld/testdata/sample.jsonld",
    "ical": "ical/testdata/sample.ics",
    "rss": "feed/testdata/sample.rss",
    "atom": "feed/testdata/sample.atom",
    "jsonfeed": "feed/testdata/sample.feed.json",
}


def json_schema(name, items):
    import jsonschema

    schema = json.loads((HERE / name).read_text())
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for form in ("uri", "date-time"):
        assert form in check.format_checker.checkers, f"no checker of {form} is installed"
    n = 0
    for n, item in enumerate(items, 1):
        for e in check.iter_errors(item):
            yield f"item {n}: {e.json_path}: {e.message[:200]}"
    return n


def lines(path):
    return (json.loads(line) for line in path.read_text().splitlines())


def geojson(path):
    import geojson as lib

    whole = lib.loads(path.read_text())
    if not whole.is_valid:
        yield str(whole.errors())[:300]
    for f in whole["features"]:
        if not f.is_valid or f["geometry"] is not None and not f["geometry"].is_valid:
            yield f"{f['id']}: {f.errors()}"
        elif f["geometry"] is not None and not (abs(f["geometry"]["coordinates"][0]) <= 180 and abs(f["geometry"]["coordinates"][1]) <= 90):
            yield f"{f['id']}: {f['geometry']['coordinates']} is nowhere"
    return len(whole["features"])


def ninjs(path):
    return (yield from json_schema("ninjs31.schema.json", lines(path)))


def ftm(path):
    from followthemoney import model
    from followthemoney.exc import InvalidData

    ids, references, n = set(), [], 0
    for n, data in enumerate(lines(path), 1):
        schema = model.get(data["schema"])
        if schema is None or schema.abstract:
            yield f"line {n}: there is no schema {data['schema']}"
            continue
        try:
            schema.validate(data)
        except InvalidData as e:
            yield f"line {n}: {data['schema']}: {e.errors if hasattr(e, 'errors') else e}"
        proxy = model.get_proxy(data, cleaned=False)
        ids.add(proxy.id)
        for name, values in data["properties"].items():
            prop = schema.get(name)
            if prop is None:
                yield f"line {n}: {data['schema']} has no property {name}"
                continue
            if prop.deprecated:
                yield f"line {n}: {name} is deprecated"
            for v in values:
                # Its cleaning takes out the joiners that Persian is spelt with; who reads a text gets it without.
                clean = prop.type.clean(v, format=prop.format)
                if not prop.type.validate(v, format=prop.format) or clean not in (v, re.sub("[\u200c\u200d]", "", v)):
                    yield f"line {n}: {name}: {v[:80]!r} is no {prop.type.name}; it becomes {clean!r}"
                if prop.type.name == "entity":
                    references.append((n, name, v, prop.range))
    schemata = {d["id"]: model.get(d["schema"]) for d in lines(path)}
    for line, name, ref, wanted in references:
        if ref not in ids:
            yield f"line {line}: {name} names {ref}, which is not there"
        elif wanted is not None and not schemata[ref].is_a(wanted):
            yield f"line {line}: {name} names a {schemata[ref].name}, and wants a {wanted.name}"
    return n


# 103: ids of objects should be random; these are made of what they name, so that a second export brings new versions of
# the same objects. 302: a page that is referred to should come with the hash of its bytes, which nobody kept.
STIX_SET_ASIDE = "103,302"


def stix(path):
    from stix2validator import ValidationOptions, validate_file

    opts = ValidationOptions(version="2.1", strict=True, enforce_refs=True, disabled=STIX_SET_ASIDE)
    found = validate_file(str(path), opts)
    faults = [(r.object_id, e) for r in found.object_results for e in (r.errors or []) + (r.warnings or [])]
    for name, e in faults:
        yield f"{name}: {e if isinstance(e, str) else vars(e)}"
    if not found.is_valid and not faults:
        yield str(found.fatal or "not valid")
    return len(json.loads(path.read_text())["objects"])


def misp(path):
    import jsonschema
    import pymisp
    from pymisp import MISPEvent

    base = Path(pymisp.__file__).parent / "data"
    schema = json.loads((base / "schema.json").read_text())
    n = 0
    for r in json.loads(path.read_text())["response"]:
        n += 1
        event = r["Event"]
        # The schema that comes with pymisp is older than objects; they are held to their templates instead.
        old = {"Event": {k: v for k, v in event.items() if k != "Object"}}
        for e in jsonschema.Draft4Validator(schema).iter_errors(old):
            yield f"{event['info'][:40]}: {e.json_path}: {e.message[:200]}"
        for o in event["Object"]:
            yield from misp_object(base, o)
        parsed = MISPEvent()
        parsed.from_dict(**event)
        if len(parsed.objects) != len(event["Object"]) or len(parsed.attributes) != len(event["Attribute"]):
            yield f"{event['info'][:40]}: pymisp reads {len(parsed.objects)} objects of {len(event['Object'])}"
        parsed.to_json()
    return n


def misp_object(base, o):
    t = json.loads((base / "misp-objects" / "objects" / o["name"] / "definition.json").read_text())
    for ours, theirs in (("template_uuid", "uuid"), ("meta-category", "meta-category"), ("description", "description")):
        if o[ours] != t[theirs]:
            yield f"{o['name']}: {ours} is {o[ours]!r}, and {t[theirs]!r} in the template"
    if int(o["template_version"]) > t["version"]:
        yield f"{o['name']}: there is no version {o['template_version']}"
    relations = [a["object_relation"] for a in o["Attribute"]]
    for need in t.get("required", []):
        if need not in relations:
            yield f"{o['name']}: lacks {need}"
    if t.get("requiredOneOf") and not set(t["requiredOneOf"]) & set(relations):
        yield f"{o['name']}: has none of {t['requiredOneOf']}"
    for a in o["Attribute"]:
        want = t["attributes"].get(a["object_relation"])
        if want is None:
            yield f"{o['name']}: has no {a['object_relation']}"
        elif want["misp-attribute"] != a["type"]:
            yield f"{o['name']}: {a['object_relation']} is a {want['misp-attribute']}, not a {a['type']}"
        elif relations.count(a["object_relation"]) > 1 and not want.get("multiple"):
            yield f"{o['name']}: has several {a['object_relation']}"
        elif want.get("values_list") and a["value"] not in want["values_list"]:
            yield f"{o['name']}: {a['object_relation']} may not be {a['value']!r}"


def jsonld(path):
    from pyld import jsonld as lib
    from rdflib import SDO, Graph, URIRef

    context = {"@context": {"@vocab": "https://schema.org/"}}

    def load(url, _options=None):
        assert url.rstrip("/") == "https://schema.org", f"a context of {url}"
        return {"contextUrl": None, "documentUrl": url, "document": context}

    whole = json.loads(path.read_text())
    expanded = lib.expand(whole, {"documentLoader": load})
    terms = set()

    def walk(v):
        if isinstance(v, list):
            for x in v:
                walk(x)
        elif isinstance(v, dict):
            terms.update(k for k in v if not k.startswith("@"))
            terms.update(v.get("@type", []) if isinstance(v.get("@type"), list) else [])
            for x in v.values():
                walk(x)

    walk(expanded)
    known = {str(t) for t in dir(SDO)} | {str(SDO) + t for t in dir(SDO)}
    for t in sorted(terms):
        name = t.removeprefix("https://schema.org/")
        if name == t or not (URIRef(str(SDO) + name) in SDO or t in known):
            yield f"schema.org has no term {t}"
    nquads = lib.to_rdf(whole, {"documentLoader": load, "format": "application/n-quads"})
    graph = Graph().parse(data=nquads, format="nt")
    if len(graph) == 0:
        yield "no statement can be read"
    subjects = {str(s) for s in graph.subjects()}
    for node in whole["@graph"]:
        if node["@id"] not in subjects:
            yield f"{node['@id']} is lost"
    return len(whole["@graph"])


def ical(path):
    from icalendar import Calendar

    raw = path.read_bytes()
    for i, line in enumerate(raw.split(b"\r\n"), 1):
        if len(line) > 75 or b"\n" in line:
            yield f"line {i} is too long or ends wrongly"
    cal = Calendar.from_ical(raw)
    events = cal.walk("VEVENT")
    for c in cal.walk():
        for name, why in c.errors:
            yield f"{c.name}: {name}: {why}"
    for e in events:
        start, end = e.start, e.end
        if end < start:
            yield f"{e['UID']}: ends before it begins"
        for need in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
            if need not in e:
                yield f"an event lacks {need}"
    if Calendar.from_ical(cal.to_ical()).to_ical() != cal.to_ical():
        yield "is another calendar when it is written again"
    return len(events)


def feed(path, version):
    import feedparser

    f = feedparser.parse(path.read_bytes(), response_headers={"content-type": "application/xml; charset=utf-8"})
    if f.bozo:
        yield f"not well formed: {f.bozo_exception}"
    if f.version != version:
        yield f"is read as {f.version or 'nothing'}"
    for e in f.entries:
        for need in ("id", "title"):
            if not e.get(need):
                yield f"an item lacks its {need}"
        for link in e.get("links", []):
            if not re.match(r"https?://", link.get("href", "")):
                yield f"a link to {link.get('href')}"
    return len(f.entries)


def rss(path):
    return (yield from feed(path, "rss20"))


def atom(path):
    return (yield from feed(path, "atom10"))


def jsonfeed(path):
    whole = json.loads(path.read_text())
    yield from json_schema("jsonfeed11.schema.json", [whole])
    return len(whole["items"])


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
