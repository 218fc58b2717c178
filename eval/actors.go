package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// ownPhrases is our own set of phrases that describe who acts.
const ownPhrases = "eval/testdata/actors.tsv"

// ownActors scores country and main sector of our own phrases in eleven languages. The rows
// are in turn those that were looked at while words were added, and those that were not.
func ownActors(rd *readers, _ string) ([]score, error) {
	file, err := os.Open(ownPhrases)
	if os.IsNotExist(err) { // run from its own folder
		file, err = os.Open(filepath.Join("testdata", filepath.Base(ownPhrases)))
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	country, sector, unseen := map[string]*counts{}, map[string]*counts{}, map[string]*counts{}
	rows := map[string]int{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(f[0], "#") {
			continue
		}
		if len(f) != 4 {
			return nil, fmt.Errorf("%s: %q has not four columns", ownPhrases, lines.Text())
		}
		got := rd.names.Describe(f[3], news.Lang(f[0]), 0)
		sameLand, sameSector := cmp.Or(got.Country, "-") == f[1], got.Sector() == f[2]
		tell(country, f[0], sameLand)
		tell(sector, f[0], sameSector)
		if rows[f[0]]++; rows[f[0]]%2 == 0 {
			tell(unseen, f[0], sameLand && sameSector)
		}
	}
	var scores []score
	for metric, by := range map[string]map[string]*counts{"country": country, "sector": sector, "both, unseen half": unseen} {
		for lang, c := range by {
			scores = append(scores, score{Set: "own phrases", Lang: lang, Metric: metric, Value: c.recall(), N: c.n()})
		}
	}
	return scores, lines.Err()
}

// ngecActors scores country and sector of the phrases that the tests of NGEC code.
func ngecActors(rd *readers, data string) ([]score, error) {
	file := filepath.Join(data, "events", "ngec_actor_codes.jsonl")
	land, sector := &counts{}, &counts{}
	err := readLines(file, func(line []byte) error {
		var r ngecRow
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		got, err := describe(rd, r)
		if err != nil {
			return err
		}
		body := r.Country != nil && worldCodes[*r.Country]
		if r.Country != nil && *r.Country != "" && !noStates[*r.Country] {
			land.add(got.Country == *r.Country, true)
		}
		if r.Code != nil && *r.Code != "" && *r.Code != "????" {
			sector.add(sectorOf(got, body) == sectorsOf[*r.Code], true)
		}
		return nil
	})
	return []score{
		{Set: "ngec actors", Lang: "en", Metric: "country", Value: land.recall(), N: land.n()},
		{Set: "ngec actors", Lang: "en", Metric: "sector", Value: sector.recall(), N: sector.n()},
	}, err
}

// ngecRow is a phrase and what it is coded as; Date is that on which it was.
type ngecRow struct {
	Text, Date string
	Country    *string
	Code       *string `json:"code_1"`
}

// describe codes a phrase; what its words do not say the people named in it do.
func describe(rd *readers, r ngecRow) (entity.Coding, error) {
	doc := &news.Document{Report: news.Report{Text: r.Text, Lang: "en"}, Sentences: text.Sentences(r.Text, "en")}
	got := rd.names.Describe(r.Text, "en", dayOf(r.Date))
	if err := rd.mentions(doc); err != nil {
		return got, err
	}
	for _, m := range doc.Mentions {
		got.Country = cmp.Or(got.Country, m.Country)
		if m.Sector != "" && len(got.Sectors) == 0 && (m.Kind == news.Person || m.Kind == news.Organisation) {
			got.Sectors = []string{m.Sector}
		}
	}
	return got, nil
}

// dayOf is a date of the set as the knowledge has dates, 0 where it is none.
func dayOf(date string) kb.Date {
	n, err := strconv.Atoi(strings.ReplaceAll(date, "-", ""))
	if err != nil {
		return 0
	}
	return kb.Date(n)
}

// noStates are codes that the set gives for countries, and that are none; worldCodes those
// of bodies of several states, which here are the sector IGO.
var (
	noStates   = map[string]bool{"UNO": true, "EUR": true, "IGO": true, "LEG": true}
	worldCodes = map[string]bool{"UNO": true, "EUR": true, "IGO": true}
)

// sectorsOf are the set's sectors by ours: press and medicine have other names here, faiths
// are one, armed groups beside armies are UAF, and what it codes as unknown has none.
var sectorsOf = map[string]string{
	"AGR": "AGR", "BUS": "BUS", "COP": "COP", "CRM": "CRM", "CVL": "CVL", "EDU": "EDU", "ELI": "ELI", "GOV": "GOV", "HLH": "HLH", "JUD": "JUD",
	"LAB": "LAB", "LEG": "LEG", "MIL": "MIL", "NGO": "NGO", "OPP": "OPP", "PTY": "PTY", "REB": "REB", "REF": "REF", "REL": "REL", "SPY": "SPY", "UAF": "UAF",
	"JRN": "MED", "MED": "HLH", "BUD": "REL", "PRM": "UAF", "SOC": "NGO", "UNK": "", "JNK": "",
	"PRE": "PRE", // a state that few recognise, which is no sector here
}

// sectorOf is the main sector, or of a body of several states the one beside IGO.
func sectorOf(c entity.Coding, body bool) string {
	if body && c.Sector() == "IGO" && len(c.Sectors) > 1 {
		return c.Sectors[1]
	}
	return c.Sector()
}
