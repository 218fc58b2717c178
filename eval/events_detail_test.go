package main

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestToldStatusIsTheRightOneOrThatOfTheSurest(t *testing.T) {
	events := []news.Event{
		{Type: news.Consult, Status: news.Planned, Confidence: 0.4},
		{Type: news.Consult, Status: news.Occurred, Confidence: 0.9},
		{Type: news.Accuse, Status: news.Denied, Confidence: 1},
	}
	for _, c := range []struct {
		kind, status, want string
		ok                 bool
	}{
		{"CONSULT", "planned", "planned", true},
		{"CONSULT", "denied", "occurred", true},
		{"ASSAULT", "occurred", "", false},
	} {
		if got, ok := toldStatus(c.kind, c.status, events); got != c.want || ok != c.ok {
			t.Errorf("%s %s: told as %q %v, not %q %v", c.kind, c.status, got, ok, c.want, c.ok)
		}
	}
}

func TestCalibrationErrorIsTheMeanDistance(t *testing.T) {
	list := newCertainty()
	for _, e := range []struct {
		confidence float64
		right      bool
	}{{0.4, true}, {0.4, false}, {1, true}, {0.9, true}} {
		for i := range list {
			list[i].add(e.confidence, e.right)
		}
	}
	got := map[string]score{}
	for _, s := range certaintyScores("x", list) {
		got[s.Metric] = s
	}
	if s := got["type right at 0.3-0.5"]; s.Value != 0.5 || s.N != 2 || s.Peer != "mean confidence 0.4000" {
		t.Errorf("the lower range is %+v", s)
	}
	if s := got["type right at 0.85-1"]; s.Value != 1 || s.N != 2 {
		t.Errorf("the range that ends at 1 is %+v", s)
	}
	// |1 - 0.8| of two and |2 - 1.9| of two, over four.
	if s := got["calibration error"]; s.N != 4 || s.Value < 0.0749 || s.Value > 0.0751 {
		t.Errorf("the error is %+v", s)
	}
}

func TestPartyIsMetByItsMentionItsEntityOrItsName(t *testing.T) {
	doc := &news.Document{Report: news.Report{Text: "Chad and the rebels of Ouaddaï signed; N'Djamena paid."}}
	doc.Mentions = []news.Mention{{Span: news.Span{Start: 0, End: 4}, Entity: "ISO:TCD"}, {Span: news.Span{Start: 40, End: 50}, Entity: "GN:1"}}
	chad, rebels := news.Span{Start: 0, End: 4}, news.Span{Start: 9, End: 31}
	for name, c := range map[string]struct {
		p    news.Party
		span news.Span
		want bool
	}{
		"mention":                {news.Party{Mention: 0}, chad, true},
		"entity elsewhere":       {news.Party{Mention: 1, Entity: "ISO:TCD"}, chad, true},
		"another mention":        {news.Party{Mention: 1, Entity: "GN:1"}, chad, false},
		"name in the words":      {news.Party{Mention: -1, Name: "rebels of Ouaddaï"}, rebels, true},
		"more words than those":  {news.Party{Mention: -1, Name: "the rebels"}, rebels, true},
		"name elsewhere":         {news.Party{Mention: -1, Name: "signed"}, rebels, false},
		"nothing to be known by": {news.Party{Mention: -1}, rebels, false},
	} {
		if got := meets(c.p, c.span, doc); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestEveryTypeHasAClass(t *testing.T) {
	for _, k := range news.EventTypes {
		if q := quadOf[k]; q < 1 || q >= len(quadNames) {
			t.Errorf("%s has class %d", k, q)
		}
	}
}

func TestWordsWithGapsAreFoundOneByOne(t *testing.T) {
	body := "They went out today in a march."
	if got := wordsIn(body, "went out"); len(got) != 1 || got[0].In(body) != "went out" {
		t.Errorf("a whole phrase is at %v", got)
	}
	got := wordsIn(body, "went in march")
	if len(got) != 2 || got[0].In(body) != "went" || got[1].In(body) != "march" {
		t.Errorf("words with gaps are at %v", got)
	}
	if got := wordsIn(body, ""); got != nil {
		t.Errorf("no words are at %v", got)
	}
}
