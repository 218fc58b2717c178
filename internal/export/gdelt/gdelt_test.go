package gdelt_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
	"github.com/dragoman-news/dragoman/internal/export/gdelt"
	"github.com/dragoman-news/dragoman/internal/news"
)

func TestEntriesAreRowsOf61Columns(t *testing.T) {
	if n := len(gdelt.Columns); n != 61 {
		t.Fatalf("%d columns", n)
	}
	got, lost := formattest.Write(t, gdelt.Format(), formattest.Options())
	formattest.Golden(t, "entries.tsv", got)
	formattest.GoldenDropped(t, "entries.dropped.json", lost)
	for line := range strings.Lines(string(got)) {
		if n := strings.Count(line, "\t"); n != 60 {
			t.Errorf("%d tabs in %q", n, line)
		}
	}
}

func TestEventsAreRowsToo(t *testing.T) {
	opt := formattest.Options()
	opt.Of = format.Events
	got, _ := formattest.Write(t, gdelt.Format(), opt)
	formattest.Golden(t, "events.tsv", got)
}

// TestEveryCodeIsKnownAndReadAsItsType wants the two tables to agree: what is written is read as the same type.
func TestEveryCodeIsKnownAndReadAsItsType(t *testing.T) {
	// Where CAMEO has one code for what PLOVER has two types for.
	two := map[string]bool{"0831": true, "116": true}
	for _, kind := range news.EventTypes {
		if _, ok := gdelt.Code(kind, "", nil, news.Occurred); !ok {
			t.Errorf("%s has no code", kind)
		}
		for _, mode := range modes {
			for _, context := range []string{"", "military", "economic", "legal", "diplomatic", "crime", "refugee"} {
				code, ok := gdelt.Code(kind, mode, []string{context}, news.Occurred)
				if !ok {
					continue
				}
				m, ok := gdelt.Of(code)
				if !ok || m.Code != code {
					t.Errorf("%s is not in codes.tsv", code)
				}
				if m.Type != kind && !two[code] {
					t.Errorf("%s %s %s is written as %s and read as %s", kind, mode, context, code, m.Type)
				}
			}
		}
	}
}

var modes = []string{
	"", "visit", "phone", "multilateral", "third-party", "assist", "change", "yield", "meet", "investigate", "disapprove", "allege",
	"violence", "relations", "territory", "ban", "restrict", "arrest", "expel", "seize", "censor", "curfew", "martial-law", "deport",
	"withhold", "misinformation", "cyber", "convict", "withdraw", "discontinue", "demo", "riot", "strike", "hunger", "boycott",
	"obstruct", "troops", "weapons", "police", "militia", "release", "return", "disarm", "ceasefire", "access", "resign", "beat",
	"torture", "execute", "sexual", "assassinate", "primitive", "firearms", "explosives", "suicide-attack", "heavy-weapons",
	"crowd-control", "abduct", "aerial", "drone", "cleansing", "massacre", "destroy", "unconventional",
}

func TestWhatDidNotHappenHasNoRow(t *testing.T) {
	for _, status := range []news.Status{news.Denied, news.Background, news.CalledFor} {
		for _, kind := range news.EventTypes {
			if code, ok := gdelt.Code(kind, "", nil, status); ok {
				t.Errorf("%s %s has code %s", status, kind, code)
			}
		}
	}
	if code, _ := gdelt.Code(news.Consult, "visit", nil, news.Planned); code != "036" {
		t.Errorf("a planned visit is %s, want 036, the intent to meet", code)
	}
}

func TestACodeIsReadAsItsParentWhereItIsNotListed(t *testing.T) {
	for code, want := range map[string]string{"1384": "138", "14": "140", "1411": "141", "0251": "025"} {
		if m, ok := gdelt.Of(code); !ok || m.Code != want {
			t.Errorf("%s is read as %q", code, m.Code)
		}
	}
	for _, code := range []string{"", "9", "99", "---"} {
		if m, ok := gdelt.Of(code); ok {
			t.Errorf("%q is read as %s", code, m.Code)
		}
	}
}

func TestCountriesComeBack(t *testing.T) {
	for _, iso := range []string{"IRQ", "ROU", "TLS", "GBR"} {
		if got := gdelt.CountryOfActor(map[string]string{"ROU": "ROM", "TLS": "TMP"}[iso]); got != "" && got != iso {
			t.Errorf("%s comes back as %s", iso, got)
		}
	}
	if got := gdelt.CountryOfPlace("IZ"); got != "IRQ" {
		t.Errorf("IZ is %q", got)
	}
	if got := gdelt.CountryOfActor("ROM"); got != "ROU" {
		t.Errorf("ROM is %q", got)
	}
}

func TestMeetingsOfManyArePairs(t *testing.T) {
	r := &format.Record{Entry: news.Entry{ID: "e", Type: news.Consult, Status: news.Occurred, Date: &news.Interval{Precision: news.Day}}}
	for _, c := range []string{"FRA", "DEU", "ITA", "ESP"} {
		r.Actors = append(r.Actors, news.EntryParty{Party: news.Party{Name: c, Country: c, Sector: "GOV"}})
	}
	var lost format.Drops
	rows := gdelt.Rows(r, formattest.Now, &lost)
	var ids []string
	for _, row := range rows {
		ids = append(ids, row[0])
	}
	slices.Sort(ids)
	if len(rows) != 6 || len(slices.Compact(ids)) != 6 {
		t.Errorf("%d rows, %d ids; want 6 of each", len(rows), len(ids))
	}
}
