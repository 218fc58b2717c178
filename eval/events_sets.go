package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
)

// eventSets are the public sets of events. Of the larger ones every k-th row is read, so that the same rows are each time.
var eventSets = []eventSet{
	{file: "ngec_synthetic", every: 8, score: (*setTallies).ordered},
	{file: "arabic_gsr_detect_dev", every: 4, score: (*setTallies).asked},
	{file: "arabic_gsr_spans_dev", every: 1, score: (*setTallies).spans},
	{file: "cameo_class_train", every: 3, score: (*setTallies).quad},
	{file: "cameo_ner_train", every: 3, score: (*setTallies).sourceAndTarget},
	{file: "india_police_sents_dev", every: 8, all: setRow.police, score: (*setTallies).police},
	{file: "petrarch_unittest", every: 1, score: (*setTallies).records},
	{file: "spanish_protest_dev", every: 1, score: (*setTallies).spanish},
}

// eventSet is one file and how it is scored.
type eventSet struct {
	file  string
	every int
	all   func(setRow) bool // rows that are read all, and every k-th of the others; nil: none
	score func(t *setTallies, r setRow, doc *news.Document)
}

// evalEventSets scores types and parties of events on sentences and stories that others labelled, each by what it has labels for.
func evalEventSets(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	var scores []score
	var errs []error
	for _, set := range eventSets {
		s, err := set.run(rd, filepath.Join(data, "events", set.file+".jsonl"))
		scores, errs = append(scores, s...), append(errs, err)
	}
	return scores, errors.Join(errs...)
}

// run reads the rows of a set and scores them.
func (set eventSet) run(rd *readers, file string) ([]score, error) {
	t := &setTallies{shares: map[string]*counts{}, asks: map[string]*counts{}}
	lang, n := "", 0
	err := readLines(file, func(line []byte) error {
		var r setRow
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if set.all == nil || !set.all(r) {
			n++
			if (n-1)%set.every != 0 {
				return nil
			}
		}
		if len(r.Tokens) > 0 && len(r.Tokens) == len(r.Tags) {
			r.Text, r.tagged = joinTokens(nerRow{Tokens: r.Tokens, Tags: r.Tags})
		}
		doc, err := sentenceOf(rd, r.Lang, r.Text)
		if err != nil {
			return err
		}
		lang = r.Lang
		set.score(t, r, doc)
		showEvents(set.file, r, doc)
		return nil
	})
	return t.scores(set.file, lang), err
}

// showEvents prints a row and what was told of it, for whoever wants to see what a figure is made of.
func showEvents(set string, r setRow, doc *news.Document) {
	if os.Getenv("EVAL_SHOW") != set {
		return
	}
	fmt.Fprintf(os.Stderr, "%s %.300q\n  wanted %v %s %s %v %d %v\n", r.ID, r.Text, r.Events, r.Asked, r.Label, r.Labels, r.Quad, r.Codings)
	for _, g := range r.tagged {
		fmt.Fprintf(os.Stderr, "  %s %q\n", g.label, g.span.In(r.Text))
	}
	for _, e := range doc.Events {
		fmt.Fprintf(os.Stderr, "  told %s %s %.2f %v to %v\n", e.Type, e.Status, e.Confidence, partyNames(e.Actors), partyNames(e.Recipients))
	}
}

func partyNames(list []news.Party) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.Name+" "+p.Country)
	}
	return out
}

// setRow is a row of any of the sets; each has some of the fields.
type setRow struct {
	ID, Lang, Text string
	Events         []setEvent
	Asked, Label   string         // whether the text tells of an event of a type: yes, ambiguous or no of two sorts
	Labels         map[string]int // yes or no to questions on what police did
	Quad           int            // which of quadNames, 0 none
	Tokens, Tags   []string
	Codings        []struct {
		Code string `json:"own_code"`
	}

	tagged []namedSpan // of Tokens and Tags
}

type setEvent struct {
	Type, Trigger      string
	Actors, Recipients []struct{ Text string }
}

// setTallies are the counts of one set by metric: shares of right answers, and answers to a question that may be no.
type setTallies struct {
	shares, asks map[string]*counts
	extra, gold  int // events told of a type that is not in the row's gold, and events of the gold
}

func (t *setTallies) tell(metric string, right bool) { at(t.shares, metric).add(right, true) }

// found counts an event of the gold under all and under its type.
func (t *setTallies) found(kind string, right bool) {
	t.tell("type found", right)
	t.tell("type found "+kind, right)
}

// setPeers are published figures, by set and metric.
var setPeers = map[string]string{
	"spanish_protest_dev type found":   "UniversalPetrarch 0.44 correct",
	"spanish_protest_dev extra events": "UniversalPetrarch 3.15",
}

