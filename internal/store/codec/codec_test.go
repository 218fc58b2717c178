package codec_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/codec"
)

func document() *news.Document {
	at := time.Date(2020, 7, 22, 0, 20, 0, 0, time.FixedZone("Asia/Tehran", 12600))
	return &news.Document{
		Report: news.Report{
			ID: "a", Title: "A <title> & more", Lang: "en", Text: "Ali Shamkhani arrived in Baghdad.\u2028",
			Published: &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Minute}, ReadFrom: news.ReadFromText},
		},
		Mentions: []news.Mention{{Span: news.Span{Start: 0, End: 13}, Kind: news.Person, Name: "Ali Shamkhani"}},
		Quotes:   []news.Quote{{Span: news.Span{Start: 1, End: 2}, SpeakerMention: -1}},
	}
}

// Every field of a document and a story is kept: package storetest looks at each.
// Here is what a store cannot show.

func TestTheTextIsReadWithoutTheRest(t *testing.T) {
	data, err := codec.EncodeDocument(document())
	if err != nil {
		t.Fatal(err)
	}
	text, err := codec.DecodeText(data)
	if err != nil || text != document().Text {
		t.Errorf("DecodeText = %q, %v", text, err)
	}
}

func TestTheSameDocumentHasTheSameBytes(t *testing.T) {
	a, err1 := codec.EncodeDocument(document())
	b, err2 := codec.EncodeDocument(document())
	if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Errorf("%d and %d bytes, %v, %v", len(a), len(b), err1, err2)
	}
	d, err := codec.DecodeDocument(a)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := codec.EncodeDocument(d); err != nil || !bytes.Equal(a, c) {
		t.Errorf("read and written again it has other bytes (%v)", err)
	}
}

// What version 1 wrote is read by every later release. These bytes are frozen.
func TestVersionOneIsReadForEver(t *testing.T) {
	plain := "\x03abc" + `{"id":"x","title":"T","lang":"fr","pub":{"f":{"s":1595364600,"z":12600},"p":"minute","by":"text"},` +
		`"men":[{"s":[0,2],"k":"person","e":"Q1","n":"Ab","cc":"IRQ","r":"President","adj":true,"c":0.5}],` +
		`"quo":[{"s":[1,3],"m":-1,"d":true}],` +
		`"ev":[{"t":"CONSULT","st":"occurred","a":[{"n":"Ab","m":0}],"loc":{"n":"B","pt":true,"lat":33.5},"d":{"f":{"s":0},"t":{"s":86400},"p":"day"},"ev":[[0,3]]}]}`
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := codec.DecodeDocument(enc.EncodeAll([]byte(plain), []byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2020, 7, 22, 0, 20, 0, 0, time.FixedZone("", 12600))
	epoch := time.Unix(0, 0).UTC()
	want := &news.Document{
		Report: news.Report{
			ID: "x", Title: "T", Lang: "fr", Text: "abc",
			Published: &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Minute}, ReadFrom: news.ReadFromText},
		},
		Mentions: []news.Mention{{
			Span: news.Span{Start: 0, End: 2}, Kind: news.Person, Entity: "Q1", Name: "Ab",
			Country: "IRQ", Role: "President", Adjective: true, Confidence: 0.5,
		}},
		Quotes: []news.Quote{{Span: news.Span{Start: 1, End: 3}, SpeakerMention: -1, Direct: true}},
		Events: []news.Event{{
			Type: news.Consult, Status: news.Occurred, Actors: []news.Party{{Name: "Ab"}},
			Location: &news.Location{Name: "B", HasPoint: true, Lat: 33.5},
			Date:     &news.Interval{From: epoch, To: epoch.AddDate(0, 0, 1), Precision: news.Day}, Evidence: []news.Span{{Start: 0, End: 3}},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("DecodeDocument (-want +got):\n%s", diff)
	}
}

func TestDamagedBytesAreAnErrorNotAPanic(t *testing.T) {
	data, err := codec.EncodeDocument(document())
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if _, err := codec.DecodeDocument(data[:n]); err == nil {
			t.Errorf("the first %d bytes decode", n)
		}
	}
	later := append([]byte{2}, data[1:]...)
	if _, err := codec.DecodeDocument(later); news.CodeOf(err) != news.Invalid {
		t.Errorf("version 2: %v", err)
	}
	if _, err := codec.DecodeStory(later); news.CodeOf(err) != news.Invalid {
		t.Errorf("version 2: %v", err)
	}
}

// TestAKeptEntityOfTheUsersIsRead holds the form that is frozen.
func TestAKeptEntityOfTheUsersIsRead(t *testing.T) {
	plain := `{"id":"Q2","k":"person","n":"Ali","a":[{"n":"علي","l":"ar"},{"n":"Al","w":true}],"c":"IRN","s":"GOV","r":[{"t":"Adviser","f":"2013","u":"2014-05"}],"q":"Q2","at":[31.5,-48]}`
	want := &news.Known{
		ID: "Q2", Kind: news.Person, Name: "Ali", Country: "IRN", Sector: "GOV", Wikidata: "Q2", Lat: 31.5, Lon: -48, HasPoint: true,
		Names: []news.KnownName{{Name: "علي", Lang: "ar"}, {Name: "Al", Weak: true}},
		Roles: []news.Role{{Title: "Adviser", From: "2013", To: "2014-05"}},
	}
	got, err := codec.DecodeKnown(append([]byte{1}, plain...))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("DecodeKnown (-want +got):\n%s", diff)
	}
	data, err := codec.EncodeKnown(got)
	if err != nil || strings.TrimSpace(string(data[1:])) != plain {
		t.Errorf("EncodeKnown = %s, %v", data, err)
	}
	if _, err := codec.DecodeKnown(append([]byte{2}, plain...)); news.CodeOf(err) != news.Invalid {
		t.Errorf("version 2: %v", err)
	}
}

