package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/pipeline"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/text"
)

// ownVisits is the list of visits that were written down by hand.
const ownVisits = "eval/testdata/visits.tsv"

// visitSet is some reports and the visits that they tell of.
type visitSet struct {
	name, half string
	reports    []*news.Raw
	want       []goldVisit
}

type goldVisit struct {
	who, where []string // spellings
	from, to   string
	status     news.Status
	met        []goldMet
}

type goldMet struct {
	names   []string
	reports []string
}

// evalVisits scores the visits that the whole program finds in small sets of reports: each is read, placed and
// strung in a database of its own, as `add` and `visits` do. Of each language it scores what is found of one report alone.
func evalVisits(data string) ([]score, error) {
	sets, err := readVisitSets(data)
	if err != nil {
		return nil, err
	}
	p := app.Reading(1, app.NewReadingModel(""), nil, nil)
	halves, langs := map[string]*visitTally{}, map[string]*visitTally{}
	tally := func(of map[string]*visitTally, key string, s *visitSet) error {
		if of[key] == nil {
			of[key] = &visitTally{}
		}
		visits, err := visitsOf(p, s)
		of[key].add(s, visits)
		return err
	}
	var errs []error
	for _, s := range sets {
		errs = append(errs, tally(halves, visitHalves[s.half], s))
		for _, r := range s.reports {
			if s.half != "real" {
				errs = append(errs, tally(langs, string(r.Lang), s.alone(r)))
			}
		}
	}
	var out []score
	for lang, t := range langs {
		out = append(out, score{"each report alone", lang, "visit F1", t.visits.f1(), t.visits.tp + t.visits.fn, ""})
	}
	for name, t := range halves {
		out = append(out,
			score{name, "all", "visit F1", t.visits.f1(), t.visits.tp + t.visits.fn, ""},
			score{name, "all", "visit precision", t.visits.precision(), t.visits.tp + t.visits.fp, ""},
			score{name, "all", "visit recall", t.visits.recall(), t.visits.tp + t.visits.fn, ""},
			score{name, "all", "met precision", t.met.precision(), t.met.tp + t.met.fp, ""},
			score{name, "all", "met recall", t.met.recall(), t.met.tp + t.met.fn, ""},
			score{name, "all", "days", t.days.rate(), t.days.n, ""},
			score{name, "all", "met reports", t.reports.rate(), t.reports.n, ""},
		)
	}
	return out, errors.Join(errs...)
}

// alone is the set with one of its reports, and the visits on which somebody was met by what that says.
func (s *visitSet) alone(r *news.Raw) *visitSet {
	one := &visitSet{name: s.name + " " + r.ID, half: "held", reports: []*news.Raw{r}}
	for _, w := range s.want {
		w.met = slices.DeleteFunc(slices.Clone(w.met), func(m goldMet) bool { return !slices.Contains(m.reports, r.ID) })
		if len(w.met) > 0 {
			one.want = append(one.want, w)
		}
	}
	return one
}

// visitHalves are the names of the halves in the report.
var visitHalves = map[string]string{"real": "baghdad", "tune": "own reports", "held": "own reports, unseen"}

// visitTally counts what was found of the visits of some sets.
type visitTally struct {
	visits, met   counts
	days, reports tally // of visits that were found: from and to; of people whom they met: the reports that say so
}

// add compares. Visits pair up by who, where and status; each counts once.
func (t *visitTally) add(s *visitSet, got []news.Visit) {
	used := make([]bool, len(got))
	for _, w := range s.want {
		i := slices.IndexFunc(got, func(v news.Visit) bool { return w.is(&v) })
		for i >= 0 && (used[i] || !w.daysOf(&got[i])) { // of several in one place, the one with the days
			next := slices.IndexFunc(got[i+1:], func(v news.Visit) bool { return w.is(&v) })
			if next < 0 {
				i = slices.IndexFunc(got, func(v news.Visit) bool { return w.is(&v) })
				break
			}
			i += 1 + next
		}
		if i < 0 || used[i] {
			t.visits.add(false, true)
			for range w.met {
				t.met.add(false, true)
			}
			continue
		}
		used[i] = true
		t.visits.add(true, true)
		if w.from != "*" {
			t.days.n++
			if w.daysOf(&got[i]) {
				t.days.hit++
			}
		}
		t.addMet(w, &got[i])
	}
	for i := range got {
		if !used[i] {
			t.visits.add(true, false)
			t.addMet(goldVisit{}, &got[i])
		}
	}
}

// addMet compares the named people whom a visitor met.
func (t *visitTally) addMet(w goldVisit, v *news.Visit) {
	met := map[string][]string{}
	for _, m := range v.Meetings {
		for _, p := range m.With {
			if p.Kind == news.Person {
				met[p.Name] = append(met[p.Name], p.Reports...)
			}
		}
	}
	for _, g := range w.met {
		found := ""
		for name := range met {
			if spelled(name, g.names) {
				found = max(found, name)
			}
		}
		t.met.add(found != "", true)
		if found == "" {
			continue
		}
		reports := slices.Compact(slices.Sorted(slices.Values(met[found])))
		t.reports.n++
		if slices.Equal(reports, g.reports) {
			t.reports.hit++
		}
		delete(met, found)
	}
	for range met {
		t.met.add(true, false)
	}
}