func (t *setTallies) scores(set, lang string) []score {
	var out []score
	add := func(metric string, value float64, n int) {
		out = append(out, score{Set: set, Lang: lang, Metric: metric, Value: value, N: n, Peer: setPeers[set+" "+metric]})
	}
	for metric, c := range t.shares {
		add(metric, c.recall(), c.n())
	}
	for question, c := range t.asks {
		add("precision "+question, c.precision(), c.tp+c.fp)
		add("recall "+question, c.recall(), c.tp+c.fn)
		add("F1 "+question, c.f1(), c.tp+c.fn)
	}
	if t.gold > 0 {
		add("extra events", ratio(t.extra, t.gold), t.gold)
	}
	return out
}

// ofType are the events of a type.
func ofType(doc *news.Document, kinds ...string) []news.Event {
	var out []news.Event
	for _, e := range doc.Events {
		if slices.Contains(kinds, string(e.Type)) {
			out = append(out, e)
		}
	}
	return out
}

// ordered scores stories that were written to order for a type.
func (t *setTallies) ordered(r setRow, doc *news.Document) {
	for _, g := range r.Events {
		t.found(g.Type, len(ofType(doc, g.Type)) > 0)
	}
}

// asked scores the answer to whether the text tells of an event of one type. Where people did
// not agree neither answer is wrong.
func (t *setTallies) asked(r setRow, doc *news.Document) {
	told := len(ofType(doc, r.Asked)) > 0
	t.tell("told where "+r.Label, told)
	if r.Label == "ambiguous" {
		return
	}
	at(t.asks, "both types").add(told, r.Label == "yes")
	at(t.asks, r.Asked).add(told, r.Label == "yes")
}

// spans scores types and, where the type was found, the words for what was done, who did it and to whom.
func (t *setTallies) spans(r setRow, doc *news.Document) {
	for _, g := range r.Events {
		events := ofType(doc, g.Type)
		t.found(g.Type, len(events) > 0)
		if len(events) == 0 {
			continue
		}
		if want := wordsIn(r.Text, g.Trigger); len(want) > 0 {
			t.tell("trigger met", slices.ContainsFunc(event.Explain(doc), func(c news.Considered) bool {
				return c.Against == "" && string(c.Type) == g.Type && slices.ContainsFunc(want, c.Words.Overlaps)
			}))
		}
		t.sidesMet(r.Text, g, events, doc)
	}
}

// sidesMet counts actors and recipients of the gold that are told on their side.
func (t *setTallies) sidesMet(body string, g setEvent, events []news.Event, doc *news.Document) {
	for _, p := range g.Actors {
		if want := wordsIn(body, p.Text); len(want) > 0 {
			t.tell("actor met", anyMet(want, events, doc, func(e news.Event) []news.Party { return e.Actors }))
		}
	}
	for _, p := range g.Recipients {
		if want := wordsIn(body, p.Text); len(want) > 0 {
			t.tell("recipient met", anyMet(want, events, doc, func(e news.Event) []news.Party { return e.Recipients }))
		}
	}
}

// anyMet reports whether a party of an event, of the side, stands for one of the spans.
func anyMet(want []news.Span, events []news.Event, doc *news.Document, side func(news.Event) []news.Party) bool {
	for _, e := range events {
		for _, p := range side(e) {
			if slices.ContainsFunc(want, func(s news.Span) bool { return meets(p, s, doc) }) {
				return true
			}
		}
	}
	return false
}

// wordsIn is where a phrase stands in body; where it is what several people marked in common, with gaps, where each of its words
// does that is not a short one.
func wordsIn(body, phrase string) []news.Span {
	if phrase == "" {
		return nil
	}
	if i := strings.Index(body, phrase); i >= 0 {
		return []news.Span{{Start: i, End: i + len(phrase)}}
	}
	var out []news.Span
	for w := range strings.FieldsSeq(phrase) {
		if i := strings.Index(body, w); i >= 0 && utf8.RuneCountInString(w) > 2 {
			out = append(out, news.Span{Start: i, End: i + len(w)})
		}
	}
	return out
}

// quadNames are the four classes as the set numbers them, and quadOf the class of each type as the manual of PLOVER has it.
var (
	quadNames = []string{"none", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}
	quadOf    = map[news.EventType]int{
		news.Agree: 1, news.Consult: 1, news.Support: 1, news.Concede: 1,
		news.Cooperate: 2, news.Aid: 2, news.Retreat: 2,
		news.Request: 3, news.Accuse: 3, news.Reject: 3, news.Threaten: 3,
		news.Protest: 4, news.Sanction: 4, news.Mobilize: 4, news.Coerce: 4, news.Assault: 4,
	}
)

