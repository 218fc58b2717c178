package event_test

import (
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// likely is what the reading model is made to find in a sentence: types, each as good as certain.
type likely []news.EventType

// readAs is body as if the reading model had found these types in its sentences, and what the stage finds in it.
func readAs(t *testing.T, lang news.Lang, body string, types ...likely) string {
	t.Helper()
	f, err := entity.New()
	if err != nil {
		t.Fatal(err)
	}
	doc := &news.Document{Report: news.Report{Text: body, Lang: lang}, Sentences: text.Sentences(body, lang), Reading: &news.Reading{Model: "made for tests"}}
	if len(doc.Sentences) != len(types) {
		t.Fatalf("%d sentences, %d wanted", len(doc.Sentences), len(types))
	}
	for n, list := range types {
		for _, kind := range list {
			doc.Reading.Types = append(doc.Reading.Types, news.TypeScore{Sentence: n, Type: kind, Score: 0.97})
		}
	}
	doc.Mentions = f.Find(doc)
	doc.Events = event.Find(doc)
	return strings.TrimSpace(render(doc))
}

func TestAMeetingThatEndsInAPaperOfBothIsAnAgreement(t *testing.T) {
	meeting := likely{news.Consult}
	for _, c := range []struct {
		lang news.Lang
		body string
		want string
	}{
		{"de", "Mit einer gemeinsamen Erklärung haben Präsident Lars Nilsen und Ministerin Sabine Richter ihr Treffen beendet.", "AGREE"},
		{"fr", "Le président Paul Mbarga et le ministre Luc Fabre ont achevé leur rencontre sur une déclaration commune.", "AGREE"},
		{"en", "President Daniel Mwangi and Minister Helena Vasconcelos ended their meeting with a joint declaration.", "AGREE"},
		{"en", "President Daniel Mwangi and Minister Helena Vasconcelos ended their meeting late at night.", ""},
	} {
		got := readAs(t, c.lang, c.body, meeting)
		if !strings.Contains(got, "CONSULT occurred") || strings.Contains(got, "AGREE occurred") != (c.want != "") {
			t.Errorf("%s\n%s", c.body, got)
		}
	}
	// What the paper only says is not agreed upon.
	got := readAs(t, "en", "After their meeting Kenya and Uganda condemned Chad in a joint statement.", likely{news.Consult, news.Accuse})
	if strings.Contains(got, "AGREE") {
		t.Errorf("an accusation is an agreement: %s", got)
	}
}

func TestTheNextSentenceSaysWhoSigned(t *testing.T) {
	signed := likely{news.Agree}
	got := readAs(t, "en", "The treaty was signed on Thursday. President Daniel Mwangi and President Paul Mbarga put their names to the document.", signed, nil)
	if want := "AGREE occurred: Daniel Mwangi (), Paul Mbarga (), told 2 times"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// By itself the second sentence is not sure enough, and two sentences on it is no longer said of the treaty.
	if got := readAs(t, "en", "President Daniel Mwangi and President Paul Mbarga put their names to the document.", nil); got != "" {
		t.Errorf("told by itself: %q", got)
	}
	got = readAs(t, "en", "The treaty was signed on Thursday. It rained. President Daniel Mwangi and President Paul Mbarga put their names to the document.", signed, nil, nil)
	if strings.Contains(got, "Mbarga") {
		t.Errorf("told from afar: %q", got)
	}
}

func TestWhoWelcomesAnAgreementWelcomesItsSides(t *testing.T) {
	both := []likely{{news.Agree}, {news.Support}}
	got := readAs(t, "en", "Chad and Libya signed a border accord. Kenya praised the accord.", both...)
	if want := "SUPPORT occurred: Kenya (KEN) -> Chad (TCD), Libya (LBY)"; !strings.Contains(got, want) {
		t.Errorf("got %q, want %q in it", got, want)
	}
	// One side praises its own work: nobody else is meant.
	got = readAs(t, "en", "Chad and Libya signed a border accord. Chad praised the accord.", both...)
	if !strings.Contains(got, "SUPPORT occurred: Chad (TCD)\n") && !strings.HasSuffix(got, "SUPPORT occurred: Chad (TCD)") {
		t.Errorf("got %q", got)
	}
	// Praise of something else is not of the agreement.
	got = readAs(t, "en", "Chad and Libya signed a border accord. Kenya praised the weather.", both...)
	if strings.Contains(got, "-> Chad") {
		t.Errorf("got %q", got)
	}
}
