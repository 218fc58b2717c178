package gdelt

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
)

//go:embed data/codes.tsv
var codesFile string

//go:embed data/plover.tsv
var ploverFile string

//go:embed data/countries.tsv
var countriesFile string

// Meaning is what a CAMEO code is taken for.
type Meaning struct {
	Code      string
	Goldstein float64
	Type      news.EventType // "" where PLOVER has none
	Mode      string
	Contexts  []string
	About     string
}

// rule is a row of plover.tsv.
type rule struct {
	kind          news.EventType
	mode, context string
	status        news.Status
	code          string
}

type tables struct {
	codes  map[string]Meaning
	rules  []rule
	fips   map[string]string // by ISO code
	actor  map[string]string // CAMEO's code by ISO code, where it differs
	iso    map[string]string // by FIPS code
	people map[string]string // ISO code by CAMEO's, where it differs
}

// load reads the tables when they are first asked for.
var load = sync.OnceValue(func() tables {
	t := tables{map[string]Meaning{}, nil, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for f := range rows(codesFile, 6) {
		scale, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			panic(fmt.Sprintf("codes.tsv: %v", f)) // a table of the program's
		}
		t.codes[f[0]] = Meaning{f[0], scale, news.EventType(blank(f[2])), blank(f[3]), strings.Fields(blank(f[4])), f[5]}
	}
	for f := range rows(ploverFile, 5) {
		t.rules = append(t.rules, rule{news.EventType(f[0]), blank(f[1]), blank(f[2]), news.Status(f[3]), f[4]})
	}
	for f := range rows(countriesFile, 2) {
		t.fips[f[0]], t.iso[f[1]] = f[1], f[0]
		if len(f) > 2 {
			t.actor[f[0]], t.people[f[2]] = f[2], f[0]
		}
	}
	return t
})

func rows(file string, n int) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(file) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			f := strings.Split(line, "\t")
			if len(f) < n {
				panic("a row is short: " + line) // a table of the program's
			}
			if !yield(f) {
				return
			}
		}
	}
}

func blank(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// Code is the CAMEO code of an event, false where it has none.
func Code(kind news.EventType, mode string, contexts []string, status news.Status) (string, bool) {
	best, at := -1, ""
	for _, r := range load().rules {
		if r.kind != kind || r.status != status || r.mode != "" && r.mode != mode || r.context != "" && !slices.Contains(contexts, r.context) {
			continue
		}
		says := 0
		if r.mode != "" {
			says += 2
		}
		if r.context != "" {
			says++
		}
		if says > best {
			best, at = says, r.code
		}
	}
	return at, best >= 0
}

// Of is what a CAMEO code means, or the nearest code above it; false where there is none.
func Of(code string) (Meaning, bool) {
	t := load().codes
	for n := len(code); n >= 2; n-- {
		if m, ok := t[code[:n]]; ok {
			return m, true
		}
	}
	if len(code) >= 2 { // a root alone: 14
		m, ok := t[code[:2]+"0"]
		return m, ok
	}
	return Meaning{}, false
}

// base is the code of three digits that a code belongs to.
func base(code string) string { return code[:min(3, len(code))] }

func root(code string) string { return code[:min(2, len(code))] }

// quad is the quad class of a code: verbal cooperation, material cooperation, verbal conflict, material conflict.
func quad(code string) string {
	switch r := root(code); {
	case r <= "05":
		return "1"
	case r <= "08":
		return "2"
	case r <= "13":
		return "3"
	default:
		return "4"
	}
}

// country is the code that GDELT gives actors of a country.
func country(iso string) string {
	if c, ok := load().actor[iso]; ok {
		return c
	}
	return iso
}

// sectors are the types of actors: Dragoman's sector, CAMEO's type.
var sectors = [][2]string{
	{"GOV", "GOV"},
	{"MIL", "MIL"},
	{"LEG", "LEG"},
	{"JUD", "JUD"},
	{"COP", "COP"},
	{"SPY", "SPY"},
	{"OPP", "OPP"},
	{"REB", "REB"},
	{"UAF", "UAF"},
	{"PTY", "PTY"},
	{"ELI", "ELI"},
	{"IGO", "IGO"},
	{"NGO", "NGO"},
	{"MED", "MED"},
	{"BUS", "BUS"},
	{"EDU", "EDU"},
	{"HLH", "HLH"},
	{"LAB", "LAB"},
	{"AGR", "AGR"},
	{"REF", "REF"},
	{"CRM", "CRM"},
	{"CVL", "CVL"},
	{"MNC", "MNC"},
	{"PRM", "UAF"},
}

func kind(sector string) string {
	if i := slices.IndexFunc(sectors, func(p [2]string) bool { return p[0] == sector }); i >= 0 {
		return sectors[i][1]
	}
	return ""
}

// Sector is Dragoman's sector of CAMEO's type, "" where it has none.
func Sector(kind string) string {
	if i := slices.IndexFunc(sectors, func(p [2]string) bool { return p[1] == kind }); i >= 0 {
		return sectors[i][0]
	}
	return ""
}

// CountryOfActor is the ISO code of an actor's country code.
func CountryOfActor(code string) string {
	t := load()
	if iso, ok := t.people[code]; ok {
		return iso
	}
	if _, ok := t.fips[code]; ok {
		return code
	}
	return ""
}

// CountryOfPlace is the ISO code of a place's country code.
func CountryOfPlace(fips string) string { return load().iso[fips] }
