package api_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/export/csv"
	"github.com/dragoman-news/dragoman/internal/export/feed"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/jsonl"
	"github.com/dragoman-news/dragoman/internal/export/parquet"
	"github.com/dragoman-news/dragoman/internal/export/stix"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/watch"
)

// bench is an API over a store in memory, and the clock of both.
type bench struct {
	*memstore.Store
	http.Handler
	clock time.Time
}

func (b *bench) now() time.Time { return b.clock }

// newBench returns an API over an empty store.
func newBench(tb testing.TB, change func(*api.Options)) *bench {
	tb.Helper()
	b := &bench{clock: time.Date(2020, 3, 20, 12, 0, 0, 0, time.UTC)}
	b.Store = memstore.New(store.Options{Now: b.now})
	opts := api.Options{
		Desk: desk{b}, Version: "test", Now: b.now, Exports: b.exports(),
		Verdicts: judging{b.Store},
		Watches:  watching{&watch.Desk{Keeper: b.Store, Reader: b.Store, Now: b.now}},
	}
	if change != nil {
		change(&opts)
	}
	b.Handler = api.New(b.Store, opts)
	return b
}

// watching is watches as the program has them.
type watching struct{ *watch.Desk }

// NewWatch gives ids that a test can name.
func (d watching) NewWatch(ctx context.Context, w store.Watch) (store.Watch, error) {
	all, err := d.Watches(ctx)
	if err != nil {
		return w, err
	}
	w.ID, w.Made, w.Looked, w.Queued = fmt.Sprintf("w%d", len(all)), d.Now(), d.Now(), store.Mark{At: d.Now()}
	if w.Webhook != "" {
		w.Secret = "whsec_c2VjcmV0"
	}
	return w, d.AddWatch(ctx, w)
}

func (d watching) Fresh(ctx context.Context, w store.Watch, limit int) (api.Fresh, error) {
	f, err := d.Desk.Fresh(ctx, w, limit)
	return api.Fresh(f), err
}

// judging is what is decided about follow-ups: of the one report that fill has in English.
type judging struct{ *memstore.Store }

func (d judging) AnswerFollowUp(ctx context.Context, id string, accept bool, by string) (news.Verdict, error) {
	switch id {
	case "s1.gone":
		return news.Verdict{}, &news.Error{Code: news.NotFound, Message: "no follow-up is called " + id, Hint: "dragoman commitments"}
	case "s1.done":
		return news.Verdict{}, &news.Error{Code: news.Conflict, Message: id + " is accepted already"}
	}
	words := []news.Quoted{{ReportSpan: news.ReportSpan{Report: "en", Span: news.Span{Start: 0, End: 12}}, Text: "Barham Salih"}}
	return d.KeepVerdict(ctx, news.Verdict{Accepted: accept, Commitment: news.Promised, Made: words, Kind: news.Broken, Told: words, Reason: "so", By: by})
}

// exports are some formats over the store; what others coded is the same there.
func (b *bench) exports() api.Exports {
	return api.Exports{
		Formats: append(feed.Formats(), csv.Format(), jsonl.Format(), parquet.Format(), stix.Format()),
		Source: func(_ context.Context, imported string) (format.Source, []string, error) {
			switch imported {
			case "":
				return b.Store, nil, nil
			case "all":
				return b.Store, []string{"é\n𝄞: not to be passed on"}, nil
			}
			return nil, nil, &news.Error{Code: news.NotFound, Message: "there is no import " + imported, Hint: "dragoman imported files"}
		},
	}
}

// desk does for a store in memory what the program does for its own.
type desk struct{ *bench }

func (d desk) Search(ctx context.Context, q store.Query) (*api.Answer, error) {
	res, err := d.Store.Search(ctx, q)
	return &api.Answer{Words: res}, err
}

func (d desk) Like(ctx context.Context, text string, q store.LikeQuery) (*store.Likeness, error) {
	q.Vector, q.Model = []int8{int8(len(text)), 1}, "m"
	return d.Store.Like(ctx, q)
}

