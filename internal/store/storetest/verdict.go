package storetest

import (
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// verdict is about reports of visit.
func verdict(accepted bool) news.Verdict {
	day := published("2020-03-08").Interval
	words := func(report, text string) news.Quoted {
		return news.Quoted{ReportSpan: news.ReportSpan{Report: report, Span: news.Span{Start: 3, End: 3 + len(text)}}, Text: text}
	}
	return news.Verdict{
		Accepted: accepted, Commitment: news.Promised, Made: []news.Quoted{words("fr", "retirer « tout »"), words("ar", "سحب القوات")},
		Kind: news.Implemented, Told: []news.Quoted{words("en", "withdrew <all>")}, Date: &day, Reason: "so it is told", Confidence: 0.7, By: "ada",
	}
}

func (e *env) judge(t *testing.T, v news.Verdict) news.Verdict {
	t.Helper()
	out, err := e.KeepVerdict(e.ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var verdictTests = []test{
	{"verdicts come back as they were given, in their order, and nothing is placed anew", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.placed(t)
		none, err := e.Verdicts(e.ctx)
		equal(t, "at first", len(none), 0)
		wantCode(t, "Verdicts", err, "")
		first := e.judge(t, verdict(true))
		e.clock.pass(time.Minute)
		bare := verdict(false)
		bare.Date, bare.Reason, bare.Confidence, bare.By = nil, "", 0, ""
		second := e.judge(t, bare)
		want := []news.Verdict{verdict(true), bare}
		want[0].Number, want[0].At = first.Number, e.clock.now().Add(-time.Minute)
		want[1].Number, want[1].At = second.Number, e.clock.now()
		equal(t, "returned", []news.Verdict{first, second}, want)
		first.Made[0].Text = "something else"
		for range 2 {
			got, err := e.Verdicts(e.ctx)
			wantCode(t, "Verdicts", err, "")
			equal(t, "verdicts", got, want)
			got[0].Told[0].Text = "something else"
		}
		if first.Number == 0 || second.Number <= first.Number {
			t.Errorf("numbers %d, %d", first.Number, second.Number)
		}
		equal(t, "to place", e.placed(t), "")
	}},
	{"any verdict is taken back, and its number is not given again", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		_, err := e.UndoVerdict(e.ctx, 0)
		wantCode(t, "nothing to undo", err, news.NotFound)
		first, second := e.judge(t, verdict(true)), e.judge(t, verdict(false))
		undone, err := e.UndoVerdict(e.ctx, first.Number)
		wantCode(t, "UndoVerdict", err, "")
		equal(t, "undone", undone, first)
		_, err = e.UndoVerdict(e.ctx, first.Number)
		wantCode(t, "twice", err, news.NotFound)
		undone, err = e.UndoVerdict(e.ctx, 0)
		wantCode(t, "UndoVerdict", err, "")
		equal(t, "the latest", undone, second)
		if third := e.judge(t, verdict(true)); third.Number <= second.Number {
			t.Errorf("number %d after %d", third.Number, second.Number)
		}
		got, err := e.Verdicts(e.ctx)
		wantCode(t, "Verdicts", err, "")
		equal(t, "left", len(got), 1)
	}},
	{"a verdict that says nothing, or is about reports that are not there, is refused", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for name, change := range map[string]func(*news.Verdict){
			"no kind of commitment": func(v *news.Verdict) { v.Commitment = "" },
			"no kind":               func(v *news.Verdict) { v.Kind = "kept" },
			"nothing made":          func(v *news.Verdict) { v.Made = nil },
			"nothing told":          func(v *news.Verdict) { v.Told = nil },
			"no words":              func(v *news.Verdict) { v.Told[0].Text = "" },
			"no span":               func(v *news.Verdict) { v.Made[0].Span.End = v.Made[0].Span.Start },
			"no report":             func(v *news.Verdict) { v.Made[0].Report = "" },
		} {
			v := verdict(true)
			change(&v)
			_, err := e.KeepVerdict(e.ctx, v)
			wantCode(t, name, err, news.Invalid)
		}
		v := verdict(true)
		v.Told[0].Report = "nope"
		_, err := e.KeepVerdict(e.ctx, v)
		wantCode(t, "a report that is not there", err, news.NotFound)
		got, err := e.Verdicts(e.ctx)
		wantCode(t, "Verdicts", err, "")
		equal(t, "kept", len(got), 0)
	}},
}
