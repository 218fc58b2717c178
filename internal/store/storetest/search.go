package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// find searches and returns the ids of the hits, newest first unless q says otherwise.
func (e *env) find(t *testing.T, q store.Query) string {
	t.Helper()
	if q.Sort == "" {
		q.Sort = store.ByNewest
	}
	return strings.Join(hitIDs(e.search(t, q)), " ")
}

func (e *env) search(t *testing.T, q store.Query) *store.Result {
	t.Helper()
	res, err := e.Search(e.ctx, q)
	if err != nil {
		t.Fatalf("Search %q: %v", q.Text, err)
	}
	return res
}

func hitIDs(res *store.Result) []string {
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.Report)
	}
	return ids
}

// council is reports whose words are looked for.
func council() []*news.Document {
	return []*news.Document{
		report("en", "en", "2020-03-09", "The Security Council met in New York. Its members spoke of Al-Kadhimi’s security plan."),
		report("fr", "fr", "2020-03-08", "Le conseil de sécurité s’est réuni ; l’Irak y était représenté. Les élèves écoutaient."),
		report("ar", "ar", "2020-03-07", "اجتمع مجلس الأمن الدولي، وقالت الوزارة إنّ العراق مستعدّ منذ ٢٠٢٠."),
		report("fa", "fa", "2020-03-06", "شورای امنیت در نیویورک گرد هم آمد و درباره عراق سخن گفت."),
		report("zh", "zh", "2020-03-05", "安全理事会在纽约开会，讨论伊拉克局势。"),
		report("de", "de", "2020-03-04", "Der Sicherheitsrat tagte; die Straße war gesperrt. Security was high, the council absent."),
		report("tr", "tr", "2020-03-03", "Güvenlik Konseyi toplandı. Irak’ta IŞIK yoktu."),
		report("ru", "ru", "2020-03-02", "Совет Безопасности собрался; посол Ёлкин выступил."),
	}
}

