package web

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// sourceRow is a source with what came of it.
type sourceRow struct {
	Source  string // "" for reports that name none
	Reports int    // without copies
	Copies  int
	Last    string // ISO date of the last report, "" where none is known to the day
	Langs   []langCount
	Silent  *news.Gap // since when nothing comes though something should, nil where all is as usual
}

// langCount is how many reports there are in a language, copies with them.
type langCount struct {
	Lang news.Lang
	N    int
}

// place is where a source stands in the list: the silent ones first, then by how much came of them.
func (r sourceRow) place() string {
	silent := 2
	if r.Silent != nil {
		silent = 1
	}
	return fmt.Sprintf("%d%010d%s", silent, math.MaxInt32-(r.Reports+r.Copies), r.Source)
}

// sourceList lists the sources.
func (s *server) sourceList(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	page := struct {
		frame
		Find   string // what is looked for in names
		Rows   []sourceRow
		Silent int // of all
		Next   string
	}{frame: s.frame(w, r, "sources", ""), Find: strings.TrimSpace(q.Get("q"))}
	page.Title = page.L.T("sources.title")
	rows, err := s.sources(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for i := range rows {
		if rows[i].Silent != nil {
			page.Silent++
		}
	}
	rows = slices.DeleteFunc(rows, func(row sourceRow) bool { return !hasWords(row.Source, page.Find) })
	var last string
	if page.Rows, last = pageBehind(rows, q.Get("after"), sourceRow.place); last != "" {
		page.Next = page.With("after", last)
	}
	s.render(w, r, "source_list.html", page)
}

func (s *server) sources(ctx context.Context) ([]sourceRow, error) {
	counts, err := s.st.Counts(ctx, store.Filter{})
	if err != nil {
		return nil, err
	}
	silent, err := s.silences(ctx)
	if err != nil {
		return nil, err
	}
	rows := s.sums.of(counts)
	for i := range rows {
		rows[i].Silent = silent[rows[i].Source]
	}
	return rows, nil
}

// sourceMemory remembers what came of each source, as long as the same counts are answered with: of a large store these are many.
type sourceMemory struct {
	mu   sync.Mutex
	of0  *news.DayCount // the first of the counts
	n    int
	rows []sourceRow
}

// of adds up counts by source. The rows are the caller's own.
func (m *sourceMemory) of(counts []news.DayCount) []sourceRow {
	if len(counts) == 0 {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of0 != &counts[0] || m.n != len(counts) {
		m.of0, m.n, m.rows = &counts[0], len(counts), sumSources(counts)
	}
	return slices.Clone(m.rows)
}

func sumSources(counts []news.DayCount) []sourceRow {
	var rows []sourceRow
	for _, c := range counts { // sorted by source
		if len(rows) == 0 || rows[len(rows)-1].Source != c.Source {
			rows = append(rows, sourceRow{Source: c.Source})
		}
		rows[len(rows)-1].add(c)
	}
	for i := range rows {
		slices.SortStableFunc(rows[i].Langs, func(a, b langCount) int { return cmp.Compare(b.N, a.N) })
	}
	return rows
}

func (r *sourceRow) add(c news.DayCount) {
	r.Reports, r.Copies, r.Last = r.Reports+c.Reports, r.Copies+c.Copies, max(r.Last, c.Day)
	i := slices.IndexFunc(r.Langs, func(l langCount) bool { return l.Lang == c.Lang })
	if i < 0 {
		i = len(r.Langs)
		r.Langs = append(r.Langs, langCount{Lang: c.Lang})
	}
	r.Langs[i].N += c.Reports + c.Copies
}

// silences finds the sources that are silent now longer than chance and habit explain.
func (s *server) silences(ctx context.Context) (map[string]*news.Gap, error) {
	out := map[string]*news.Gap{}
	if s.Coverage == nil {
		return out, nil
	}
	cover, err := s.Coverage(ctx, store.Filter{})
	if err != nil {
		return nil, err
	}
	for i := range cover.Gaps {
		if g := &cover.Gaps[i]; g.Open && g.Kind == news.GapSource {
			out[g.Source] = g
		}
	}
	return out, nil
}