// TestAKeptVerdictIsRead holds the form that is frozen.
func TestAKeptVerdictIsRead(t *testing.T) {
	const kept = `{"c":"promised","m":[{"rep":"a","s":[3,9],"q":"to « go »"}],"k":"broken","t":[{"rep":"b","s":[0,4],"q":"<no>"}],"d":{"f":{"s":0},"p":"day"},"why":"so","p":0.7}`
	epoch := time.Unix(0, 0).UTC()
	quoted := func(report string, from, to int, words string) []news.Quoted {
		return []news.Quoted{{ReportSpan: news.ReportSpan{Report: report, Span: news.Span{Start: from, End: to}}, Text: words}}
	}
	want := news.Verdict{
		Commitment: news.Promised, Made: quoted("a", 3, 9, "to « go »"), Kind: news.Broken, Told: quoted("b", 0, 4, "<no>"),
		Date: &news.Interval{From: epoch, To: epoch, Precision: news.Day}, Reason: "so", Confidence: 0.7,
	}
	got, err := codec.DecodeVerdict([]byte(kept))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("DecodeVerdict: %v (-want +got):\n%s", err, diff)
	}
	if again, err := codec.EncodeVerdict(got); err != nil || string(again) != kept {
		t.Errorf("written again it is %s, %v", again, err)
	}
	if _, err := codec.DecodeVerdict([]byte(kept[:20])); err == nil {
		t.Error("half a verdict is read")
	}
}

// TestAKeptCorrectionIsRead holds the form that is frozen.
func TestAKeptCorrectionIsRead(t *testing.T) {
	plain := `{"anchor":{"e":"e1","told":{"t":"CONSULT","st":"occurred","p":[{"n":"Ab","e":"Q1","k":"person","m":-1}]},` +
		`"ev":[{"rep":"r","s":[0,2],"q":"Ab <i>"}],"by":[{"t":"AID"}],"reps":{"r":2}},` +
		`"t":"AGREE","m":"visit","st":"planned","d":{"f":{"s":0},"p":"day"},"loc":{"n":"B","p":"city"},"unset":["mode"],` +
		`"a+":[{"n":"C","m":-1}],"a-":[{"n":"D","m":-1}],"r+":[{"n":"E","m":-1}],"r-":[{"n":"F","m":-1}],` +
		`"wrong":true,"same":{"a":"date","v":["1"],"ev":[{"rep":"r","s":[1,2],"q":"b"}]},"note":"why"}`
	epoch := time.Unix(0, 0).UTC()
	party := func(name string) []news.Party { return []news.Party{{Name: name, Mention: -1}} }
	quoted := func(from, to int, words string) []news.Quoted {
		return []news.Quoted{{ReportSpan: news.ReportSpan{Report: "r", Span: news.Span{Start: from, End: to}}, Text: words}}
	}
	want := &news.Correction{
		Anchor: news.Anchor{
			Entry: "e1", Words: quoted(0, 2, "Ab <i>"), Beside: []news.Told{{Type: news.Aid}}, Reports: map[string]int{"r": 2},
			Told: news.Told{Type: news.Consult, Status: news.Occurred, Parties: []news.Party{{Name: "Ab", Entity: "Q1", Kind: news.Person, Mention: -1}}},
		},
		Type: news.Agree, Mode: "visit", Status: news.Planned, Date: &news.Interval{From: epoch, To: epoch, Precision: news.Day},
		Place: &news.Location{Name: "B", Precision: news.AtCity}, Unset: []string{"mode"},
		AddActors: party("C"), DropActors: party("D"), AddRecipients: party("E"), DropRecipients: party("F"),
		Wrong: true, Same: &news.Agreement{Attribute: "date", Values: []string{"1"}, Words: quoted(1, 2, "b")}, Note: "why",
	}
	got, err := codec.DecodeCorrection([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("DecodeCorrection (-want +got):\n%s", diff)
	}
	if data, err := codec.EncodeCorrection(got); err != nil || string(data) != plain {
		t.Errorf("EncodeCorrection = %s, %v", data, err)
	}
	if none, err := codec.DecodeCorrection(nil); none != nil || err != nil {
		t.Errorf("of nothing: %v, %v", none, err)
	}
	if _, err := codec.DecodeCorrection([]byte(plain[:40])); err == nil {
		t.Error("a piece decodes")
	}
}

func FuzzDecode(f *testing.F) {
	data, err := codec.EncodeDocument(document())
	if err != nil {
		f.Fatal(err)
	}
	story, err := codec.EncodeStory(&news.Story{ID: "s", Entries: []news.Entry{{ID: "e"}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(story)
	f.Add([]byte{1})
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = codec.DecodeDocument(data)
		_, _ = codec.DecodeText(data)
		_, _ = codec.DecodeStory(data)
		_, _ = codec.DecodeKnown(data)
	})
}
