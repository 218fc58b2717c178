package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// people is how many well-known people there are in made documents.
const people = 600

// drafted is a document while it is written.
type drafted struct {
	doc  *news.Document
	text strings.Builder
}

// madeDocument makes document i of a stream: its title and first sentence name the two people and the
// city of its story, then come sentences of the story and any others.
func madeDocument(i int) *news.Document { return madeText(i, 6) }

// madeText is document i with so many sentences behind the first.
func madeText(i, sentences int) *news.Document {
	number, k := story(i)
	own := &writer{rand.New(rand.NewPCG(uint64(number), 31))}
	rnd := rand.New(rand.NewPCG(uint64(i), 32))
	lang := []string{"en", "fr", "en", "ar"}[(number+k)%4]
	city := cities[own.rnd.IntN(len(cities))]
	first, second := own.person(), own.person()
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 24 * time.Hour / streamPerDay)
	d := &drafted{doc: &news.Document{Report: news.Report{
		ID: fmt.Sprintf("m%06d", i), Source: fmt.Sprintf("outlet%d.example", rnd.IntN(300)), Lang: news.Lang(lang), LangConfidence: 0.99,
		Published: &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Second}, ReadFrom: news.ReadFromFeed},
	}}}
	day := at.Truncate(24 * time.Hour)
	d.lead(lang, first, second, city, &news.Interval{From: day, To: day, Precision: news.Day})
	pool := pools()[lang]
	var ours [4]string
	for n := range ours {
		ours[n] = sentence(pool, lang, own.rnd)
	}
	for n := range sentences {
		if s := ours[rnd.IntN(len(ours))]; n%2 == 0 {
			d.sentence(s)
		} else {
			d.sentence(sentence(pool, lang, rnd))
		}
	}
	known := (&writer{rand.New(rand.NewPCG(uint64(rnd.IntN(people/10)), 33))}).named()
	d.named(news.Person, known.in(lang), known[0])
	d.sentence("")
	d.doc.Text = d.text.String()
	return d.doc
}

// spelled is a name in Latin and in Arabic script.
type spelled [2]string

func (s spelled) in(lang string) string {
	if lang == "ar" {
		return s[1]
	}
	return s[0]
}

func (w *writer) named() spelled {
	latin, arabic := w.name()
	return spelled{latin, arabic}
}

// person is somebody of whom nobody has heard, or of three one who is well known.
func (w *writer) person() spelled {
	if w.rnd.IntN(3) > 0 {
		return w.named()
	}
	return (&writer{rand.New(rand.NewPCG(uint64(w.rnd.IntN(people)), 33))}).named()
}

// sentence is one of a pool, or made.
func sentence(pool []string, lang string, rnd *rand.Rand) string {
	if len(pool) > 0 {
		return pool[rnd.IntN(len(pool))]
	}
	var parts []string
	for _, of := range vocabulary[lang] {
		parts = append(parts, of[rnd.IntN(len(of))])
	}
	return strings.Join(parts, " ") + "."
}

// lead writes the title and the first sentence, and the meeting that it tells of.
func (d *drafted) lead(lang string, first, second spelled, city struct{ en, fr, ar string }, on *news.Interval) {
	words := map[string][3]string{
		"en": {"", " met ", " in "}, "fr": {"", " a rencontré ", " à "}, "ar": {"التقى ", " مع ", " في "},
	}[lang]
	place := map[string]string{"en": city.en, "fr": city.fr, "ar": city.ar}[lang]
	d.doc.Title = words[0] + first.in(lang) + words[1] + second.in(lang) + words[2] + place
	start := d.text.Len()
	d.text.WriteString(words[0])
	d.named(news.Person, first.in(lang), first.in(lang))
	d.text.WriteString(words[1])
	d.named(news.Person, second.in(lang), second.in(lang))
	d.text.WriteString(words[2])
	d.named(news.Place, place, city.en)
	d.sentence("")
	var parties []news.Party
	for n, m := range d.doc.Mentions[:2] {
		parties = append(parties, news.Party{Name: m.Name, Entity: m.Entity, Kind: m.Kind, Mention: n})
	}
	d.doc.Events = []news.Event{{
		Type: news.Consult, Mode: "meet", Status: news.Occurred, Actors: parties, Date: on, Confidence: 0.9,
		Location: &news.Location{Name: city.en, Precision: news.AtCity}, Evidence: []news.Span{{Start: start, End: d.text.Len() - 1}},
	}}
}

// named writes a name and what it means.
func (d *drafted) named(kind news.Kind, written, name string) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // a hash takes everything
	d.doc.Mentions = append(d.doc.Mentions, news.Mention{
		Span: news.Span{Start: d.text.Len(), End: d.text.Len() + len(written)}, Kind: kind, Name: name,
		Entity: fmt.Sprintf("L%016x", h.Sum64()), Confidence: 0.9,
	})
	d.text.WriteString(written)
}

// sentence ends what was begun, or adds a whole one.
func (d *drafted) sentence(s string) {
	start := 0
	if n := len(d.doc.Sentences); n > 0 {
		start = d.doc.Sentences[n-1].End + 1
	}
	if s == "" {
		s = "."
	}
	d.text.WriteString(s)
	d.doc.Sentences = append(d.doc.Sentences, news.Span{Start: start, End: d.text.Len()})
	d.text.WriteString(" ")
}
