package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// withSense gives a report of one sentence its vector.
func withSense(d *news.Document, vec ...int8) *news.Document {
	d.Sentences = []news.Span{{Start: 0, End: len(d.Text)}}
	d.Reading = &news.Reading{Model: "m", Lead: vec, Sentences: [][]int8{vec}}
	return d
}

func TestOneSaysAgreedAnotherDiscussed(t *testing.T) {
	t.Parallel()
	pact := met(nga, prt)
	pact.Type = news.Agree
	planned := pact
	planned.Status = news.Planned
	recalled := met(nga, prt)
	recalled.Status = news.Background
	a := withSense(report("a", "en", "2031-05-06", pact), 9, 1, 0)
	bridge := news.Mention{Span: news.Span{Start: 0, End: 4}, Entity: "Q77", Name: "the bridge"}
	naming := func(d *news.Document) *news.Document {
		d.Mentions = append(d.Mentions, bridge)
		return d
	}
	for _, c := range []struct {
		name string
		a, b *news.Document
		want map[string][]string
	}{
		{
			"the talks were on the very matter", a, withSense(report("b", "fr", "2031-05-06", met(nga, prt)), 8, 2, 1),
			map[string][]string{"agreed": {"a"}, "discussed": {"b"}},
		},
		{"the talks were on something else", a, withSense(report("b", "fr", "2031-05-06", met(nga, prt)), 1, 9, 0), nil},
		{
			"a name that both have speaks for one matter",
			naming(withSense(report("a", "en", "2031-05-06", pact), 10, 8, 0)), naming(withSense(report("b", "fr", "2031-05-06", met(nga, prt)), 10, -2, 2)),
			map[string][]string{"agreed": {"a"}, "discussed": {"b"}},
		},
		{"it does not where it is missing", withSense(report("a", "en", "2031-05-06", pact), 10, 8, 0), naming(withSense(report("b", "fr", "2031-05-06", met(nga, prt)), 10, -2, 2)), nil},
		{"other parties talked", a, withSense(report("b", "fr", "2031-05-06", met(lunde, prt)), 9, 1, 0), nil},
		{"a week later they talked again", withSense(report("a", "en", "", at(pact, on("2031-05-06"), "")), 9, 1, 0), withSense(report("b", "fr", "", at(met(nga, prt), on("2031-05-13"), "")), 9, 1, 0), nil},
		{"the other report has an agreement to come as well", a, withSense(report("b", "fr", "2031-05-06", met(nga, prt), planned), 9, 1, 0), nil},
		{"talks that are recalled are other talks", a, withSense(report("b", "fr", "2031-05-06", recalled), 9, 1, 0), nil},
		{"without vectors nothing is said", report("a", "en", "2031-05-06", pact), report("b", "fr", "2031-05-06", met(nga, prt)), nil},
		{"one report says both", withSense(report("a", "en", "2031-05-06", pact, met(nga, prt)), 9, 1, 0), withSense(report("b", "fr", "2031-05-06", pact), 9, 1, 0), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, found := Build([]*news.Document{c.a, c.b})
			var got map[string][]string
			for _, d := range found {
				if d.Attribute != "status" {
					continue
				}
				got = map[string][]string{}
				for _, v := range d.Values {
					got[v.Value] = v.Reports
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
