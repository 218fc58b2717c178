package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

const datesPeer = "first target 0.90, aim 0.97"

// evalDates scores dates in running text: where they are (F1 of exact and of
// overlapping spans) and what they mean (values of those found). TimeBank: DATE
// and TIME whose value names a calendar time; vague ones (PRESENT_REF, XXXX),
// DURATION and SET count neither way. Sentences: the D labels, with hints as
// values, read against the day that the black-box scorer uses. Reports and
// baghdad: the share of gold event dates that some found date resolves to.
// Phrases: the project's own gold under internal/date/testdata.
func evalDates(data string) ([]score, error) {
	var scores []score
	var missed []error
	for _, lang := range []string{"en", "es"} {
		file := filepath.Join(data, "dates", "timebank_"+lang+"_train.jsonl")
		t, err := timebank(file, news.Lang(lang))
		missed = append(missed, err)
		scores = append(scores, t.scores("timebank", lang)...)
	}
	for _, lang := range []string{"en", "fr", "ar", "es", "de", "ru", "fa", "tr", "pt", "it", "zh"} {
		t, err := dateSentences(filepath.Join(data, "sentences", lang+".jsonl"), news.Lang(lang))
		missed = append(missed, err)
		scores = append(scores, t.scores("sentences", lang)...)
	}
	for _, f := range []func(string) ([]score, error){reportDates, baghdadDates, phraseDates} {
		s, err := f(data)
		missed = append(missed, err)
		scores = append(scores, s...)
	}
	return scores, errors.Join(missed...)
}

// dateTally counts spans and values of one set.
type dateTally struct {
	gold, found, exact, overlap, foundRight int
	valued, right                           int
}

func (t *dateTally) scores(set, lang string) []score {
	if t.gold == 0 {
		return nil
	}
	f1 := func(recalled, precise int) float64 {
		p, r := ratio(precise, t.found), ratio(recalled, t.gold)
		if p+r == 0 {
			return 0
		}
		return 2 * p * r / (p + r)
	}
	return []score{
		{set, lang, "F1 exact", f1(t.exact, t.exact), t.gold, ""},
		{set, lang, "F1 overlap", f1(t.overlap, t.foundRight), t.gold, datesPeer},
		{set, lang, "precision overlap", ratio(t.foundRight, t.found), t.found, ""},
		{set, lang, "recall overlap", ratio(t.overlap, t.gold), t.gold, ""},
		{set, lang, "value", ratio(t.right, t.valued), t.valued, datesPeer},
	}
}

// goldDate is a labelled expression: aside ones count neither for nor against.
type goldDate struct {
	span  news.Span
	value string
	aside bool
}

// add compares the found dates of one text with its gold. agree says whether a
// value is right and whether it can be compared at all.
func (t *dateTally) add(gold []goldDate, found []news.Date, agree func(goldDate, news.Date) (right, comparable bool)) {
	for _, g := range gold {
		if g.aside {
			continue
		}
		t.gold++
		k := slices.IndexFunc(found, func(d news.Date) bool { return d.Span.Overlaps(g.span) })
		if k < 0 {
			continue
		}
		t.overlap++
		if slices.ContainsFunc(found, func(d news.Date) bool { return d.Span == g.span }) {
			t.exact++
		}
		if right, ok := agree(g, found[k]); ok {
			t.valued++
			if right {
				t.right++
			}
		}
	}
	for _, d := range found {
		hit, aside := false, false
		for _, g := range gold {
			if d.Span.Overlaps(g.span) {
				hit = hit || !g.aside
				aside = aside || g.aside
			}
		}
		switch {
		case hit:
			t.found++
			t.foundRight++
		case !aside:
			t.found++
		}
	}
}