// before are ids that stories had.
var before = map[string]string{"s0": "s1", "fr": "s1"}

func (d desk) Story(ctx context.Context, id string, at time.Time) (*export.StoryPage, error) {
	var s *news.Story
	var err error
	if at.IsZero() {
		s, err = d.Store.Story(ctx, cmp.Or(before[id], id))
	} else {
		s, err = d.StoryAt(ctx, id, at)
	}
	if err != nil {
		return nil, err
	}
	var docs []*news.Document
	for _, r := range s.Reports {
		doc, err := d.Document(ctx, r)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	page, err := export.NewStoryPage(s, record.Sides(docs, s), nil, d.texts(ctx))
	versions, _ := d.StoryVersions(ctx, s.ID)
	page.Decide(nil)
	page.Change(versions)
	return &page, err
}

func (d desk) texts(ctx context.Context) export.Texts {
	return func(report string) (string, error) {
		doc, err := d.Document(ctx, report)
		if err != nil {
			return "", err
		}
		return doc.Text, nil
	}
}

func (d desk) Entity(ctx context.Context, id string) (*export.Person, error) {
	for e, err := range d.Entities(ctx, store.Filter{Entity: id}) {
		if err != nil {
			return nil, err
		}
		entries := collect(d.Entries(ctx, store.Filter{Entity: e.ID}))
		docs := collect(d.Documents(ctx, store.Filter{Entity: e.ID}))
		p := export.NewPerson(e, []string{e.ID}, entries, docs)
		return &p, nil
	}
	return nil, &news.Error{Code: news.NotFound, Message: "nobody is called " + id, Hint: "dragoman people"}
}

func collect[T any](rows iter.Seq2[T, error]) (out []T) {
	for row, err := range rows {
		if err == nil {
			out = append(out, row)
		}
	}
	return out
}

func (d desk) Coverage(ctx context.Context, f store.Filter) (*news.Coverage, error) {
	counts, err := d.Counts(ctx, store.Filter{})
	if err != nil {
		return nil, err
	}
	c, err := record.Cover(counts, record.Window{From: cmp.Or(f.Since, "2020-03-01"), To: cmp.Or(f.Until, "2020-03-20"), Lang: f.Lang, Source: f.Source})
	return &c, err
}

func (d desk) Visits(ctx context.Context, f store.Filter) ([]news.Visit, error) {
	return record.Visits(collect(d.Entries(ctx, store.Filter{Entity: f.Entity})), func(r string) (*news.Document, error) { return d.Document(ctx, r) })
}

func (d desk) Commitments(ctx context.Context, f store.Filter, q api.CommitmentQuery) iter.Seq2[*export.Commitment, error] {
	return func(yield func(*export.Commitment, error) bool) {
		skip := f.After != ""
		for _, s := range collect(d.Stories(ctx, store.Filter{})) {
			c := &news.Commitment{
				ID: "c-" + s.ID, Story: s.ID, Kind: news.Promised, Type: news.Aid, Status: news.Occurred, Confidence: 0.5,
				What: []news.Wording{{Report: s.Reports[0], Lang: "en", Text: "x", Clause: news.Span{Start: 0, End: 1}}},
			}
			switch {
			case skip:
				skip = c.ID != f.After
				continue
			case q.Kind != "" && q.Kind != c.Kind || q.Due:
				continue
			}
			out, err := export.NewCommitment(c, []news.FollowUp{{ID: s.ID + ".1", Kind: news.Repeated, Story: "s2", Reason: "the same"}}, d.texts(ctx))
			if !yield(&out, err) {
				return
			}
		}
		if skip {
			yield(nil, &news.Error{Code: news.Invalid, Message: "no such row"})
		}
	}
}

// report makes a document with a text in a language, published on an ISO date or at a moment, "" for never.
func report(id string, lang news.Lang, date, text string) *news.Document {
	d := &news.Document{Report: news.Report{
		ID: id, URL: "https://example.org/" + id, Source: "example.org", Country: "IRQ", Lang: lang, Title: "Report " + id, Text: text,
	}}
	iv := news.Interval{Precision: news.Day}
	var err error
	if iv.From, err = time.Parse(time.DateOnly, date); err != nil {
		iv.From, err = time.Parse(time.RFC3339, date)
		iv.Precision = news.Minute
	}
	if iv.To = iv.From; err == nil {
		d.Published = &news.Published{Interval: iv, ReadFrom: news.ReadFromFeed}
	}
	return d
}

func at(d *news.Document, words string) news.Span {
	i := strings.Index(d.Text, words)
	return news.Span{Start: i, End: i + len(words)}
}

// mention adds a mention where words stand.
func mention(d *news.Document, words string, m news.Mention) {
	m.Span = at(d, words)
	d.Mentions = append(d.Mentions, m)
}

var (
	salih     = news.Mention{Kind: news.Person, Entity: "Q1", Name: "Barham Salih", Country: "IRQ", Sector: "GOV", Role: "President", Confidence: 0.9}
	shamkhani = news.Mention{Kind: news.Person, Entity: "Q2", Name: "Ali Shamkhani", Country: "IRN", Sector: "GOV"}
	baghdad   = news.Mention{
		Kind: news.Place, Entity: "GN:98182", Name: "Baghdad", Country: "IRQ", Precision: news.AtCity,
		Candidates: []news.Candidate{{Entity: "GN:1", Name: "Bagdad", Country: "USA", Score: 0.1}},
	}
)

// visit is three reports of one visit, and one of something else whose texts are not to be trusted.
func visit() []*news.Document {
	en := report("en", "en", "2020-03-09T10:00:00Z", "Barham Salih received Ali Shamkhani in Baghdad. “We agree,” he said.")
	mention(en, "Barham Salih", salih)
	mention(en, "Ali Shamkhani", shamkhani)
	mention(en, "Baghdad", baghdad)
	day := news.Interval{From: time.Date(2020, 3, 8, 0, 0, 0, 0, time.UTC), To: time.Date(2020, 3, 8, 0, 0, 0, 0, time.UTC), Precision: news.Day}
	en.Sentences = []news.Span{{Start: 0, End: 47}}
	en.Dates = []news.Date{{Span: at(en, "said"), Interval: &day}, {Span: at(en, "he"), Relation: &news.Relation{Unit: "day", Offset: -1}}}
	en.References = []news.Reference{{Span: at(en, "he said"), Form: "pronoun", Mention: 1, Entity: "Q2", Name: "Ali Shamkhani"}}
	en.Quotes = []news.Quote{{Span: at(en, "We agree"), Speaker: "Ali Shamkhani", SpeakerMention: 1, Direct: true, Confidence: 0.8}}
	en.Languages = []news.LangSpan{{Span: at(en, "Ali"), Lang: "fa", Confidence: 0.5}}
	en.Dropped = []news.Dropped{{Text: "Share", Reason: "share button"}}
	en.Authors = []string{"A. Author"}
	en.Events = []news.Event{{
		Type: news.Consult, Mode: "visit", Contexts: []string{"diplomacy"}, Status: news.Occurred, Confidence: 0.5, Date: &day,
		Actors: []news.Party{
			{Name: "Barham Salih", Entity: "Q1", Kind: news.Person, Country: "IRQ"},
			{Name: "Ali Shamkhani", Entity: "Q2", Kind: news.Person, Country: "IRN", Mention: 1},
		},
		AccordingTo: []news.Attribution{{Name: "Tasnim", Kind: "agency"}},
		Location:    &news.Location{Name: "Baghdad", Country: "IRQ", Lat: 33.3, Lon: 44.4, HasPoint: true, Precision: news.AtCity},
		Evidence:    []news.Span{{Start: 0, End: 47}},
	}}
	fr := report("fr", "fr", "2020-03-08", "Le président Barham Saleh a reçu Ali Shamkhani à Bagdad. « Oui », dit-il, « et non ».")
	fr.Source, fr.Site, fr.Country = "echo.example", "L’Écho", "FRA"
	mention(fr, "Barham Saleh", salih)
	mention(fr, "Ali Shamkhani", shamkhani)
	fr.Quotes = []news.Quote{
		{Span: at(fr, "Oui"), Speaker: "Ali Shamkhani", SpeakerMention: 1, Direct: true}, {Span: at(fr, "et non"), SpeakerMention: -1, Direct: true},
	}
	fr.CopyOf = "en"
	ar := report("ar", "ar", "2020-03-08T23:30:00+03:00", "استقبل الرئيس برهم صالح الأمين علي شمخاني في بغداد.")
	ar.Source = "watan.example"
	mention(ar, "برهم صالح", salih)
	mention(ar, "علي شمخاني", shamkhani)
	other := report("https://example.org/a?b=c", "en", "", "<script>alert(1)</script> Jean Untel spoke of the weather.")
	other.Title, other.URL, other.Country = "=cmd|'/c calc'!A1 <b>", "javascript:alert(1)", ""
	mention(other, "Jean Untel", news.Mention{Kind: news.Person, Entity: "L1", Name: "Jean Untel"})
	return []*news.Document{en, fr, ar, other}
}

// fill keeps the reports of the visit, their story, and one more.
func (b *bench) fill(tb testing.TB) *bench {
	tb.Helper()
	b.add(tb, visit()...)
	en := visit()[0]
	e := en.Events[0]
	both := []string{"en", "fr"}
	first := &news.Story{
		ID: "s1", Titles: map[news.Lang]string{"en": "Report en", "fr": "Report fr"}, From: "2020-03-08", To: "2020-03-09",
		Languages: []news.Lang{"ar", "en", "fr"}, Reports: []string{"ar", "fr", "en"}, Copies: 1, Sources: 2,
		Entries: []news.Entry{{
			Type: e.Type, Mode: e.Mode, Status: e.Status, Location: e.Location, Date: e.Date,
			Actors:   []news.EntryParty{{Party: e.Actors[0], Reports: both}, {Party: e.Actors[1], Reports: both}},
			Places:   []news.EntryPlace{{Location: *e.Location, Reports: both}},
			Dates:    []news.EntryDate{{Interval: *e.Date, Reports: both, Sister: []string{"fr"}}},
			Evidence: []news.ReportSpan{{Report: "en", Span: e.Evidence[0]}},
		}},
		Differences: []news.Difference{{Entry: 0, Attribute: "date", Values: []news.DifferenceValue{
			{Value: "2020-03-08", Reports: []string{"fr"}, Evidence: []news.ReportSpan{{Report: "fr", Span: news.Span{Start: 0, End: 2}}}}, {Value: "2020-03-09", Reports: []string{"en"}},
		}}, {Entry: -1, Attribute: "count"}},
	}
	first.Entries[0].Story = "s1"
	second := &news.Story{ID: "s2", Titles: map[news.Lang]string{}, Languages: []news.Lang{"en"}, Reports: []string{"https://example.org/a?b=c"}, Sources: 1}
	b.apply(tb, first, second)
	for _, f := range []store.Feed{
		{URL: "https://user:secret@example.org/feed", Title: "A", Kind: "feed", LastSuccess: b.clock, Reports: 3},
		{URL: "https://example.org/map.xml", Kind: "sitemap", LastError: "answered 404", Failures: 2},
	} {
		if err := b.PutFeed(context.Background(), f); err != nil {
			tb.Fatal(err)
		}
	}
	if err := b.AddWatch(context.Background(), store.Watch{ID: "w0", Name: "Ada's", Made: b.clock, Looked: b.clock.Add(-time.Hour), Owner: "ada"}); err != nil {
		tb.Fatal(err)
	}
	b.clock = b.clock.Add(time.Minute)
	return b
}

func (b *bench) add(tb testing.TB, docs ...*news.Document) {
	tb.Helper()
	if _, err := b.Add(context.Background(), docs); err != nil {
		tb.Fatal(err)
	}
}

func (b *bench) apply(tb testing.TB, stories ...*news.Story) {
	tb.Helper()
	if err := b.ApplyStories(context.Background(), store.StoryChanges{Put: stories}); err != nil {
		tb.Fatal(err)
	}
}

// many keeps n reports, each with a quote and a story of its own.
func (b *bench) many(tb testing.TB, from, n int) {
	tb.Helper()
	for i := from; i < from+n; i++ {
		date := ""
		if i%10 > 0 {
			date = fmt.Sprintf("2020-%02d-%02d", 1+i%12, 1+i%27)
		}
		d := report(fmt.Sprintf("r%04d", i), "en", date, "Barham Salih said “yes” and “no” in Baghdad.")
		mention(d, "Barham Salih", salih)
		d.Quotes = []news.Quote{{Span: at(d, "yes"), Speaker: "Barham Salih", Direct: true}, {Span: at(d, "no"), SpeakerMention: -1, Direct: true}}
		b.add(tb, d)
		s := &news.Story{
			ID: "s-" + d.ID, Languages: []news.Lang{"en"}, Reports: []string{d.ID}, From: date, To: date, Sources: 1,
			Entries: []news.Entry{{ID: "e-" + d.ID, Story: "s-" + d.ID, Type: news.Consult, Status: news.Occurred, Evidence: []news.ReportSpan{{Report: d.ID, Span: at(d, "Barham Salih")}}}},
		}
		if d.Published != nil {
			s.Entries[0].Date = &d.Published.Interval
		}
		b.apply(tb, s)
	}
	b.clock = b.clock.Add(time.Minute)
}

// get asks and returns the answer. Headers are name and value in turn.
func (b *bench) get(tb testing.TB, path string, header ...string) *httptest.ResponseRecorder {
	tb.Helper()
	return b.ask(tb, http.MethodGet, path, header...)
}

func (b *bench) ask(tb testing.TB, method, path string, header ...string) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

// send asks for a change with JSON.
func (b *bench) send(tb testing.TB, method, path, body string) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

// decode reads an answer.
func decode[T any](tb testing.TB, w *httptest.ResponseRecorder) T {
	tb.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		tb.Fatalf("%v in %d %s", err, w.Code, w.Body)
	}
	return v
}

