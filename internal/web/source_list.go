package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
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

// mostListed is how many sources are listed where nobody asks for all.
const mostListed = 200

// sourceList lists the sources, the silent ones first, then by how much came of them.
func (s *server) sourceList(w http.ResponseWriter, r *http.Request) {
	f := s.frame(w, r, "sources", "")
	f.Title = f.L.T("sources.title")
	page := struct {
		frame
		Rows   []sourceRow
		Silent int
		Hidden int
	}{frame: f}
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
	page.Rows = rows
	if r.URL.Query().Get("all") == "" && len(rows) > mostListed {
		page.Rows, page.Hidden = rows[:mostListed], len(rows)-mostListed
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
	slices.SortStableFunc(rows, func(a, b sourceRow) int {
		if (a.Silent == nil) != (b.Silent == nil) {
			if a.Silent != nil {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Reports+b.Copies, a.Reports+a.Copies)
	})
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
