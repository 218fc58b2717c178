package codec

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// told is a report with as many findings as one of some length has.
func told() *news.Document {
	d := &news.Document{Report: news.Report{ID: "a", Lang: "en", Text: "text"}}
	for i := range 60 {
		at := news.Span{Start: 40 * i, End: 40*i + 12}
		party := news.Party{Name: "Ali Shamkhani", Entity: "Q4725116", Kind: news.Person, Country: "IRN", Mention: i}
		d.Sentences = append(d.Sentences, news.Span{Start: 40 * i, End: 40*i + 39})
		d.Mentions = append(d.Mentions, news.Mention{Span: at, Kind: news.Person, Entity: "Q4725116", Name: "Ali Shamkhani", Country: "IRN", Role: "Secretary", Confidence: 0.93})
		if i%5 == 0 {
			d.Events = append(d.Events, news.Event{
				Type: news.Consult, Mode: "visit", Status: news.Occurred, Actors: []news.Party{party}, Recipients: []news.Party{party, party},
				Location: &news.Location{Name: "Baghdad", Country: "IRQ"}, Evidence: []news.Span{at}, Confidence: 0.8,
			})
			d.Quotes = append(d.Quotes, news.Quote{Span: at, Speaker: "Ali Shamkhani", SpeakerSpan: at, SpeakerMention: i, Direct: true, Confidence: 0.9})
		}
	}
	return d
}

// Both decoders read the same.
func TestTheDecoderReadsWhatEncodingJSONDoes(t *testing.T) {
	var buf bytes.Buffer
	if err := writeJSON(&buf, toDocument1(told())); err != nil {
		t.Fatal(err)
	}
	var ours, theirs document1
	if err := readJSON(buf.Bytes(), &ours); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(buf.Bytes(), &theirs); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(theirs.document("text"), ours.document("text")); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkReadJSON(b *testing.B) {
	var buf bytes.Buffer
	if err := writeJSON(&buf, toDocument1(told())); err != nil {
		b.Fatal(err)
	}
	for name, read := range map[string]func([]byte, any) error{"encoding/json": json.Unmarshal, "as kept": readJSON} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				var d document1
				if err := read(buf.Bytes(), &d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