// rows reads the ids of a page of a list, and where the next one is.
func rows(tb testing.TB, w *httptest.ResponseRecorder) (ids []string, next string) {
	tb.Helper()
	page := decode[struct {
		Items []map[string]any `json:"items"`
		Next  *string          `json:"next"`
	}](tb, w)
	for _, it := range page.Items {
		ids = append(ids, idOf(it))
	}
	if page.Next != nil {
		next = strings.TrimPrefix(*page.Next, "/api/v1")
	}
	return ids, next
}

func idOf(it map[string]any) string {
	for _, name := range []string{"id", "source", "url"} {
		if id, ok := it[name].(string); ok && name != "source" || ok && it["report"] == nil {
			return id
		}
	}
	return fmt.Sprint(it["report"], "/", it["text"])
}

// walk reads a list page by page and does something after each.
func (b *bench) walk(tb testing.TB, path string, between func(n int)) []string {
	tb.Helper()
	var all []string
	for n := 0; path != ""; n++ {
		w := b.get(tb, path)
		if w.Code != http.StatusOK || n > 500 {
			tb.Fatalf("GET %s = %d %s", path, w.Code, w.Body)
		}
		var ids []string
		ids, path = rows(tb, w)
		all = append(all, ids...)
		if between != nil {
			between(n)
		}
	}
	return all
}

func unique(ids []string) bool {
	sorted := slices.Sorted(slices.Values(ids))
	return len(slices.Compact(sorted)) == len(ids)
}