// quad scores whether anything is told and, where it is, the class of the event that is surest.
func (t *setTallies) quad(r setRow, doc *news.Document) {
	if r.Quad <= 0 || r.Quad >= len(quadNames) {
		t.tell("nothing told where none", len(doc.Events) == 0)
		return
	}
	t.tell("event told", len(doc.Events) > 0)
	if len(doc.Events) == 0 {
		return
	}
	best, among := doc.Events[0], false
	for _, e := range doc.Events {
		if e.Confidence > best.Confidence {
			best = e
		}
		among = among || quadOf[e.Type] == r.Quad
	}
	t.tell("class right", quadOf[best.Type] == r.Quad)
	t.tell("class right, "+quadNames[r.Quad], quadOf[best.Type] == r.Quad)
	t.tell("class among those told", among)
}

// sourceAndTarget scores the spans of who acts and of whom they act on, told on their side and told at all, and of those who act together.
func (t *setTallies) sourceAndTarget(r setRow, doc *news.Document) {
	all := func(e news.Event) []news.Party { return slices.Concat(e.Actors, e.Recipients) }
	for _, g := range r.tagged {
		side := func(e news.Event) []news.Party { actors, _ := sides(e); return actors }
		switch g.label {
		case "SOURCE":
		case "TARGET":
			side = func(e news.Event) []news.Party {
				if jointType(string(e.Type)) {
					return all(e)
				}
				return e.Recipients
			}
		case "RELATED":
			t.tell("RELATED met", anyMet([]news.Span{g.span}, doc.Events, doc, all))
			continue
		default:
			continue
		}
		want := []news.Span{g.span}
		met := anyMet(want, doc.Events, doc, side)
		t.tell(g.label+" met", met)
		t.tell(g.label+" met on either side", anyMet(want, doc.Events, doc, all))
		if len(doc.Events) > 0 {
			t.tell(g.label+" met where an event is told", met)
		}
	}
}

// policeLabels are the questions on what police did that have a type; failing to step in has none.
var policeLabels = []string{"any_action", "arrest", "force", "kill"}

// police reports whether police did any of it.
func (r setRow) police() bool {
	return slices.ContainsFunc(policeLabels, func(l string) bool { return r.Labels[l] == 1 })
}

// police scores whether violence or coercion is told where police did something, and where they did not.
func (t *setTallies) police(r setRow, doc *news.Document) {
	told := len(ofType(doc, string(news.Coerce), string(news.Assault))) > 0
	if !r.police() {
		t.tell("told where none", told)
	}
	for _, l := range policeLabels {
		if r.Labels[l] == 1 {
			t.tell("told where "+l, told)
		}
	}
}

// weisTypes are the types of the codes in the records that PETRARCH2 is tested with. Their dictionary has codes of WEIS, not of CAMEO,
// but for 030 and 194. Codes made up for a test are not here, nor comments, which PLOVER has no type for.
var weisTypes = map[string]news.EventType{
	"030": news.Agree, "031": news.Consult, "032": news.Consult, "033": news.Consult,
	"041": news.Support, "042": news.Support, "050": news.Agree, "064": news.Support, "066": news.Retreat, "070": news.Aid, "071": news.Aid,
	"081": news.Agree, "082": news.Agree, "095": news.Request, "102": news.Request, "112": news.Reject, "121": news.Accuse, "122": news.Accuse,
	"131": news.Accuse, "132": news.Accuse, "160": news.Threaten, "162": news.Threaten, "173": news.Threaten, "181": news.Protest, "191": news.Sanction,
	"194": news.Assault, "201": news.Coerce, "212": news.Coerce, "222": news.Assault, "223": news.Assault,
}

// records scores the types of a record, each once.
func (t *setTallies) records(r setRow, doc *news.Document) {
	seen := map[news.EventType]bool{}
	for _, c := range r.Codings {
		kind := weisTypes[c.Code]
		if kind == "" || seen[kind] {
			continue
		}
		seen[kind] = true
		t.found(string(kind), len(ofType(doc, string(kind))) > 0)
	}
	if len(seen) > 0 {
		t.tell("event told", len(doc.Events) > 0)
	}
}

// spanish scores types, what is told besides, and who acts and on whom. The set has marches and road blocks of civilians as MOBILIZE,
// which the manual keeps for police and armies, so types are scored once more with those as PROTEST.
func (t *setTallies) spanish(r setRow, doc *news.Document) {
	var kinds []string
	for _, g := range r.Events {
		events := ofType(doc, g.Type)
		t.found(g.Type, len(events) > 0)
		t.tell("type found, MOBILIZE told as PROTEST", len(events) > 0 || g.Type == string(news.Mobilize) && len(ofType(doc, string(news.Protest))) > 0)
		kinds = append(kinds, g.Type)
		if len(events) > 0 {
			t.sidesMet(r.Text, g, events, doc)
		}
	}
	t.gold += len(r.Events)
	t.extra += len(doc.Events) - len(ofType(doc, kinds...))
}