func (w *goldVisit) is(v *news.Visit) bool {
	return spelled(v.Visitor.Name, w.who) && spelled(v.Place.Name, w.where) && v.Status == w.status
}

func (w *goldVisit) daysOf(v *news.Visit) bool {
	return w.from == "*" || visitDay(v.From) == w.from && visitDay(v.To) == w.to
}

// visitDay writes a moment as the list has it.
func visitDay(m news.Moment) string {
	switch {
	case m.Date != nil && m.Date.From.Format(time.DateOnly) == m.Date.To.Format(time.DateOnly):
		return m.Date.From.Format(time.DateOnly)
	case m.Date != nil:
		return m.Date.From.Format(time.DateOnly) + "/" + m.Date.To.Format(time.DateOnly)
	case m.Weekday > 0:
		return strconv.Itoa(m.Weekday)
	}
	return "-"
}

// spelled reports whether a name is one of the spellings, or its last words are.
func spelled(name string, spellings []string) bool {
	name = text.Fold(name)
	return slices.ContainsFunc(spellings, func(s string) bool {
		s = text.Fold(s)
		return name == s || strings.HasSuffix(name, " "+s) || strings.HasSuffix(s, " "+name)
	})
}

// visitsOf keeps the reports of a set, places them and returns the visits.
func visitsOf(p *pipeline.Pipeline, s *visitSet) (visits []news.Visit, err error) {
	ctx := context.Background()
	st, err := app.OpenStore(ctx, sqlite.Memory)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	var in iter.Seq2[*news.Raw, error] = func(yield func(*news.Raw, error) bool) {
		for _, r := range s.reports {
			if !yield(r, nil) {
				return
			}
		}
	}
	if _, err := app.Keep(ctx, p, st, in, func(r pipeline.Result) {
		if r.Problem != nil {
			err = errors.Join(err, errors.New(r.Problem.Reason))
		}
	}); err != nil {
		return nil, err
	}
	if _, err := app.Settle(ctx, st, nil); err != nil {
		return nil, err
	}
	visits, err = app.Visits(ctx, st, store.Filter{})
	if os.Getenv("EVAL_SHOW") == "visits" && s.half != "held" {
		showVisits(s, visits)
	}
	return visits, err
}

// showVisits prints what was found of a set, beside the reader's.
func showVisits(s *visitSet, got []news.Visit) {
	for _, w := range s.want {
		fmt.Fprintf(os.Stderr, "%s: want %s in %s, %s to %s, %s: %v\n", s.name, w.who, w.where, w.from, w.to, w.status, w.met)
	}
	for i := range got {
		v := &got[i]
		fmt.Fprintf(os.Stderr, "%s: got  %s in %s, %s to %s, %s:", s.name, v.Visitor.Name, v.Place.Name, visitDay(v.From), visitDay(v.To), v.Status)
		for _, m := range v.Meetings {
			for _, p := range m.With {
				fmt.Fprintf(os.Stderr, " %s@%s", p.Name, strings.Join(p.Reports, ","))
			}
		}
		fmt.Fprintln(os.Stderr)
	}
}

// readVisitSets reads the list.
func readVisitSets(data string) ([]*visitSet, error) {
	f, err := os.Open(ownVisits)
	if err != nil {
		return nil, missing{ownVisits}
	}
	defer func() { _ = f.Close() }()
	var sets []*visitSet
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		row := strings.Split(sc.Text(), "\t")
		switch {
		case strings.HasPrefix(sc.Text(), "#"):
		case len(row) == 3 && row[0] == "set" && visitHalves[row[2]] != "":
			sets = append(sets, &visitSet{name: row[1], half: row[2]})
		case len(row) == 5 && row[0] == "report" && len(sets) > 0:
			r, err := visitReport(data, row)
			if err != nil {
				return nil, err
			}
			s := sets[len(sets)-1]
			s.reports = append(s.reports, r)
		case len(row) == 7 && row[0] == "visit" && len(sets) > 0:
			s := sets[len(sets)-1]
			s.want = append(s.want, goldVisit{
				who: strings.Split(row[1], "/"), where: strings.Split(row[2], "/"), from: row[3], to: row[4],
				status: news.Status(row[5]), met: goldMets(row[6]),
			})
		default:
			return nil, fmt.Errorf("%s: %s", ownVisits, sc.Text())
		}
	}
	return sets, sc.Err()
}

func visitReport(data string, row []string) (*news.Raw, error) {
	body := []byte(strings.ReplaceAll(row[4], `\n`, "\n"))
	if file, ok := strings.CutPrefix(row[4], "@"); ok {
		var err error
		if body, err = os.ReadFile(filepath.Join(data, file)); err != nil { //nolint:gosec // the list names the file
			return nil, missing{file}
		}
	}
	r := &news.Raw{
		Name: row[1], ID: row[1], Lang: news.Lang(row[2]), Source: row[1] + ".example", MediaType: "text/plain", UTF8: true, Body: body,
	}
	if row[3] != "-" {
		r.Published, r.ReadFrom = row[3], news.ReadFromInput
	}
	return r, nil
}

func goldMets(cell string) []goldMet {
	var out []goldMet
	for one := range strings.SplitSeq(cell, "; ") {
		if names, reports, ok := strings.Cut(one, "@"); ok {
			out = append(out, goldMet{strings.Split(names, "/"), slices.Sorted(slices.Values(strings.Split(reports, ",")))})
		}
	}
	return out
}
