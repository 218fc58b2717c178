package api

import (
	"cmp"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/filter"
	"github.com/dragoman-news/dragoman/internal/news"
)

// route is one thing that can be asked for.
type route struct {
	path   string // after Prefix
	method string // GET where none is named; all others are for those who may change things
	id     string // of the operation, for programs that are made of the document
	about  string
	params []param
	body   reflect.Type // what JSON is sent; nil for none
	status int          // of the answer where all went well, 200 where none is named
	answer reflect.Type // what JSON answers; nil for events, files and where nothing is answered
	files  []string     // the media types of files that are answered
	line   reflect.Type // what a line or event answers; nil where there is one answer only
	events bool         // the answer is a stream of events, and no other
	moves  bool         // an id that was another's leads on
	handle func(s *server, w http.ResponseWriter, q *request) error
}

// verb is the method of a route.
func (rt *route) verb() string { return cmp.Or(rt.method, http.MethodGet) }

// byPath gathers the routes of each path, in the order of the table.
func byPath(table []*route) map[string][]*route {
	out := map[string][]*route{}
	for _, rt := range table {
		out[rt.path] = append(out[rt.path], rt)
	}
	return out
}

// param is a parameter, of the query unless it is of the path.
type param struct {
	name, about string
	typ         string // string, integer or boolean
	enum        []string
	least       int // of an integer
	example     string
	path        bool
	required    bool
}

// param returns the parameter of the query that has a name.
func (rt *route) param(name string) *param {
	for i := range rt.params {
		if p := &rt.params[i]; p.name == name && !p.path {
			return p
		}
	}
	return nil
}

// The parameters that several routes share.
var (
	pSince = param{
		name: "since", typ: "string", example: "2020-03-08",
		about: "From this day on: 2020-03-08, 2020-03, 2020, or 7d for the last seven days; h, d, w, m and y.",
	}
	pUntil = param{
		name: "until", typ: "string", example: "2020-03",
		about: "Up to and including this day, month or year.",
	}
	pLang = param{name: "lang", typ: "string", example: "fr", about: "Language, such as fr."}

	pCountry = param{
		name: "country", typ: "string", example: "IRQ",
		about: "Country of a party or place, ISO 3166-1 alpha-3.",
	}
	pEntity = param{
		name: "entity", typ: "string", example: "Barham Salih",
		about: "Who or what is named: an id, or a name in any spelling.",
	}
	pPlace = param{
		name: "place", typ: "string", example: "Baghdad",
		about: "A place that is named as well, in a report or in one of a story's: an id, or a name in any spelling.",
	}
	pSource = param{name: "source", typ: "string", example: "example.org", about: "Outlet: domain or name."}
	pType   = param{
		name: "type", typ: "string", example: "CONSULT",
		about: "Event type: one of PLOVER's, or one of the rules that the program was started with.",
	}
	pStatus = param{
		name: "status", typ: "string", example: "occurred", enum: names(filter.Statuses),
		about: "Status of the event; with type, of the same event.",
	}
	pLimit = param{
		name: "limit", typ: "integer", least: 1, example: "50",
		about: "Rows of a page, 50 unless it is said, 200 at most; of JSON Lines all unless it is said.",
	}
	pCursor = param{
		name: "cursor", typ: "string",
		about: "Where the page before ended: opaque, and in the address that next gives.",
	}
)

func names[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}

func pathID(about string) param {
	return param{name: "id", about: about, typ: "string", path: true, required: true}
}

// oneOf is a parameter with the values that it may have.
func oneOf(name, about string, values ...string) param {
	return param{name: name, about: about, typ: "string", enum: values, example: values[0]}
}

func flag(name, about string) param {
	return param{name: name, about: about, typ: "boolean", example: "true"}
}

func moment(name, about string) param {
	return param{name: name, about: about, typ: "string", example: "2026-11-20T10:00Z"}
}

