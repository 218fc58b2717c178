package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// storyEdit is what the forms of a story offer to an editor.
type storyEdit struct {
	Entries  []entryChoice
	Types    []news.EventType
	Statuses []news.Status
	Deeds    []deed // what can be taken back
}

// entryChoice is an entry by its number and what it tells, in words without markup.
type entryChoice struct {
	ID, Label string
}

// edit makes the forms of the story as it is now.
func (p *storyPage) edit() *storyEdit {
	e := &storyEdit{Types: news.EventTypes, Statuses: statuses}
	for i := range p.Story.Entries {
		e.Entries = append(e.Entries, entryChoice{p.Story.Entries[i].ID, p.label(i)})
	}
	for _, d := range slices.Backward(p.Decided) {
		v := p.deed(d)
		if p.applied(d) {
			v.HTML = p.L.HTML("desk.correction", p.changed(d))
		}
		e.Deeds = append(e.Deeds, v)
	}
	return e
}

// changed names what a correction changed.
func (p *storyPage) changed(d store.StoryDecision) string {
	var out []string
	for _, c := range p.Story.Corrected {
		if what := p.corrected(c); c.Number == d.Number && !slices.Contains(out, what) {
			out = append(out, what)
		}
	}
	return p.L.List(out...)
}

// label says what an entry tells, short enough for a list to choose from.
func (p *storyPage) label(i int) string {
	e := &p.Story.Entries[i]
	var who []string
	for _, q := range slices.Concat(e.Actors, e.Recipients) {
		name := q.Name
		if q.Kind == news.Country && q.Country != "" {
			name = p.L.Country(q.Country)
		} else if called := p.names[q.Entity]; called != "" {
			name = called
		}
		who = append(who, name)
	}
	const mostNamed, most = 4, 120
	label := p.L.T("desk.entry", i+1, named(p.L, "type.", string(e.Type)), named(p.L, "status.", string(e.Status)), p.L.List(who[:min(len(who), mostNamed)]...))
	return shortened(label, most)
}

func (s *server) storyMerge(w http.ResponseWriter, r *http.Request) {
	other, err := storyNamed(r.PostFormValue("other"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	d, err := s.Desk.Stories.Merge(r.Context(), r.PathValue("id"), other)
	s.decided(w, r, "storyMerged", d, err)
}

// storyNamed is the id of a story that somebody wrote, or pasted as the address of its page.
func storyNamed(given string) (string, error) {
	given = strings.TrimSpace(given)
	if _, after, ok := strings.Cut(given, "/stories/"); ok {
		given, _, _ = strings.Cut(after, "?")
		given, _, _ = strings.Cut(given, "#")
		given, _, _ = strings.Cut(given, "/")
	}
	if given == "" {
		return "", &news.Error{Code: news.Invalid, Message: "no other story is named"}
	}
	return given, nil
}

func (s *server) storySplit(w http.ResponseWriter, r *http.Request) {
	reports := r.PostForm["report"]
	if len(reports) == 0 {
		s.fail(w, r, &news.Error{Code: news.Invalid, Message: "no report is chosen"})
		return
	}
	d, err := s.Desk.Stories.Split(r.Context(), r.PathValue("id"), reports...)
	s.decided(w, r, "storySplit", d, err)
}

func (s *server) storyCorrect(w http.ResponseWriter, r *http.Request) {
	field := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	c := Correcting{
		Entry: field("entry"), Type: field("type"), Status: field("status"), Date: field("date"), Place: field("place"), Note: field("note"),
		Wrong: r.PostFormValue("wrong") != "",
	}
	story, err := s.st.Story(r.Context(), r.PathValue("id"))
	if err == nil && !slices.ContainsFunc(story.Entries, func(e news.Entry) bool { return e.ID == c.Entry }) {
		err = &news.Error{Code: news.Conflict, Message: "the story does not tell that now: look at it again"}
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	d, err := s.Desk.Stories.Correct(r.Context(), c)
	s.decided(w, r, "storyCorrected", d, err)
}

// storyUndo takes back a decision about stories: from the page of one, or from the inbox.
func (s *server) storyUndo(w http.ResponseWriter, r *http.Request) {
	n, err := number(r, "number")
	var d Decided
	if err == nil {
		d, err = s.Desk.Stories.Undo(r.Context(), n)
	}
	if r.PathValue("id") == "" && err == nil {
		done(w, r, "/inbox#stories", notice{Key: "storyUndone", N: n})
		return
	}
	s.decided(w, r, "storyUndone", d, err)
}

// decided leads to the page of the story that something was decided about.
func (s *server) decided(w http.ResponseWriter, r *http.Request, key string, d Decided, err error) {
	if err != nil {
		s.fail(w, r, err)
		return
	}
	to := d.Story
	if to == "" {
		to = r.PathValue("id")
	}
	done(w, r, storyPath(to), notice{Key: key, N: d.Number, Story: d.Other, Text: strings.Join(d.Notes, "; ")})
}
