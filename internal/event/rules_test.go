package event_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// folder is a folder of rows with one file in it.
func folder(name, rows string) fstest.MapFS { return fstest.MapFS{name: {Data: []byte(rows)}} }

func TestRulesSayWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ file, rows, want string }{
		"no rows":         {"README", "hello", "there are no rows in it"},
		"unknown file":    {"trigger.tsv", "", "trigger.tsv: no rows are read"},
		"too few":         {"triggers/en.tsv", "# why\nen\tEPIDEMIC\tsvo", "triggers/en.tsv:2: it has 3 columns"},
		"spaces for tabs": {"triggers/en.tsv", "en EPIDEMIC svo outbreak", "triggers/en.tsv:1: it has 1 columns"},
		"language":        {"triggers/en.tsv", "English\tEPIDEMIC\tsvo\toutbreak", `"English" is no code of a language`},
		"type":            {"triggers/en.tsv", "en\tepidemic\tsvo\toutbreak", `"epidemic" is no name of a type`},
		"shape":           {"triggers/en.tsv", "en\tEPIDEMIC\tsov\toutbreak", `"sov" is no shape; one of svo`},
		"no word":         {"triggers/en.tsv", "en\tEPIDEMIC\tsvo\toutbreak||plague", `"" has no word in it`},
		"status":          {"triggers/en.tsv", "en\tEPIDEMIC\tsvo\toutbreak\tlater", `"later" is no status`},
		"strength":        {"triggers/en.tsv", "en\tEPIDEMIC\tsvo\toutbreak\t-\tfaint", `"faint" is no strength`},
		"cue":             {"cues.tsv", "en\tplanned\tsomewhere\twill", `"somewhere" is no place for a cue`},
		"small words":     {"words.tsv", "en\tnoun\the", `"noun" is no kind of small words`},
		"mode":            {"modes.tsv", "en\tCONSULT\tVisit\tvisited", `"Visit" is no name of a mode`},
		"context":         {"contexts.tsv", "en\tSea\tship", `"Sea" is no name of a context`},
		"bytes":           {"cues.tsv", "en\tplanned\tnear\twill\nen\tplanned\tnear\t\xff\xfe", "cues.tsv:2: it is not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := event.NewRules(folder(c.file, c.rows))
			if r != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, %v; want no rules and %q", r, err, c.want)
			}
			if news.CodeOf(err) != news.Invalid {
				t.Errorf("code %v", news.CodeOf(err))
			}
		})
	}
}

// TestBuiltInRows holds the rows inside the program to the form that others must have.
func TestBuiltInRows(t *testing.T) {
	if err := event.CheckBuiltIn(); err != nil {
		t.Error(err)
	}
}

func TestRulesOfAProject(t *testing.T) {
	const body = "Officials found many cases in Mombasa. Three cases of the virus were found in Mombasa. Kenya and Uganda signed a treaty."
	r, err := event.NewRules(fstest.MapFS{
		"triggers/en.tsv": {Data: []byte("\ufeffen\tEPIDEMIC\tsvo\tcases|virus\t-\tweak\r\n")},
		"contexts.tsv":    {Data: []byte("en\tsea\tMombasa\n*\thealth\tEPIDEMIC\t-\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	doc := &news.Document{Report: news.Report{Text: body, Lang: "en"}, Sentences: text.Sentences(body, "en")}
	var got []string
	for _, e := range r.Find(doc) {
		got = append(got, string(e.Type)+" "+strings.Join(e.Contexts, ","))
	}
	if len(got) != 2 || got[0] != "EPIDEMIC health,sea" || !strings.HasPrefix(got[1], "AGREE") {
		t.Errorf("got %q: weak words count where two stand together", got)
	}
	for _, e := range event.Find(doc) {
		if e.Type == "EPIDEMIC" {
			t.Error("the rows of a project reach others")
		}
	}
}
