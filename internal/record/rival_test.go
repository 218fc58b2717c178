package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// told writes differences: attribute: value reports; value reports.
func toldDifferences(docs []*news.Document) []string {
	_, diffs := Build(docs)
	var out []string
	for _, d := range diffs {
		var vs []string
		for _, v := range d.Values {
			vs = append(vs, v.Value+" "+strings.Join(v.Reports, ","))
		}
		out = append(out, d.Attribute+": "+strings.Join(vs, "; "))
	}
	return out
}

func TestRivals(t *testing.T) {
	sousa := news.Party{Name: "Marta Sousa", Entity: "Q900004", Kind: news.Person, Country: "PRT"}
	named := func(d *news.Document, people ...news.Party) *news.Document {
		for _, p := range people {
			d.Mentions = append(d.Mentions, news.Mention{Kind: news.Person, Name: p.Name, Entity: p.Entity})
		}
		return d
	}
	act := func(kind news.EventType, by, to news.Party) news.Event {
		return news.Event{Type: kind, Status: news.Occurred, Actors: []news.Party{by}, Recipients: []news.Party{to}, Evidence: []news.Span{{Start: 0, End: 4}}}
	}
	said := func(id string, lang news.Lang, words string) *news.Document {
		d := report(id, lang, "2031-05-06")
		d.Text = "“" + words + "”"
		d.Quotes = []news.Quote{{Span: news.Span{Start: len("“"), End: len(d.Text) - len("”")}, Speaker: "Lena Okafor", SpeakerMention: -1, Direct: true}}
		return d
	}
	for _, c := range []struct {
		name string
		docs []*news.Document
		want []string
	}{
		{
			"two people took part for one country",
			[]*news.Document{
				named(report("a", "en", "2031-05-06", met(okafor, lunde, pinto)), okafor, lunde, pinto),
				named(report("b", "fr", "2031-05-06", met(okafor, lunde, sousa)), okafor, lunde, sousa),
			},
			[]string{"who took part for PRT: Rui Tavares Pinto a; Marta Sousa b"},
		},
		{
			"one that the other report names, too, is no rival",
			[]*news.Document{
				named(report("a", "en", "2031-05-06", met(okafor, lunde, pinto)), okafor, lunde, pinto, sousa),
				named(report("b", "fr", "2031-05-06", met(okafor, lunde, sousa)), okafor, lunde, sousa),
			},
			nil,
		},
		{
			"whom one leaves out is no difference",
			[]*news.Document{
				named(report("a", "en", "2031-05-06", met(okafor, lunde, pinto)), okafor, lunde, pinto),
				named(report("b", "fr", "2031-05-06", met(okafor, lunde)), okafor, lunde),
			},
			nil,
		},
		{
			"each says that the other attacked",
			[]*news.Document{report("a", "en", "2031-05-06", act(news.Assault, nga, prt)), report("b", "fr", "2031-05-06", act(news.Assault, prt, nga))},
			[]string{"who did it: Nigeria a; Portugal b"},
		},
		{
			"each supports the other: both do",
			[]*news.Document{report("a", "en", "2031-05-06", act(news.Support, nga, prt)), report("b", "ar", "2031-05-06", act(news.Support, prt, nga))},
			nil,
		},
		{
			"each accuses the other in one report: both did",
			[]*news.Document{report("a", "en", "2031-05-06", act(news.Accuse, nga, prt), act(news.Accuse, prt, nga)), report("b", "fr", "2031-05-06", act(news.Accuse, nga, prt))},
			nil,
		},
		{
			"the same words, given in two ways",
			[]*news.Document{said("a", "en", "We shall never again give up the harbour"), said("b", "en", "We will never give up that harbour again")},
			[]string{"words of Lena Okafor: We shall never again give up the harbour a; We will never give up that harbour again b"},
		},
		{
			"a shorter piece, other marks and another language are no other wording",
			[]*news.Document{
				said("a", "en", "We shall never again give up the harbour, she said"), said("b", "en", "we shall never again give up the harbour"),
				said("c", "fr", "Nous ne rendrons plus jamais le port"),
			},
			nil,
		},
	} {
		if diff := cmp.Diff(c.want, toldDifferences(c.docs)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
