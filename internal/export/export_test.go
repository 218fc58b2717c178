package export_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func TestIntervalWritesAsMuchAsIsKnown(t *testing.T) {
	tehran := time.FixedZone("", 4*3600+1800)
	at := time.Date(2020, 7, 22, 0, 20, 0, 0, tehran)
	for _, tc := range []struct {
		name, from, to string
		iv             news.Interval
	}{
		{"a minute keeps its zone", "2020-07-22T00:20+04:30", "2020-07-22T00:20+04:30", news.Interval{From: at, To: at, Precision: news.Minute}},
		{"an hour whose zone nobody states has none", "2020-07-22T00:20", "2020-07-22T00:20", news.Interval{From: at, To: at, Precision: news.Hour, Floating: true}},
		{"universal time is Z", "2020-07-21T19:50:00Z", "2020-07-21T19:50:00Z", news.Interval{From: at.UTC(), To: at.UTC(), Precision: news.Second}},
		{"a month is its first and last day", "2020-03-01", "2020-03-31", news.Interval{From: day(2020, 3, 1), To: day(2020, 3, 31), Precision: news.Month}},
		{"an evening is its day", "2020-03-07", "2020-03-07", news.Interval{From: day(2020, 3, 7), To: day(2020, 3, 7), Precision: news.PartOfDay}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if from, to := export.Interval(tc.iv); from != tc.from || to != tc.to {
				t.Errorf("got %s to %s, want %s to %s", from, to, tc.from, tc.to)
			}
		})
	}
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func TestDocumentCountsCodePointsAndHasNoNulls(t *testing.T) {
	text := "é 𝒳 برهم قال <نعم>"
	at := strings.Index(text, "برهم")
	doc := &news.Document{
		Report:   news.Report{ID: "a", Lang: "ar", Text: text},
		Mentions: []news.Mention{{Span: news.Span{Start: at, End: at + len("برهم")}, Kind: news.Person}},
		Quotes:   []news.Quote{{Span: news.Span{Start: at, End: at}, SpeakerMention: -1}},
		Events:   []news.Event{{Type: news.Consult, Status: news.Occurred}},
	}
	var b bytes.Buffer
	if err := export.Line(&b, export.NewDocument(doc)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"schema":"dragoman.document/1"`, `"start":4,"end":8,"text":"برهم"`, `<نعم>`, `"published":null`, `"copy_of":null`,
		`"speaker_mention":null`, `"authors":[]`, `"dropped":[]`, `"sentences":[]`, `"actors":[]`, `"according_to":[]`, `"place":null`, `"date":null`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in %s", want, &b)
		}
	}
	if n := strings.Count(b.String(), "\n"); n != 1 {
		t.Errorf("%d lines, want one", n)
	}
}

// Whoever makes links of addresses makes none that runs; what the report said is not lost.
func TestAnAddressIsOneOfTheWebOrKeptApart(t *testing.T) {
	for _, tc := range []struct{ given, url, apart string }{
		{"https://example.org/a", "https://example.org/a", ""},
		{"javascript:alert(1)", "", "javascript:alert(1)"},
		{"/a/b.txt", "", "/a/b.txt"},
		{"", "", ""},
	} {
		d := export.NewDocument(&news.Document{Report: news.Report{ID: "a", URL: tc.given, Canonical: tc.given}})
		var apart export.AsGiven
		if d.AsGiven != nil {
			apart = *d.AsGiven
		}
		if d.URL != tc.url || d.Canonical != tc.url || apart != (export.AsGiven{URL: tc.apart, Canonical: tc.apart}) || (d.AsGiven == nil) != (tc.apart == "") {
			t.Errorf("%q: %q, %q, %+v", tc.given, d.URL, d.Canonical, d.AsGiven)
		}
	}
	for given, want := range map[string]string{"https://u:secret@example.org/feed": "https://u:xxxxx@example.org/feed", "javascript:alert(1)": ""} {
		if f := export.NewFeed(store.Feed{URL: given}); f.URL != want {
			t.Errorf("the feed %q: %q", given, f.URL)
		}
	}
}

func TestStoryAsksForEachTextOnceAndReportsAMissingOne(t *testing.T) {
	s := &news.Story{
		ID: "s", Titles: map[news.Lang]string{"fr": "À Oslo"}, Reports: []string{"a"},
		Entries:     []news.Entry{{ID: "s/0", Type: news.Agree, Evidence: []news.ReportSpan{{Report: "a", Span: news.Span{Start: 3, End: 7}}, {Report: "a", Span: news.Span{Start: 0, End: 2}}}}},
		Differences: []news.Difference{{Entry: -1, Attribute: "date", Values: []news.DifferenceValue{{Value: "x", Reports: []string{"a"}}}}},
	}
	asked := 0
	out, err := export.NewStory(s, func(string) (string, error) { asked++; return "é Oslo", nil })
	if err != nil || asked != 1 {
		t.Fatalf("asked %d times, %v", asked, err)
	}
	if e := out.Entries[0].Evidence[0]; e.Start != 2 || e.End != 6 {
		t.Errorf("evidence = %+v, want 2 to 6", e)
	}
	if out.Differences[0].Entry != nil {
		t.Error("a difference of the whole story names an entry")
	}
	gone := errors.New("gone")
	if _, err := export.NewStory(s, func(string) (string, error) { return "", gone }); !errors.Is(err, gone) {
		t.Errorf("err = %v, want the one of the text", err)
	}
}

func TestACorrectionIsWritten(t *testing.T) {
	day := news.Interval{From: time.Date(2020, 3, 8, 0, 0, 0, 0, time.UTC), To: time.Date(2020, 3, 8, 0, 0, 0, 0, time.UTC), Precision: news.Day}
	at := time.Date(2026, 11, 20, 9, 0, 0, 5e6, time.UTC)
	words := []news.Quoted{{ReportSpan: news.ReportSpan{Report: "a"}, Text: "said so"}}
	d := store.StoryDecision{Number: 3, Kind: store.Correct, Stories: []string{"s"}, Parts: [][]string{{"a"}}, At: at, Correction: &news.Correction{
		Anchor: news.Anchor{Entry: "e", Words: words}, Date: &day, Unset: []string{"place"}, DropActors: []news.Party{{Name: "Ann"}},
		Same: &news.Agreement{Attribute: "date", Values: []string{"1", "2"}}, Note: "why",
	}}
	s := &news.Story{ID: "s", Corrected: []news.Corrected{{Number: 4, Change: news.ChangeSet, Entry: "e", Attribute: "date", Was: "2020-03-07", At: at, Overruled: 5}}}
	story, err := export.NewStory(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	story.Decide([]store.StoryDecision{d})
	var out strings.Builder
	for _, v := range []any{export.NewStoryDecision(d), story.Corrected, story.Decided[0].FindsNothing} {
		if err := export.Line(&out, v); err != nil {
			t.Fatal(err)
		}
	}
	want := `{"schema":"dragoman.decision/1","number":3,"kind":"correct","stories":["s"],"parts":[["a"]],` +
		`"correction":{"entry":"e","words":[{"report":"a","text":"said so"}],"date":{"from":"2020-03-08","to":"2020-03-08","precision":"day"},"unset":["place"],` +
		`"drop_actors":[{"name":"Ann","entity":"","kind":"","country":"","sector":""}],"same":{"attribute":"date","values":["1","2"],"words":[]},"note":"why"},` +
		`"at":"2026-11-20T09:00:00.005Z"}
[{"decision":4,"change":"set","entry":"e","attribute":"date","was":"2020-03-07","is":"","at":"2026-11-20T09:00:00.005Z","overruled_by":5}]
true
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestAVerdictAndWhatItAcceptsAreWritten(t *testing.T) {
	on := news.Interval{From: day(2020, 3, 8), To: day(2020, 3, 8), Precision: news.Day}
	words := func(report string) []news.Quoted {
		return []news.Quoted{{ReportSpan: news.ReportSpan{Report: report}, Text: "to « go »"}}
	}
	v := news.Verdict{
		Number: 3, Accepted: true, Commitment: news.Promised, Made: words("a"), Kind: news.Broken, Told: words("b"), Date: &on, Reason: "so", Confidence: 0.7, By: "ada",
		At: time.Date(2026, 11, 20, 9, 0, 0, 5e6, time.UTC),
	}
	after := []news.FollowUp{
		{ID: "s.1", Kind: news.Broken, Story: "s2", Accepted: &v},
		{ID: "s.2", Kind: news.Repeated, Story: "s3", Date: &on, Evidence: []news.ReportSpan{{Report: "b", Span: news.Span{Start: 2, End: 4}}}, Reason: "so", Confidence: 0.5},
	}
	c, err := export.NewCommitment(&news.Commitment{ID: "c", Story: "s", Kind: news.Promised, Status: news.Occurred, Became: news.Broken}, after, func(string) (string, error) { return "éa", nil })
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, v := range []any{export.NewVerdict(v), c} {
		if err := export.Line(&out, v); err != nil {
			t.Fatal(err)
		}
	}
	want := `{"schema":"dragoman.verdict/1","number":3,"accepted":true,"commitment":"promised","made":[{"report":"a","text":"to « go »"}],"kind":"broken",` +
		`"told":[{"report":"b","text":"to « go »"}],"date":{"from":"2020-03-08","to":"2020-03-08","precision":"day"},"reason":"so","confidence":0.7,"by":"ada",` +
		`"at":"2026-11-20T09:00:00.005Z"}
{"schema":"dragoman.commitment/1","id":"c","story":"s","entry":"","kind":"promised","type":"","status":"occurred","who":[],"to":[],"what":[],"made":null,"due":null,"confidence":0,"became":"broken",` +
		`"follow_ups":[{"id":"s.1","kind":"broken","story":"s2","entry":"","date":null,"evidence":[],"reason":"","confidence":0,"decision":3},` +
		`{"id":"s.2","kind":"repeated","story":"s3","entry":"","date":{"from":"2020-03-08","to":"2020-03-08","precision":"day"},"evidence":[{"report":"b","start":1,"end":2}],"reason":"so","confidence":0.5,"decision":0}]}
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