var searchTests = []test{
	{"words are found folded, whole, and all of them", func(t *testing.T, e *env) {
		e.add(t, council()...)
		for _, tc := range []struct{ query, want string }{
			{"security", "en de"},
			{"SECURITY council", "en de"},
			{`"security council"`, "en"},
			{`"council security"`, ""},
			{`“Security Council” plan`, "en"},
			{"« conseil de sécurité »", "fr"},
			{"securite", "fr"},
			{"secur", ""},
			{"security -plan", "de"},
			{`security -"security council"`, "de"},
			{"-security", "fr ar fa zh tr ru"},
			{"irak", "fr tr"},
			{"eleves", "fr"},
			{"العراق", "ar fa"},
			{"عراق", "ar fa"},
			{"والعراق", "ar fa"},
			{"العِـراق", "ar fa"},
			{"الامن", "ar"},
			{"وزاره", "ar"},
			{"2020", "ar"},
			{"شوراى امنيت", "fa"},
			{"伊拉克", "zh"},
			{`"安全理事会"`, "zh"},
			{"纽约", "zh"},
			{"strasse", "de"},
			{"Straße", "de"},
			{"ışık", "tr"},
			{"елкин", "ru"},
			{"al-kadhimi", "en"},
			{"kadhimi's", "en"},
			{"report", "en fr ar fa zh de tr ru"},
			{"!?", ""},
			{`"`, ""},
			{"-", ""},
			{"nowhere", ""},
			{"security nowhere", ""},
			{`security "`, "en de"},
			{"security AND council", ""},
			{"title:security", ""},
			{"secur*", ""},
			{"", "en fr ar fa zh de tr ru"},
		} {
			equal(t, tc.query, e.find(t, store.Query{Text: tc.query}), tc.want)
		}
	}},
	{"a search is narrowed by filters, with words or without", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for _, tc := range []struct {
			text string
			f    store.Filter
			want string
		}{
			{"shamkhani", store.Filter{}, "en fr"},
			{"shamkhani", store.Filter{Lang: "fr"}, "fr"},
			{"shamkhani", store.Filter{Source: "example.org"}, "en"},
			{"shamkhani", store.Filter{Since: "2020-03-10"}, "fr"},
			{"shamkhani", store.Filter{Until: "2020-03-08"}, "fr"},
			{"", store.Filter{Until: "2020-03-08"}, "ar fr"},
			{"", store.Filter{Entity: "برهم صالح"}, "en ar fr"},
			{"president", store.Filter{Entity: "Q1"}, "fr"},
			{"", store.Filter{Type: news.Consult, Country: "IRN"}, "en"},
			{"", store.Filter{Entity: "nobody at all"}, ""},
			{"-received", store.Filter{Entity: "Q1"}, "ar fr"},
		} {
			equal(t, fmt.Sprintf("%q %+v", tc.text, tc.f), e.find(t, store.Query{Text: tc.text, Filter: tc.f}), tc.want)
		}
	}},
	{"the more often and the shorter, the higher; the title counts double", func(t *testing.T, e *env) {
		filler := strings.Repeat("Other things were said at length. ", 20)
		often := report("often", "en", "2020-01-01", "Treaty, treaty and treaty. "+filler)
		once := report("once", "en", "2020-01-03", "A treaty. "+filler)
		title := report("title", "en", "2020-01-02", "Nothing here. "+filler)
		title.Title = "Treaty title"
		short := report("short", "en", "2019-01-02", "A treaty.")
		none := report("none", "en", "2020-01-05", filler)
		others := []*news.Document{often, once, title, short, none}
		for i := range 6 {
			others = append(others, report(fmt.Sprint("filler", i), "en", "2020-01-05", filler))
		}
		e.add(t, others...)
		res := e.search(t, store.Query{Text: "treaty"})
		equal(t, "order", hitIDs(res), []string{"short", "often", "title", "once"})
		for i, h := range res.Hits {
			if h.Score <= 0 || i > 0 && h.Score > res.Hits[i-1].Score {
				t.Errorf("hit %d %s has score %v after %v", i, h.Report, h.Score, res.Hits[max(i-1, 0)].Score)
			}
		}
		equal(t, "newest", e.find(t, store.Query{Text: "treaty"}), "once title often short")
	}},
	{"scores are those of the formula", func(t *testing.T, e *env) {
		e.add(t, council()...)
		for i, d := range council() { // taken out and put back: the averages stay right
			d.Text = fmt.Sprintf("Version %d: ", i) + d.Text
			e.add(t, d)
		}
		res := e.search(t, store.Query{Text: "security council"})
		got := make(map[string]string)
		for _, h := range res.Hits {
			got[h.Report] = fmt.Sprintf("%.4f", h.Score)
		}
		equal(t, "scores", got, map[string]string{"en": scoreEN, "de": scoreDE})
	}},
	{"pages of hits add up, and the total and facets are those of all", func(t *testing.T, e *env) {
		var docs []*news.Document
		for i := range 60 {
			d := report(fmt.Sprintf("r%02d", i), []news.Lang{"en", "fr", "ar"}[i%3], fmt.Sprintf("2020-%02d-01", 1+i%2), "Word.")
			d.Source = fmt.Sprintf("s%d", i%4)
			docs = append(docs, d)
		}
		docs = append(docs, report("undated", "de", "", "Word."), report("month", "de", "2020-01", "Word."), report("year", "de", "2020-01-01", "Word."))
		docs[62].Published.To, docs[62].Published.Precision = published("2020-12-31").To, news.Year
		e.add(t, docs...)
		for _, sort := range []store.Sort{store.ByNewest, store.ByRelevance} {
			var got []string
			for offset := 0; ; offset += 20 {
				res := e.search(t, store.Query{Text: "word", Sort: sort, Offset: offset})
				if res.Total != 63 || res.Counted != 63 {
					t.Fatalf("total %d, counted %d; want 63", res.Total, res.Counted)
				}
				equal(t, "facets", res.Facets, map[string]map[string]int{
					"lang":   {"en": 20, "fr": 20, "ar": 20, "de": 3},
					"source": {"s0": 15, "s1": 15, "s2": 15, "s3": 15, "example.org": 3},
					"month":  {"2020-01": 31, "2020-02": 30, "": 2},
				})
				if len(res.Hits) == 0 {
					break
				}
				got = append(got, hitIDs(res)...)
			}
			seen := make(map[string]bool)
			for _, id := range got {
				seen[id] = true
			}
			equal(t, string(sort)+": hits", len(got), 63)
			equal(t, string(sort)+": different hits", len(seen), 63)
		}
		equal(t, "days", e.search(t, store.Query{Text: "word", Days: true}).Facets["day"], map[string]int{"2020-01-01": 30, "2020-02-01": 30, "": 3})
		equal(t, "limit", len(e.search(t, store.Query{Text: "word", Limit: 5}).Hits), 5)
		equal(t, "past the end", len(e.search(t, store.Query{Text: "word", Offset: 100}).Hits), 0)
		equal(t, "no words", e.search(t, store.Query{Limit: 1}).Total, 63)
	}},
	{"a hit says what it is of and shows the words where they stand", func(t *testing.T, e *env) {
		e.add(t, council()...)
		for _, tc := range []struct{ query, report, want string }{
			{`"security council" plan`, "en", "The [Security Council] met in New York. Its members spoke of Al-Kadhimi’s security [plan]."},
			{"irak", "fr", "Le conseil de sécurité s’est réuni ; l’[Irak] y était représenté. Les élèves écoutaient."},
			{"وزارة عراق", "ar", "اجتمع مجلس الأمن الدولي، وقالت [الوزارة] إنّ [العراق] مستعدّ منذ ٢٠٢٠."},
			{"伊拉克", "zh", "安全理事会在纽约开会，讨论[伊拉克]局势。"},
		} {
			res := e.search(t, store.Query{Text: tc.query, Filter: store.Filter{Lang: news.Lang(tc.report)}})
			if len(res.Hits) != 1 {
				t.Errorf("%s: %d hits", tc.query, len(res.Hits))
				continue
			}
			h := res.Hits[0]
			equal(t, tc.query, marked(h), tc.want)
			d, err := e.Document(e.ctx, h.Report)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "snippet", h.At.In(d.Text), h.Snippet)
			equal(t, "title", h.Title, "Report "+tc.report)
			equal(t, "source", h.Source, "example.org")
			equal(t, "day", h.Day, d.Published.From.Format("2006-01-02"))
			equal(t, "language", string(h.Lang), tc.report)
		}
	}},
	{"revised and replaced reports are found by their latest words", func(t *testing.T, e *env) {
		e.add(t, council()...)
		e.add(t, report("en", "en", "2020-03-09", "The assembly met."))
		equal(t, "old", e.find(t, store.Query{Text: `"security council"`}), "")
		equal(t, "new", e.find(t, store.Query{Text: "assembly"}), "en")
		if err := e.Replace(e.ctx, report("en", "en", "2020-03-09", "The assembly met.")); err != nil {
			t.Fatal(err)
		}
		equal(t, "replaced by itself", e.find(t, store.Query{Text: "assembly met"}), "en")
	}},
	{"a query of any length and shape gets an answer", func(t *testing.T, e *env) {
		e.add(t, council()...)
		for _, q := range []string{
			strings.Repeat("security ", 10_000), strings.Repeat(`"`, 999), strings.Repeat("-", 999), `"` + strings.Repeat("security ", 10_000),
			"NEAR(a b)", "a OR b", "^security", "{title} : x", "\x00", "\xff\xfe", "''; DROP TABLE report; --", strings.Repeat("a", 100_000),
			strings.Repeat("-x ", 1000), "( ) * + ? [ ]",
		} {
			if _, err := e.Search(e.ctx, store.Query{Text: q}); err != nil {
				t.Errorf("%.40q: %v", q, err)
			}
		}
	}},
}

// The scores of "security council" in the two reports of council that have both words.
const scoreEN, scoreDE = "2.1036", "1.8318"

// marked writes a snippet with its highlights in brackets.
func marked(h store.Hit) string {
	var sb strings.Builder
	at := 0
	for _, s := range h.Highlight {
		sb.WriteString(h.Snippet[at:s.Start] + "[" + s.In(h.Snippet) + "]")
		at = s.End
	}
	return sb.String() + h.Snippet[at:]
}
