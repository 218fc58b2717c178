package api

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// ArticleList is what GDELT's DOC API answers to mode=artlist.
type ArticleList struct {
	Articles []Article `json:"articles"`
}

// Article is a report as GDELT's DOC API has it. SeenDate is when it was published, "" where no report says so to the day.
type Article struct {
	URL           string `json:"url"`
	URLMobile     string `json:"url_mobile"`
	Title         string `json:"title"`
	SeenDate      string `json:"seendate"`
	SocialImage   string `json:"socialimage"`
	Domain        string `json:"domain"`
	Language      string `json:"language"`
	SourceCountry string `json:"sourcecountry"`
}

// Timeline is what GDELT's DOC API answers to mode=timelinevol and timelinevolraw.
type Timeline struct {
	Details  TimelineDetails  `json:"query_details"`
	Timeline []TimelineSeries `json:"timeline"`
}

// TimelineDetails says what a timeline is of.
type TimelineDetails struct {
	Title      string `json:"title"`
	Resolution string `json:"date_resolution"`
}

// TimelineSeries is a line of a timeline.
type TimelineSeries struct {
	Series string          `json:"series"`
	Data   []TimelinePoint `json:"data"`
}

// TimelinePoint is a day: which share of all reports of the day match, in percent; or how many match, with Norm for how many
// there are.
type TimelinePoint struct {
	Date  string  `json:"date"`
	Value float64 `json:"value"`
	Norm  *int    `json:"norm,omitempty"`
}

const (
	defaultRecords = 75
	maxRecords     = 250
	maxDays        = 3660 // of a timeline
)

// docShow answers as GDELT's DOC API does, for programs that know it.
func docShow(s *server, w http.ResponseWriter, q *request) error {
	query, err := parseDoc(q.get("query"))
	if err != nil {
		return err
	}
	from, to, err := s.docSpan(q)
	if err != nil {
		return err
	}
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		return &problem{kind: invalid, detail: "enddatetime is before startdatetime"}
	}
	f := store.Filter{Lang: query.lang, Source: query.domain}
	if !from.IsZero() {
		f.Since = from.AddDate(0, 0, -1).Format(time.DateOnly) // a day more on either side: days are those of the zone that a report is of
	}
	if !to.IsZero() {
		f.Until = to.AddDate(0, 0, 1).Format(time.DateOnly)
	}
	if mode := strings.ToLower(q.get("mode")); mode == "timelinevol" || mode == "timelinevolraw" {
		return s.docTimeline(w, q, query, from, to, mode == "timelinevolraw")
	}
	n := min(q.number("maxrecords", defaultRecords), maxRecords)
	docs, err := s.docReports(q, store.Query{Text: query.words, Filter: f, Limit: maxRecords}, n, func(d *news.Document) bool {
		return (query.country == "" || d.Country == query.country) && published(d, from, to)
	})
	if err != nil {
		return err
	}
	out := ArticleList{Articles: []Article{}}
	for _, d := range docs {
		out.Articles = append(out.Articles, article(d))
	}
	return s.write(w, q, out)
}

// docReports reads the first n reports of a search that are wanted, in the order that is asked for.
func (s *server) docReports(q *request, query store.Query, n int, wanted func(*news.Document) bool) ([]*news.Document, error) {
	sort := strings.ToLower(q.get("sort"))
	query.Sort = store.ByNewest
	if sort == "" || sort == "hybridrel" {
		query.Sort = store.ByRelevance
	}
	if sort == "dateasc" {
		return s.docOldest(q.Context(), query, n, wanted)
	}
	var out []*news.Document
	for {
		res, err := s.st.Search(q.Context(), query)
		if err != nil {
			return nil, err
		}
		for _, h := range res.Hits {
			d, err := s.st.Document(q.Context(), h.Report)
			if err != nil {
				return nil, err
			}
			if wanted(d) {
				out = append(out, d)
			}
			if len(out) == n {
				return out, nil
			}
		}
		if len(res.Hits) < query.Limit {
			return out, nil
		}
		query.Offset += query.Limit
	}
}

// docOldest reads a search from its end. It is in an order as far as facets are counted, and no further.
func (s *server) docOldest(ctx context.Context, query store.Query, n int, wanted func(*news.Document) bool) ([]*news.Document, error) {
	var out []*news.Document
	limit := query.Limit
	query.Limit = 1
	res, err := s.st.Search(ctx, query)
	if err != nil {
		return nil, err
	}
	if res.Total > store.FacetLimit {
		return nil, &problem{invalid, "so many reports match that the oldest of them are not at hand", "narrow it with startdatetime and enddatetime"}
	}
	for end := res.Total; end > 0 && len(out) < n; end -= limit {
		query.Offset = max(end-limit, 0)
		query.Limit = end - query.Offset
		if res, err = s.st.Search(ctx, query); err != nil {
			return nil, err
		}
		for _, h := range slices.Backward(res.Hits) {
			d, err := s.st.Document(ctx, h.Report)
			if err != nil {
				return nil, err
			}
			if wanted(d) && len(out) < n {
				out = append(out, d)
			}
		}
	}
	return out, nil
}