// routes lists all that can be asked for of an API that is set up so.
func routes(o Options) []*route {
	out := recordRoutes()
	if o.Watches != nil {
		out = append(out, watchRoutes()...)
	}
	if o.Verdicts != nil {
		out = append(out, verdictRoutes()...)
	}
	if len(o.Exports.Formats) > 0 {
		out = append(out, exportRoutes(o.Exports.Formats)...)
	}
	return append(out, &route{path: "/openapi.json", id: "getOpenAPI", handle: documentShow, about: "This document.", answer: typeOf[map[string]any]()})
}

// filters are what stories, reports and entries are narrowed by.
func filters() []param {
	return []param{pSince, pUntil, pLang, pCountry, pEntity, pPlace, pSource, pType, pStatus}
}

// recordRoutes are those that read the record.
func recordRoutes() []*route {
	all := filters()
	paging := []param{pLimit, pCursor}
	list := func(of ...param) []param { return slices.Concat(of, paging) }
	changes := slices.Concat(all, []param{moment("from", "Changes after this moment; else all there ever were, or those to come where the answer is a stream of events."), pLimit, pCursor})
	return []*route{
		{
			path: "/reports", id: "listReports", handle: reportList, params: list(all...),
			about:  "Reports with everything found in them, newest publication first, undated last.",
			answer: typeOf[List[export.Document]](), line: typeOf[export.Document](),
		},
		{
			path: "/reports/{id}", id: "getReport", handle: reportShow,
			params: []param{pathID("Id of a report; one that is an address is percent-encoded, slashes too."), {
				name: "revision", typ: "integer", least: 1, example: "1", about: "An earlier text: 1 is the first that was seen.",
			}},
			about: "One report with everything found in it.", answer: typeOf[export.Document](),
		},
		{
			path: "/stories", id: "listStories", handle: storyList, params: list(all...),
			about: "Stories: the reports of one happening, what they tell and where they differ; newest first. A story that a new report moves to the top " +
				"while pages are read is told by /stories/changes.",
			answer: typeOf[List[export.Story]](), line: typeOf[export.Story](),
		},
		{
			path: "/stories/changes", id: "listStoryChanges", handle: changeList, params: changes,
			about: "Stories that are new, other than they were, or no more, in that order of time, so that nothing is missed: what next leads to on the last page " +
				"is what is still to come. Filters narrow the stories, not the ids that are no more.",
			answer: typeOf[ChangeList](), line: typeOf[Change](),
		},
		{
			path: "/stories/stream", id: "streamStoryChanges", handle: changeStream, params: slices.DeleteFunc(slices.Clone(changes), func(p param) bool { return p.name == "limit" }),
			about: "The same as server-sent events, as they come: new, changed and gone. Last-Event-ID goes on where a stream broke off.",
			line:  typeOf[Change](), events: true,
		},
		{
			path: "/stories/{id}", id: "getStory", handle: storyShow, moves: true,
			params: []param{
				pathID("Id of a story, one that it had before, or that of a report: the latter two lead on."),
				moment("as-of", "As it stood then, from the reports as they were then; a day means its end."),
			},
			about:  "One story with what each outlet makes of it, when it changed and what was decided about it.",
			answer: typeOf[export.StoryPage](),
		},
		{
			path: "/entries", id: "listEntries", handle: entryList, params: list(all...),
			about:  "Entries: the merged events of stories, each attribute with those who say so; newest first.",
			answer: typeOf[List[export.Entry]](), line: typeOf[export.Entry](),
		},
		{
			path: "/entities", id: "listEntities", handle: entityList,
			params: list(pSince, pUntil, pLang, pCountry, pEntity, pSource,
				oneOf("kind", "What sort of thing is named.", "person", "organisation", "place", "country", "event_name")),
			about:  "People, organisations, places and countries that reports name, most reports first.",
			answer: typeOf[List[export.Entity]](), line: typeOf[export.Entity](),
		},
		{
			path: "/entities/{id}", id: "getEntity", handle: entityShow, moves: true, params: []param{pathID("Id of an entity, or one that it had before, which leads on.")},
			about:  "All that is known of one person, organisation, place or country.",
			answer: typeOf[export.Person](),
		},
		{
			path: "/quotes", id: "listQuotes", handle: quoteList, params: list(all...),
			about:  "What was said, by whom, and where it stands. With an entity, what it says.",
			answer: typeOf[List[export.QuoteLine]](), line: typeOf[export.QuoteLine](),
		},
		{
			path: "/search", id: "search", handle: searchShow,
			params: slices.Concat([]param{
				{name: "q", typ: "string", example: `"Security Council" -Geneva`, about: `Words, all of which must occur; "phrases"; a word with a minus must not occur.`},
				{name: "like", typ: "string", example: "Iran and Iraq agree on border security", about: "A text: what means most nearly the same, in any language. Instead of q."},
				oneOf("sort", "Best first unless it is said.", "relevance", "newest"),
			}, list(all...)),
			about:  "Reports by words in any script, in an order that regards meaning, or by meaning alone.",
			answer: typeOf[SearchResult](), line: typeOf[export.HitLine](),
		},
		{
			path: "/sources", id: "listSources", handle: sourceList, params: list(all...),
			about:  "Outlets, with how much they published and when.",
			answer: typeOf[List[export.Source]](), line: typeOf[export.Source](),
		},
		{
			path: "/feeds", id: "listFeeds", handle: feedList, params: paging,
			about:  "Subscriptions, and how they fare.",
			answer: typeOf[List[export.Feed]](), line: typeOf[export.Feed](),
		},
		{
			path: "/coverage", id: "getCoverage", handle: coverageShow, params: []param{pSince, pUntil, pLang, pSource},
			about:  "Reports by day, language and source, and where they stopped coming; the last four weeks unless it is said.",
			answer: typeOf[export.Coverage](),
		},
		{
			path: "/visits", id: "listVisits", handle: visitList, params: list(pSince, pUntil, pLang, pCountry, pEntity),
			about:  "Visits: who was where, from when to when, and whom they met; latest first.",
			answer: typeOf[List[export.Visit]](), line: typeOf[export.Visit](),
		},
		{
			path: "/commitments", id: "listCommitments", handle: commitmentList,
			params: slices.Concat([]param{
				oneOf("kind", "How somebody bound themselves or others.", names(news.CommitmentKinds)...),
				flag("open", "Only those of which no later story tells anything."),
				flag("due", "Only those with a date by which they are due, the earliest first."),
			}, list(slices.DeleteFunc(slices.Clone(all), func(p param) bool { return p.name == "place" })...)),
			about:  "What was agreed, promised, offered, threatened, demanded and asked for, and what became of it.",
			answer: typeOf[List[export.Commitment]](), line: typeOf[export.Commitment](),
		},
		{
			path: "/doc", id: "gdeltDoc", handle: docShow,
			params: []param{
				{name: "query", typ: "string", required: true, example: `"Barham Salih" sourcelang:french`, about: `Words, "phrases", -word, sourcelang:, sourcecountry:, domain:, domainis:.`},
				oneOf("mode", "Reports, or their share of all reports day by day.", "artlist", "timelinevol", "timelinevolraw"),
				oneOf("format", "JSON only.", "json"),
				{name: "startdatetime", typ: "string", example: "20200301000000", about: "From this moment on, in UTC."},
				{name: "enddatetime", typ: "string", example: "20200331235959", about: "Up to this moment."},
				{name: "timespan", typ: "string", example: "7d", about: "Back from now: 15min, 24h, 7d, 2w, 3m."},
				{name: "maxrecords", typ: "integer", least: 1, example: "75", about: "Reports, 75 unless it is said, 250 at most."},
				oneOf("sort", "Best first unless it is said.", "datedesc", "dateasc", "hybridrel"),
			},
			about:  "As GDELT's DOC 2.0 API answers, for programs that know it.",
			answer: typeOf[docAnswer](),
		},
	}
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// docAnswer stands for the two shapes that /doc answers with.
type docAnswer struct{}

// pathParams are the names in a path.
func pathParams(path string) []string {
	var out []string
	for _, part := range strings.Split(path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			out = append(out, strings.TrimSuffix(name, "}"))
		}
	}
	return out
}
