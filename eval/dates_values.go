package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/news"
)

var (
	hintOffset  = regexp.MustCompile(`^([+-]?\d+)([dwmy])$`)
	hintWeekday = regexp.MustCompile(`^([+-]?)(MON|TUE|WED|THU|FRI|SAT|SUN)([+-]?)$`)
	hintDay     = regexp.MustCompile(`^(?:--|XXXX-)(\d\d)(?:-(\d\d))?$`)
	hintInMonth = regexp.MustCompile(`^---(\d\d)$`)
)

const hintWeekdays = "MONTUEWEDTHUFRISATSUN"

// agreesHint compares a date with the hint of a sentence label, which comes in
// several forms: "-1d", "TUE-", "-TUE", "--05-14", "---07", "2018-04",
// "2017/2021". Hints that fit none are not compared, nor is "0d" beside a
// weekday, for the day of publication is none that the label knew.
func agreesHint(v string, d news.Date) (right, comparable bool) {
	day := time.Date(2024, 5, 15, 0, 0, 0, 0, time.UTC)
	if d.Interval == nil {
		return false, v != ""
	}
	from, to := ymd(d.Interval.From), ymd(d.Interval.To)
	if m := hintOffset.FindStringSubmatch(v); m != nil {
		if d.Relation != nil && d.Relation.Weekday > 0 {
			return false, false
		}
		n, _ := strconv.Atoi(m[1])
		a, b := unitsAway(day, n, m[2])
		return from >= a && to <= b, true
	}
	if m := hintWeekday.FindStringSubmatch(v); m != nil {
		wd := time.Weekday((strings.Index(hintWeekdays, m[2])/3 + 1) % 7)
		sign := m[1] + m[3] // the day itself may be meant either way
		return d.Interval.From.Weekday() == wd && (sign != "+" || to >= ymd(day)) && (sign != "-" || from <= ymd(day)), true
	}
	if m := hintDay.FindStringSubmatch(v); m != nil {
		return from[5:7] == m[1] && (m[2] == "" || from[8:] == m[2]), true
	}
	if m := hintInMonth.FindStringSubmatch(v); m != nil {
		return from[8:] == m[1], true
	}
	if a, b, ok := strings.Cut(v, "/"); ok {
		x, _, okX := timexInterval(a)
		_, y, okY := timexInterval(b)
		return from == x && to == y, okX && okY
	}
	a, b, ok := timexInterval(v)
	return from >= a && to <= b, ok
}

// unitsAway is the calendar unit that lies n units from day.
func unitsAway(day time.Time, n int, unit string) (from, to string) {
	switch unit {
	case "w":
		monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7+7*n)
		return ymd(monday), ymd(monday.AddDate(0, 0, 6))
	case "m":
		first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		return ymd(first), ymd(first.AddDate(0, 1, -1))
	case "y":
		return fmt.Sprintf("%d-01-01", day.Year()+n), fmt.Sprintf("%d-12-31", day.Year()+n)
	}
	return ymd(day.AddDate(0, 0, n)), ymd(day.AddDate(0, 0, n))
}

// eventDates counts, by language, gold event dates and those that were found.
type eventDates struct{ total, found map[string]int }

// covers reports whether some date of the text, or the day of publication,
// resolves to gold ("2018-04-27", "2018-04" or "2018").
func covers(dates []news.Date, published news.Interval, gold string) bool {
	if strings.HasPrefix(ymd(published.From), gold) {
		return true
	}
	return slices.ContainsFunc(dates, func(d news.Date) bool {
		if d.Interval == nil {
			return false
		}
		from, to := ymd(d.Interval.From), ymd(d.Interval.To)
		if d.Interval.Precision == news.Range { // a meeting of several days bears its last
			return strings.HasPrefix(to, gold)
		}
		return strings.HasPrefix(from, gold) && strings.HasPrefix(to, gold)
	})
}

func (e *eventDates) add(lang, body string, published news.Interval, events []struct{ Date string }) {
	dates := date.Find(body, news.Lang(lang), &published)
	for _, g := range events {
		if g.Date == "" {
			continue
		}
		hit := covers(dates, published, g.Date)
		for _, l := range []string{lang, "all"} {
			e.total[l]++
			if hit {
				e.found[l]++
			}
		}
	}
}

func (e *eventDates) scores(set string) []score {
	var out []score
	for lang, n := range e.total {
		out = append(out, score{set, lang, "event date found", ratio(e.found[lang], n), n, ""})
	}
	return out
}

// reportDates asks of every dated report whether the date of each gold event is
// among those found, or is the day of publication.
func reportDates(data string) ([]score, error) {
	e := &eventDates{map[string]int{}, map[string]int{}}
	file := filepath.Join(data, "reports", "reports.jsonl")
	err := readLines(file, func(line []byte) error {
		var r struct {
			Lang, Published, Title, Text string
			Gold                         struct{ Events []struct{ Date string } }
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if published, ok := date.Parse(r.Published, news.Lang(r.Lang)); ok {
			e.add(r.Lang, r.Text, published, r.Gold.Events)
		}
		return nil
	})
	return e.scores("reports"), err
}

// baghdadDates does the same on the five real reports that are dated.
func baghdadDates(data string) ([]score, error) {
	file := filepath.Join(data, "baghdad", "gold.json")
	raw, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, missing{file}
	}
	var rows []struct {
		File, Lang string
		Published  *struct{ Date, Time string }
		Gold       struct{ Events []struct{ Date string } }
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	e := &eventDates{map[string]int{}, map[string]int{}}
	for _, r := range rows {
		body, err := os.ReadFile(filepath.Join(data, "baghdad", filepath.Base(r.File)))
		if err != nil || r.Published == nil {
			continue
		}
		if published, ok := date.Parse(r.Published.Date, news.Lang(r.Lang)); ok {
			e.add(r.Lang, string(body), published, r.Gold.Events)
		}
	}
	return e.scores("baghdad"), nil
}

// phraseDates scores the project's own phrases, a few dozen a language.
func phraseDates(string) ([]score, error) {
	const file = "internal/date/testdata/phrases.tsv"
	total, right := map[string]int{}, map[string]int{}
	err := readLines(file, func(line []byte) error {
		f := strings.Split(string(line), "\t")
		if strings.HasPrefix(f[0], "#") || len(f) != 7 {
			return nil
		}
		published, _ := date.Parse(f[1], "")
		dates := date.Find(f[2], news.Lang(f[0]), &published)
		hit := slices.ContainsFunc(dates, func(d news.Date) bool {
			return d.Span.In(f[2]) == f[3] && d.Interval != nil && ymd(d.Interval.From) == f[4][:10] &&
				ymd(d.Interval.To) == f[5][:10] && string(d.Interval.Precision) == f[6]
		})
		for _, l := range []string{f[0], "all"} {
			total[l]++
			if hit {
				right[l]++
			}
		}
		return nil
	})
	var out []score
	for lang, n := range total {
		out = append(out, score{"phrases", lang, "span and value", ratio(right[lang], n), n, datesPeer})
	}
	return out, err
}