// published reports whether a report may have been published in a stretch of time; an undated one only in an open one.
func published(d *news.Document, from, to time.Time) bool {
	if from.IsZero() && to.IsZero() {
		return true
	}
	p := d.Published
	if p == nil {
		return false
	}
	last := p.To
	switch p.Precision {
	case news.Second, news.Minute, news.Hour:
	default:
		last = last.AddDate(0, 0, 1).Add(-time.Second)
	}
	return !last.Before(from) && (to.IsZero() || !p.From.After(to))
}

func article(d *news.Document) Article {
	out := Article{URL: news.Link(d.URL), Title: d.Title, Domain: d.Source, Language: langName(d.Lang), SourceCountry: countryName(d.Country)}
	if p := d.Published; p != nil && p.To.Sub(p.From) < 24*time.Hour {
		out.SeenDate = time.Unix(store.InstantOf(p), 0).UTC().Format(docTime)
	}
	return out
}

// docTimeline counts what matches day by day, against all there is.
func (s *server) docTimeline(w http.ResponseWriter, q *request, query docQuery, from, to time.Time, raw bool) error {
	if query.country != "" {
		return unsupported("sourcecountry: in a timeline", "mode=artlist takes it; a timeline takes sourcelang: and domain:")
	}
	totals, err := s.dayTotals(q.Context())
	if err != nil {
		return err
	}
	first, last := span(totals, from, to)
	out := Timeline{
		Details:  TimelineDetails{Title: q.get("query"), Resolution: "day"},
		Timeline: []TimelineSeries{{Series: "Volume Intensity", Data: []TimelinePoint{}}},
	}
	line := &out.Timeline[0]
	if raw {
		line.Series = "Article Count"
	}
	if first.IsZero() {
		return s.write(w, q, out)
	}
	if days := last.Sub(first).Hours() / 24; days > maxDays {
		return &problem{invalid, "a timeline has at most ten years", "narrow it with startdatetime and enddatetime"}
	}
	found := map[string]int{}
	base := store.Query{Text: query.words, Filter: store.Filter{Lang: query.lang, Source: query.domain}, Sort: store.ByNewest, Limit: 1, Days: true}
	if err := s.countDays(q.Context(), base, first, last, found); err != nil {
		return err
	}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		name := day.Format(time.DateOnly)
		point := TimelinePoint{Date: day.Format(docTime)}
		total := totals[name]
		switch {
		case raw:
			point.Value, point.Norm = float64(found[name]), &total
		case total > 0:
			point.Value = math.Round(float64(found[name])/float64(total)*1e6) / 1e4
		}
		line.Data = append(line.Data, point)
	}
	return s.write(w, q, out)
}

// dayTotals counts all reports by day, copies with them.
func (s *server) dayTotals(ctx context.Context) (map[string]int, error) {
	counts, err := s.st.Counts(ctx, store.Filter{})
	out := map[string]int{}
	for _, c := range counts {
		if c.Day != "" {
			out[c.Day] += c.Reports + c.Copies
		}
	}
	return out, err
}

// span is the days of a timeline: those that are asked for, else those that there are reports of; zero without any.
func span(totals map[string]int, from, to time.Time) (first, last time.Time) {
	for name := range totals { // the ends do not depend on the order
		day, err := time.Parse(time.DateOnly, name)
		if err != nil {
			continue
		}
		if first.IsZero() || day.Before(first) {
			first = day
		}
		if day.After(last) {
			last = day
		}
	}
	if first.IsZero() {
		return first, last
	}
	midnight := func(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
	if !from.IsZero() {
		first = midnight(from)
	}
	if !to.IsZero() {
		last = midnight(to)
	}
	if last.Before(first) {
		last = first
	}
	return first, last
}

// countDays counts what a search finds on each day of a stretch. A search counts its newest hits only, so a stretch that has
// more is halved.
func (s *server) countDays(ctx context.Context, query store.Query, first, last time.Time, found map[string]int) error {
	query.Filter.Since, query.Filter.Until = first.Format(time.DateOnly), last.Format(time.DateOnly)
	res, err := s.st.Search(ctx, query)
	if err != nil {
		return err
	}
	days := int(last.Sub(first).Hours() / 24)
	if res.Counted < res.Total && days > 0 {
		middle := first.AddDate(0, 0, days/2)
		if err := s.countDays(ctx, query, first, middle, found); err != nil {
			return err
		}
		return s.countDays(ctx, query, middle.AddDate(0, 0, 1), last, found)
	}
	for day, n := range res.Facets["day"] {
		if day >= query.Filter.Since && day <= query.Filter.Until {
			found[day] = n
		}
	}
	if days == 0 && res.Counted < res.Total { // more in one day than are counted: nearly all are of it
		found[query.Filter.Since] = res.Total
	}
	return nil
}
