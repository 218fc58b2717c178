package record

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// sentenceOf is a report of one sentence that tells of an event; names are of the parties as the sentence has them.
func sentenceOf(id string, lang news.Lang, published, text string, e news.Event, names ...string) *news.Document {
	d := report(id, lang, published)
	d.Text = text
	d.Sentences = []news.Span{{Start: 0, End: len(text)}}
	for i, p := range slices.Concat(e.Actors, e.Recipients) {
		if i < len(names) {
			at := strings.Index(text, names[i])
			d.Mentions = append(d.Mentions, news.Mention{
				Span: news.Span{Start: at, End: at + len(names[i])}, Kind: p.Kind, Entity: p.Entity, Name: p.Name, Country: p.Country,
			})
		}
	}
	slices.SortFunc(d.Mentions, func(a, b news.Mention) int { return a.Span.Start - b.Span.Start })
	if e.Type != "" {
		e.Evidence = []news.Span{{Start: 0, End: len(text)}}
		if e.Status == "" {
			e.Status = news.Occurred
		}
		e.Confidence = 0.9
		d.Events = []news.Event{e}
	}
	return d
}

// dayIn adds what a piece of the text is the date of.
func dayIn(d *news.Document, words string, iv *news.Interval, r *news.Relation) *news.Document {
	at := strings.Index(d.Text, words)
	d.Dates = append(d.Dates, news.Date{Span: news.Span{Start: at, End: at + len(words)}, Interval: iv, Relation: r})
	return d
}

// saying adds that a speaker is reported to have said a piece of the text.
func saying(d *news.Document, mention int, words string) *news.Document {
	at := strings.Index(d.Text, words)
	d.Quotes = append(d.Quotes, news.Quote{
		Span: news.Span{Start: at, End: at + len(words)}, Speaker: d.Mentions[mention].Name, SpeakerMention: mention, Confidence: 0.8,
	})
	return d
}

func deed(t news.EventType, actors ...news.Party) news.Event {
	return news.Event{Type: t, Actors: actors}
}

func onWhom(e news.Event, p ...news.Party) news.Event {
	e.Recipients = p
	return e
}

// readable puts commitments so that they can be read: kind who -> to [due]: words of each report.
func readable(cs []news.Commitment) []string {
	var out []string
	for _, c := range cs {
		s := string(c.Kind)
		for _, p := range c.Who {
			s += " " + p.Name
		}
		if len(c.To) > 0 {
			s += " ->"
		}
		for _, p := range c.To {
			s += " " + p.Name
		}
		if c.Due != nil {
			s += " [" + value(*c.Due) + "]"
		}
		for _, w := range c.What {
			s += " | " + w.Text
		}
		out = append(out, s)
	}
	return out
}