// timebank scores one file of the TimeBank copies.
func timebank(file string, lang news.Lang) (*dateTally, error) {
	t := &dateTally{}
	return t, readLines(file, func(line []byte) error {
		var doc struct {
			DCT, Text string
			Timexes   []struct {
				Start, End  int
				Type, Value string
			}
		}
		if err := json.Unmarshal(line, &doc); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		ref, ok := date.Parse(doc.DCT, lang)
		if !ok {
			return nil
		}
		off := text.NewOffsets(doc.Text)
		var gold []goldDate
		for _, x := range doc.Timexes {
			span := news.Span{Start: off.Byte(x.Start), End: off.Byte(x.End)}
			_, _, known := timexInterval(x.Value)
			gold = append(gold, goldDate{span, x.Value, !known || x.Type != "DATE" && x.Type != "TIME"})
		}
		t.add(gold, date.Find(doc.Text, lang, &ref), func(g goldDate, d news.Date) (bool, bool) {
			from, to, _ := timexInterval(g.value)
			if d.Interval == nil {
				return false, true
			}
			a, b := ymd(d.Interval.From), ymd(d.Interval.To)
			if d.Interval.Precision == news.Range { // TimeBank labels the two ends apart
				return a == from || b == to, true
			}
			return a == from && b == to, true
		})
		return nil
	})
}

func ymd(t time.Time) string { return t.Format(time.DateOnly) }

// timexInterval gives the first and last day of a TIMEX3 value, ok where it
// names a calendar time without gaps.
func timexInterval(v string) (from, to string, ok bool) {
	v, _, _ = strings.Cut(v, "T")
	if len(v) < 4 || strings.Contains(v, "X") {
		return "", "", false
	}
	y, err := strconv.Atoi(v[:4])
	if err != nil {
		return "", "", false
	}
	days := func(m, months int) (string, string, bool) {
		a := time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
		return ymd(a), ymd(a.AddDate(0, months, -1)), true
	}
	rest := strings.TrimPrefix(v[4:], "-")
	switch {
	case rest == "":
		return days(1, 12)
	case strings.HasPrefix(rest, "Q") && len(rest) == 2:
		return days(3*int(rest[1]-'0')-2, 3)
	case strings.HasPrefix(rest, "W") && len(rest) == 3:
		w, err := strconv.Atoi(rest[1:])
		jan4 := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
		monday := jan4.AddDate(0, 0, -(int(jan4.Weekday())+6)%7+7*(w-1))
		return ymd(monday), ymd(monday.AddDate(0, 0, 6)), err == nil
	case len(rest) == 2:
		if season := strings.Index("SPSUFAWI", rest); season >= 0 {
			return days(3*(season/2+1), 3)
		}
		m, err := strconv.Atoi(rest)
		if err != nil {
			return "", "", false
		}
		return days(m, 1)
	case len(rest) == 5:
		return v, v, true
	}
	return "", "", false
}

// sentencesDay is the publication day that the labels are read against.
var sentencesDay = news.Interval{
	From: time.Date(2024, 5, 15, 12, 0, 0, 0, time.UTC), To: time.Date(2024, 5, 15, 12, 0, 0, 0, time.UTC),
	Precision: news.Minute,
}

// dateSentences scores the labelled sentences of a language.
func dateSentences(file string, lang news.Lang) (*dateTally, error) {
	t := &dateTally{}
	return t, readLines(file, func(line []byte) error {
		var row struct {
			Text  string
			Spans []struct {
				Start, End int
				Label, V   string
			}
		}
		if err := json.Unmarshal(line, &row); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		off := text.NewOffsets(row.Text)
		var gold []goldDate
		for _, s := range row.Spans {
			if s.Label == "D" {
				gold = append(gold, goldDate{news.Span{Start: off.Byte(s.Start), End: off.Byte(s.End)}, s.V, false})
			}
		}
		t.add(gold, date.Find(row.Text, lang, &sentencesDay), func(g goldDate, d news.Date) (bool, bool) {
			return agreesHint(g.value, d)
		})
		return nil
	})
}
