package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// What synthetic reports are made of. Word and entity frequencies fall as in
// language (Zipf), days are filled one after another.
const (
	syntheticBytes    = 3500
	syntheticMentions = 20
	syntheticEvents   = 5
	syntheticWords    = 60_000 // of each language
	syntheticEntities = 200_000
	syntheticPerDay   = 2000
	wordExponent      = 1.07
	entityExponent    = 1.1
)

// Synthetic returns the reports numbered from up to but not including to: 3.5 KB of
// invented words each, half of them in Latin letters as English, 30 % as French with
// accents, 20 % in Arabic letters, with 20 mentions and 5 events. The same number
// gives the same report.
func Synthetic(from, to int) []*news.Document {
	docs := make([]*news.Document, 0, to-from)
	for i := from; i < to; i++ {
		docs = append(docs, synthetic(i))
	}
	return docs
}

func synthetic(i int) *news.Document {
	r := rand.New(rand.NewPCG(uint64(i), 7)) //nolint:gosec // not for secrets
	lang := [...]news.Lang{"en", "fr", "en", "ar", "en", "fr", "en", "ar", "en", "fr"}[i%10]
	w := &inventor{
		r: r, lang: lang, words: rand.NewZipf(r, wordExponent, 8, syntheticWords-1),
		entities: rand.NewZipf(r, entityExponent, 20, syntheticEntities-1),
		doc:      &news.Document{},
	}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/syntheticPerDay)
	at := day.Add(time.Duration(i%syntheticPerDay) * 43 * time.Second)
	d := w.doc
	d.Report = news.Report{
		ID: fmt.Sprintf("%08x%08x", r.Uint32(), i), URL: fmt.Sprintf("https://outlet%d.example/%d", r.IntN(400), i),
		Source: fmt.Sprintf("outlet%d.example", r.IntN(400)), Lang: lang, LangConfidence: 0.99,
		Published: &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Second}, ReadFrom: news.ReadFromFeed},
	}
	for k := range syntheticMentions + 5 {
		w.sentence(k < syntheticMentions)
	}
	for w.text.Len() < syntheticBytes {
		w.sentence(false)
	}
	d.Text = w.text.String()
	d.Title = d.Text[:strings.IndexByte(d.Text, '.')]
	for k := range syntheticEvents {
		w.event(k)
	}
	return d
}

// inventor writes one report.
type inventor struct {
	r               *rand.Rand
	lang            news.Lang
	words, entities *rand.Zipf
	doc             *news.Document
	text            strings.Builder
}

func (w *inventor) sentence(named bool) {
	start := w.text.Len()
	n := 9 + w.r.IntN(10)
	for k := range n {
		if k > 0 {
			w.text.WriteByte(' ')
		}
		if named && k == n/2 {
			w.mention()
			continue
		}
		w.text.WriteString(word(w.lang, int(w.words.Uint64())))
	}
	w.text.WriteString(". ")
	w.doc.Sentences = append(w.doc.Sentences, news.Span{Start: start, End: w.text.Len() - 1})
}

func (w *inventor) mention() {
	e := int(w.entities.Uint64())
	name := word("en", 7*e+11) + " " + word("en", 3*e+5)
	written := name
	if w.lang == "ar" {
		written = word("ar", 7*e+11) + " " + word("ar", 3*e+5)
	}
	start := w.text.Len()
	w.text.WriteString(written)
	m := news.Mention{
		Span: news.Span{Start: start, End: w.text.Len()}, Kind: []news.Kind{news.Person, news.Organisation, news.Place}[e%3],
		Entity: fmt.Sprintf("L%d", e), Name: name, Country: countries[e%len(countries)], Confidence: 0.8,
	}
	if e%3 == 0 && w.r.IntN(3) == 0 {
		m.Role = word(w.lang, e%40)
	}
	w.doc.Mentions = append(w.doc.Mentions, m)
}

var countries = []string{"IRQ", "IRN", "FRA", "USA", "EGY", "SAU", "TUR", "RUS", "CHN", "DEU", "GBR", "MAR"}

func (w *inventor) event(k int) {
	party := func(i int) news.Party {
		m := w.doc.Mentions[i]
		return news.Party{Name: m.Name, Entity: m.Entity, Kind: m.Kind, Country: m.Country, Mention: i}
	}
	w.doc.Events = append(w.doc.Events, news.Event{
		Type: news.EventTypes[w.r.IntN(len(news.EventTypes))], Status: []news.Status{news.Occurred, news.Planned}[w.r.IntN(2)],
		Actors: []news.Party{party(k)}, Recipients: []news.Party{party(k + 7)}, Evidence: w.doc.Sentences[k : k+1], Confidence: 0.7,
	})
}

// word returns the n-th word of an invented language.
func word(lang news.Lang, n int) string {
	table := vocabulary()[lang]
	return table[n%len(table)]
}

var vocabulary = sync.OnceValue(func() map[news.Lang][]string {
	syllables := map[news.Lang][]string{
		"en": strings.Fields("ba co den er fi gra hol in ju kel lo mar nes or pen qui rest sa ter un ven wil xa yor zen thi sho pla bri cle"),
		"fr": strings.Fields("ba cé den er fi gra hê in jou kel leu mar nès or pen qui ré sa té un vain oi xa eau zen ché ça pla bri ou"),
		"ar": strings.Fields("با سي دن عر في غر هل ين جو كل لو مر نس ور بن قا رس سا تر ون فن طل خا يو زن ثي شو ضا بر حل"),
	}
	out := make(map[news.Lang][]string, len(syllables))
	for lang, s := range syllables {
		words := make([]string, syntheticWords)
		for i := range words {
			n := i
			for range 2 + i%3 {
				words[i] += s[n%len(s)]
				n = n/len(s) + i%7
			}
			if lang == "ar" && i%4 == 0 {
				words[i] = "ال" + words[i]
			}
		}
		out[lang] = words
	}
	return out
})