func TestCommitmentsOfOneSentence(t *testing.T) {
	may := &news.Relation{Month: 5}
	for _, c := range []struct {
		name string
		doc  *news.Document
		want string
	}{
		{
			"what is agreed stands behind the place and the day, and a month without a year lies ahead",
			dayIn(dayIn(sentenceOf("a", "en", "2024-03-12", "Nigeria and Portugal agreed on Tuesday to withdraw their troops by May.",
				deed(news.Agree, nga, prt), "Nigeria", "Portugal"), "Tuesday", on("2024-03-12"), nil), "May", inMonth("2023-05"), may),
			"agreed Nigeria Portugal [2024-05-01/2024-05-31] | to withdraw their troops by May",
		},
		{
			"who is asked stands between the verb and what is asked",
			sentenceOf("a", "en", "2024-03-12", "Nigeria urged Portugal to release the fishermen, an official said.",
				deed(news.Request, nga, prt), "Nigeria", "Portugal"),
			"asked Nigeria -> Portugal | to release the fishermen",
		},
		{
			"the verb comes last in Turkish",
			sentenceOf("a", "tr", "2024-03-12", "Nijerya, Portekiz'e yardım gönderme sözü verdi.", onWhom(deed(news.Agree, nga), prt), "Nijerya", "Portekiz"),
			"promised Nigeria -> Portugal | Portekiz'e yardım gönderme",
		},
		{
			"the verb comes first in Arabic",
			sentenceOf("a", "ar", "2024-03-12", "تعهدت نيجيريا بسحب قواتها من البرتغال.", deed(news.Agree, nga), "نيجيريا"),
			"promised Nigeria | بسحب قواتها من البرتغال",
		},
		{
			"a German infinitive stands behind a comma, and begins with an article",
			sentenceOf("a", "de", "2024-03-12", "Nigeria forderte Portugal auf, die Fischer freizulassen.", onWhom(deed(news.Request, nga), prt), "Nigeria", "Portugal"),
			"demanded Nigeria -> Portugal | die Fischer freizulassen",
		},
		{
			"Persian opens with که",
			sentenceOf("a", "fa", "2024-03-12", "نیجریه قول داد که نیروهایش را خارج کند.", deed(news.Agree, nga), "نیجریه"),
			"promised Nigeria | که نیروهایش را خارج کند",
		},
		{
			"a Chinese clause ends at the comma",
			sentenceOf("a", "zh", "2024-03-12", "葡萄牙承诺提供人道援助，双方还讨论了贸易。", deed(news.Agree, prt), "葡萄牙"),
			"promised Portugal | 提供人道援助",
		},
		{
			"Russian opens with an infinitive",
			sentenceOf("a", "ru", "2024-03-12", "Нигерия призвала Португалию прекратить огонь.", deed(news.Request, nga, prt), "Нигерия", "Португалию"),
			"asked Nigeria -> Portugal | прекратить огонь",
		},
		{
			"what was signed is nothing to do",
			sentenceOf("a", "fr", "2024-03-12", "Le Nigeria et le Portugal ont signé une déclaration à Lagos.", deed(news.Agree, nga, prt), "Nigeria", "Portugal"),
			"",
		},
		{
			"but a truce that was signed is",
			sentenceOf("a", "fr", "2024-03-12", "Le Nigeria et le Portugal ont signé un cessez-le-feu « permanent ».", deed(news.Agree, nga, prt), "Nigeria", "Portugal"),
			"agreed Nigeria Portugal | un cessez-le-feu « permanent »",
		},
		{
			"who is asked in the passive is not who asks",
			sentenceOf("a", "en", "2024-03-12", "Portugal was asked to release the fishermen.", deed(news.Request, prt), "Portugal"),
			"",
		},
		{
			"a promise that is denied is none",
			sentenceOf("a", "es", "2024-03-12", "Portugal negó haber prometido retirar sus tropas.", news.Event{Type: news.Agree, Status: news.Denied, Actors: []news.Party{prt}}, "Portugal"),
			"",
		},
		{
			"without an event who is named beside the verb is bound",
			sentenceOf("a", "it", "2024-03-12", "Il Portogallo ha promesso di liberare i pescatori.", onWhom(news.Event{}, prt), "Portogallo"),
			"promised Portugal | di liberare i pescatori",
		},
		{
			"a threat of a flood is no threat",
			sentenceOf("a", "en", "2024-03-12", "Floods in Portugal threatened to close the port.", onWhom(news.Event{}, prt), "Portugal"),
			"",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if diff := cmp.Diff(want, readable(Commitments([]*news.Document{c.doc}, nil))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPromisesInWhatPeopleSay(t *testing.T) {
	minister := news.Event{Type: news.Consult, Actors: []news.Party{lunde}}
	for _, c := range []struct{ name, lang, text, speaker, words, want string }{
		{"of their country", "en", "Kari Lunde said that her country would send doctors.", "Kari Lunde", "her country would send doctors", "her country would send doctors"},
		{"not of others", "en", "Kari Lunde said that prices would rise.", "Kari Lunde", "prices would rise", ""},
		{"not what will be", "en", "Kari Lunde said that she would be glad.", "Kari Lunde", "she would be glad", ""},
		{"not what will not", "fr", "Kari Lunde a dit que son pays ne céderait pas.", "Kari Lunde", "son pays ne céderait pas", ""},
		{"by the ending of the verb", "fr", "Kari Lunde a dit que son pays livrerait deux navires.", "Kari Lunde", "son pays livrerait deux navires", "son pays livrerait deux navires"},
		{"by the first letter of the verb", "ar", "قالت كاري لوندي إن بلادها ستقدم قرضا.", "كاري لوندي", "بلادها ستقدم قرضا", "بلادها ستقدم قرضا"},
		{"at the end", "tr", "Kari Lunde, ülkesinin kredi vereceğini söyledi.", "Kari Lunde", "ülkesinin kredi vereceğini", "ülkesinin kredi vereceğini"},
		{"not of a committee", "tr", "Kari Lunde, komitenin kredi vereceğini söyledi.", "Kari Lunde", "komitenin kredi vereceğini", ""},
		{"a verb without a subject", "es", "Kari Lunde dijo que enviará médicos.", "Kari Lunde", "enviará médicos", "enviará médicos"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := saying(sentenceOf("a", news.Lang(c.lang), "2024-03-12", c.text, minister, c.speaker), 0, c.words)
			got := ""
			for _, k := range Commitments([]*news.Document{d}, nil) {
				if k.Kind != news.Promised || k.Who[0].Name != lunde.Name {
					t.Errorf("%v", readable([]news.Commitment{k}))
				}
				got += k.What[0].Text
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestOneCommitmentOfSeveralReports(t *testing.T) {
	agree := deed(news.Agree, nga, prt)
	docs := []*news.Document{
		sentenceOf("en", "en", "2024-03-12", "Nigeria and Portugal agreed to withdraw their troops from the border.", agree, "Nigeria", "Portugal"),
		sentenceOf("fr", "fr", "2024-03-13", "Le Nigeria et le Portugal sont convenus de retirer leurs troupes de la frontière.", agree, "Nigeria", "Portugal"),
		sentenceOf("other", "en", "2024-03-13", "Nigeria and Portugal agreed to build a railway.", agree, "Nigeria", "Portugal"),
		sentenceOf("copy", "en", "2024-03-13", "Nigeria and Portugal agreed to withdraw their troops from the border.", agree, "Nigeria", "Portugal"),
	}
	docs[3].CopyOf = "en"
	story := Story("s", docs, map[string]string{"copy": "en"})
	got := Commitments(docs, story)
	want := []string{
		"agreed Nigeria Portugal | to withdraw their troops from the border | de retirer leurs troupes de la frontière",
		"agreed Nigeria Portugal | to build a railway",
	}
	if diff := cmp.Diff(want, readable(got)); diff != "" {
		t.Fatal(diff)
	}
	c := got[0]
	if c.Story != "s" || c.Entry == "" || c.Type != news.Agree || c.Status != news.Occurred || c.Made == nil || c.ID == got[1].ID {
		t.Errorf("%+v", c)
	}
	if !slices.ContainsFunc(story.Entries, func(e news.Entry) bool { return e.ID == c.Entry }) {
		t.Error("the entry is none of the story's")
	}
	for _, w := range c.What {
		i := slices.IndexFunc(docs, func(d *news.Document) bool { return d.ID == w.Report })
		if w.Clause.In(docs[i].Text) != w.Text || !w.Sentence.Contains(w.Clause) {
			t.Errorf("%+v", w)
		}
	}
}

func TestWhatBecameOfACommitment(t *testing.T) {
	first := sentenceOf("a", "en", "2024-03-12", "Nigeria promised Portugal to withdraw its troops from Sagres.", onWhom(deed(news.Agree, nga), prt), "Nigeria", "Portugal")
	dayIn(first, "Sagres", nil, nil)
	promise := NewTold(Story("s1", []*news.Document{first}, nil), []*news.Document{first})
	if len(promise.Commitments) != 1 {
		t.Fatalf("%v", readable(promise.Commitments))
	}
	denied := onWhom(deed(news.Agree, nga), prt)
	denied.Status = news.Denied
	notDone := onWhom(deed(news.Retreat, nga), prt)
	notDone.Status = news.Denied
	for _, c := range []struct {
		name string
		doc  *news.Document
		want news.FollowUpKind
	}{
		{"carried out", sentenceOf("b", "fr", "2024-04-02", "Le Nigeria a retiré mardi ses soldats du Portugal.", onWhom(deed(news.Retreat, nga), prt), "Nigeria", "Portugal"), news.Implemented},
		{"promised again", sentenceOf("b", "en", "2024-04-02", "Nigeria promised again to withdraw its troops from Sagres.", onWhom(deed(news.Agree, nga), prt), "Nigeria"), news.Repeated},
		{"not done", sentenceOf("b", "en", "2024-04-02", "Nigeria did not withdraw its troops from Portugal.", notDone, "Nigeria", "Portugal"), news.Broken},
		{"denied", sentenceOf("b", "en", "2024-04-02", "Nigeria denied having promised Portugal to withdraw its troops.", denied, "Nigeria", "Portugal"), news.DeniedLater},
		{"of another", sentenceOf("b", "en", "2024-04-02", "Norway withdrew its troops from Portugal.", onWhom(deed(news.Retreat, lunde), prt), "Norway", "Portugal"), ""},
		{"from elsewhere", sentenceOf("b", "en", "2024-04-02", "Nigeria withdrew its observers.", deed(news.Retreat, nga), "Nigeria"), ""},
		{"something else", sentenceOf("b", "en", "2024-04-02", "Nigeria sent aid to Portugal.", onWhom(deed(news.Aid, nga), prt), "Nigeria", "Portugal"), ""},
		{"before it", sentenceOf("b", "en", "2024-02-02", "Nigeria withdrew its troops from Portugal.", onWhom(deed(news.Retreat, nga), prt), "Nigeria", "Portugal"), ""},
		{"without a day", sentenceOf("b", "en", "", "Nigeria withdrew its troops from Portugal.", onWhom(deed(news.Retreat, nga), prt), "Nigeria", "Portugal"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			later := NewTold(Story("s2", []*news.Document{c.doc}, nil), []*news.Document{c.doc})
			got := FollowUps(promise.Commitments[0], promise, []*Told{promise, later})
			if c.want == "" {
				if len(got) > 0 {
					t.Errorf("%+v", got)
				}
				return
			}
			if len(got) == 0 {
				t.Fatal("no follow-up")
			}
			if len(got) != 1 || got[0].Kind != c.want || got[0].Story != "s2" || len(got[0].Evidence) == 0 || !strings.Contains(got[0].Reason, "Nigeria") {
				t.Errorf("%+v", got)
			}
			if !MayFollow(promise.Commitments[0], promise, later.Story) {
				t.Error("is not looked for")
			}
			if got[0].Confidence <= 0 || got[0].Confidence >= 1 {
				t.Errorf("confidence %v", got[0].Confidence)
			}
		})
	}
}

func TestCommitmentsByDue(t *testing.T) {
	cs := []news.Commitment{{ID: "c"}, {ID: "b", Due: on("2024-05-01")}, {ID: "a"}, {ID: "d", Due: on("2024-04-01")}}
	slices.SortFunc(cs, ByDue)
	var ids []string
	for _, c := range cs {
		ids = append(ids, c.ID)
	}
	if !slices.Equal(ids, []string{"d", "b", "a", "c"}) {
		t.Error(ids)
	}
}

// TestCommitmentsOfAnything feeds what no stage would write: findings anywhere, spans at the ends, thousands.
func TestCommitmentsOfAnything(t *testing.T) {
	words := strings.Fields("agreed to withdraw by May , promised that Nigeria will ; “ demanded ” Portugal — asked signed ceasefire threatened offers 2024 accepté de ont وعد بسحب 承诺 停火 söz verdi auf،")
	langs := []news.Lang{"en", "fr", "ar", "es", "de", "ru", "fa", "tr", "pt", "it", "zh", "nl", "xx", ""}
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test wants the same numbers each time
	for n := range 400 {
		d := report(fmt.Sprint("r", n), langs[n%len(langs)], "2024-03-12")
		var sb strings.Builder
		for range rng.IntN(40) {
			sb.WriteString(words[rng.IntN(len(words))])
			if rng.IntN(4) > 0 {
				sb.WriteByte(' ')
			}
		}
		d.Text = sb.String()
		edge := func() news.Span {
			// Between words, so that no rune is split, as no stage does.
			cuts := []int{0}
			for i, r := range d.Text {
				if r == ' ' {
					cuts = append(cuts, i)
				}
			}
			cuts = append(cuts, len(d.Text))
			a, b := cuts[rng.IntN(len(cuts))], cuts[rng.IntN(len(cuts))]
			return news.Span{Start: min(a, b), End: max(a, b)}
		}
		for range rng.IntN(4) {
			d.Sentences = append(d.Sentences, edge())
			d.Mentions = append(d.Mentions, news.Mention{Span: edge(), Kind: news.Country, Name: "Nigeria", Entity: "ISO:NGA", Country: "NGA"})
			d.Quotes = append(d.Quotes, news.Quote{Span: edge(), Speaker: "X", SpeakerMention: rng.IntN(9) - 4, Direct: rng.IntN(2) == 0})
			d.Dates = append(d.Dates, news.Date{Span: edge(), Interval: on("2024-05-01"), Relation: &news.Relation{Month: 5, Weekday: rng.IntN(8)}})
			d.Events = append(d.Events, news.Event{
				Type: news.EventTypes[rng.IntN(len(news.EventTypes))], Status: []news.Status{news.Occurred, news.Planned, news.Background, news.Denied}[rng.IntN(4)],
				Actors: []news.Party{nga, {Name: "Y", Mention: rng.IntN(9) - 4}}, Evidence: []news.Span{edge(), {}},
			})
		}
		slices.SortFunc(d.Mentions, func(a, b news.Mention) int { return a.Span.Start - b.Span.Start })
		d.Reading = &news.Reading{Model: "m", Sentences: [][]int8{{1, 2}, {}}}
		told := NewTold(Story("s", []*news.Document{d}, nil), []*news.Document{d})
		for _, c := range told.Commitments {
			if len(c.Who) == 0 || len(c.What) == 0 || c.What[0].Text == "" || strings.TrimSpace(c.What[0].Text) != c.What[0].Text {
				t.Fatalf("%q: %+v", d.Text, c)
			}
			other := *told
			other.Story = &news.Story{ID: "t", Entries: told.Story.Entries}
			FollowUps(c, told, []*Told{&other, {Story: &news.Story{ID: "u"}}})
		}
	}
	if got := Commitments(nil, nil); len(got) != 0 {
		t.Error(got)
	}
}

// TestManyCommitments wants a report of many sentences to be done in time that grows no faster than bearable.
func TestManyCommitments(t *testing.T) {
	d := report("a", "en", "2024-03-12")
	var sb strings.Builder
	for i := range 1500 {
		from := sb.Len()
		fmt.Fprintf(&sb, "Nigeria agreed to build railway number%d in zone%d.", i, i*7)
		d.Sentences = append(d.Sentences, news.Span{Start: from, End: sb.Len()})
		e := deed(news.Agree, nga)
		e.Status, e.Evidence = news.Occurred, []news.Span{{Start: from, End: sb.Len()}}
		d.Events = append(d.Events, e)
		sb.WriteByte(' ')
	}
	d.Text = sb.String()
	start := time.Now()
	got := Commitments([]*news.Document{d}, nil)
	if len(got) == 0 || len(got) > 1500 {
		t.Errorf("%d commitments", len(got))
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
}
