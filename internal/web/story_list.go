package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

const (
	storiesPerPage = 30
	// mostLooked is how many stories a page looks at for filters that the store does not know.
	mostLooked = 300
	// mostVoices is of how many reports of a story the list says from where they are.
	mostVoices = 24
)

// storyDay is the stories whose latest day is one.
type storyDay struct {
	Day     string // as the reader's language has it
	ISO     string // "" where it is not known
	Stories []storyCard
}

// storyCard is a story in the list.
type storyCard struct {
	*news.Story
	Title     string
	TitleLang news.Lang
	Foreign   bool // no report has a title in the reader's language
	Countries []string
	First     *telling // what happened first and foremost
	More      int      // further happenings
}

type storyListPage struct {
	frame
	Stats    store.Stats
	Filter   store.Filter
	Place    string
	From     string // country of a source
	Active   []active
	Langs    []choice
	Types    []choice
	Statuses []choice
	Days     []storyDay
	Next     string
	Newest   string  // the first page, where this is another
	Watch    []field // the filters, where they can be saved as a watch
}

func (s *server) storyList(w http.ResponseWriter, r *http.Request) {
	p := storyListPage{frame: s.frame(w, r, "stories", ""), Filter: filter(r)}
	q := r.URL.Query()
	if countryCodes(p.L, q) {
		http.Redirect(w, r, "/?"+q.Encode(), http.StatusSeeOther)
		return
	}
	p.Place, p.From = strings.TrimSpace(q.Get("place")), strings.ToUpper(strings.TrimSpace(q.Get("from")))
	p.Title = p.L.T("nav.stories")
	p.Active, p.Watch = inForce(p.L, p.here), s.saveable(r)
	stories, more, err := s.storyPage(r.Context(), &p)
	if news.CodeOf(err) == news.Invalid && q.Get("after") != "" { // that story is no more: go on from its day
		q.Set("until", cmp.Or(q.Get("before"), q.Get("until")))
		q.Del("after")
		q.Del("before")
		http.Redirect(w, r, "/?"+q.Encode(), http.StatusSeeOther)
		return
	}
	if err == nil {
		p.Stats, err = s.st.Stats(r.Context())
	}
	if err == nil {
		err = s.storyDays(r.Context(), &p, stories)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if more != nil {
		p.Next = with(p.here, "after", more.ID, "before", more.To, "ui", "", "look", "")
	}
	if p.Filter.After != "" {
		p.Newest = with(p.here, "after", "", "before", "")
	}
	p.Langs = choices(slices.Collect(maps.Keys(p.Stats.Languages)), string(p.Filter.Lang), func(l news.Lang) string { return p.L.Language(string(l)) })
	p.Types = choices(news.EventTypes, string(p.Filter.Type), func(t news.EventType) string { return named(p.L, "type.", string(t)) })
	p.Statuses = choices(statuses, string(p.Filter.Status), func(st news.Status) string { return named(p.L, "status.", string(st)) })
	s.render(w, r, "story_list.html", p)
}

// statuses lists what a happening can be.
var statuses = []news.Status{news.Occurred, news.Planned, news.CalledFor, news.Denied, news.Background}

// storyPage reads the stories of one page, and the last that was looked at where there may be more behind it.
func (s *server) storyPage(ctx context.Context, p *storyListPage) (page []*news.Story, more *news.Story, err error) {
	match, err := s.storyMatch(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	f := p.Filter
	f.Limit = 0
	if f.Entity == "" { // where a place is told its name is mentioned
		f.Entity = p.Place
	}
	looked := 0
	var last *news.Story
	for story, err := range s.st.Stories(ctx, f) {
		if err != nil {
			return nil, nil, err
		}
		if len(page) == storiesPerPage || looked == mostLooked {
			return page, last, nil
		}
		looked++
		last = story
		ok, err := match(story)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			page = append(page, story)
		}
	}
	return page, nil, nil
}

// storyMatch is the test of those filters that the store does not know: where a thing took place, and from which country a
// source is.
func (s *server) storyMatch(ctx context.Context, p *storyListPage) (func(*news.Story) (bool, error), error) {
	names := map[string]bool{}
	if p.Place != "" {
		names[text.Fold(p.Place)] = true
		for e, err := range s.st.Entities(ctx, store.Filter{Entity: p.Place, Limit: perPage}) {
			if err != nil {
				return nil, err
			}
			if e.Kind != news.Place && e.Kind != news.Country {
				continue
			}
			names[text.Fold(e.Name)] = true
			for _, a := range e.Aliases {
				names[text.Fold(a.Name)] = true
			}
		}
	}
	return func(story *news.Story) (bool, error) {
		if p.Place != "" && !tookPlace(story, names) {
			return false, nil
		}
		if p.From == "" {
			return true, nil
		}
		voices, err := s.voices(ctx, story)
		return slices.ContainsFunc(voices, func(v voice) bool { return v.Country == p.From }), err
	}, nil
}

// tookPlace reports whether a report of a story tells of something in a place that has one of the names.
func tookPlace(story *news.Story, names map[string]bool) bool {
	for i := range story.Entries {
		e := &story.Entries[i]
		if e.Location != nil && names[text.Fold(e.Location.Name)] {
			return true
		}
		if slices.ContainsFunc(e.Places, func(l news.EntryPlace) bool { return names[text.Fold(l.Name)] }) {
			return true
		}
	}
	return false
}

// storyDays groups stories by the last day that they tell of.
func (s *server) storyDays(ctx context.Context, p *storyListPage, stories []*news.Story) error {
	for _, story := range stories {
		iso, shown := p.dayHeading(story)
		if n := len(p.Days); n == 0 || p.Days[n-1].Day != shown {
			p.Days = append(p.Days, storyDay{ISO: iso, Day: shown})
		}
		card, err := s.card(ctx, p.frame, story)
		if err != nil {
			return err
		}
		day := &p.Days[len(p.Days)-1]
		day.Stories = append(day.Stories, card)
	}
	return nil
}

// dayHeading is under which day a story is listed: the last that it tells of, or the month where it is dated no better.
func (f frame) dayHeading(s *news.Story) (iso, shown string) {
	to, err := time.Parse(time.DateOnly, s.To)
	if err != nil {
		return "", f.L.T("date.unknownDay")
	}
	if from, err := time.Parse(time.DateOnly, s.From); err == nil && wholeMonth(from, to) {
		return from.Format("2006-01"), f.L.Month(from)
	}
	return s.To, f.L.Weekday(to)
}

// card is what the list shows of a story.
func (s *server) card(ctx context.Context, f frame, story *news.Story) (storyCard, error) {
	c := storyCard{Story: story}
	c.Title, c.TitleLang = titleFor(story, news.Lang(f.L.Tag))
	c.Foreign = c.TitleLang != news.Lang(f.L.Tag)
	if c.Title == "" {
		c.Title, c.TitleLang = f.L.T("story.untitled"), news.Lang(f.L.Tag)
	}
	voices, err := s.voices(ctx, story)
	if err != nil {
		return c, err
	}
	for _, v := range voices {
		if v.Country != "" && !slices.Contains(c.Countries, v.Country) {
			c.Countries = append(c.Countries, v.Country)
		}
	}
	if i := foremost(story); i >= 0 {
		h := f.happening(&story.Entries[i], nil)
		c.First = &telling{happening: h, HTML: f.tell(h)}
		c.More = len(story.Entries) - 1
	}
	return c, nil
}

// foremost is the entry that stands for a story: the first that occurred, else the first; -1 for none.
func foremost(s *news.Story) int {
	if i := slices.IndexFunc(s.Entries, func(e news.Entry) bool { return e.Status == news.Occurred }); i >= 0 {
		return i
	}
	return min(len(s.Entries), 1) - 1
}

// happening is an entry ready to be told; called has names for entities.
func (f frame) happening(e *news.Entry, called map[string]string) happening {
	h := happening{Type: e.Type, Mode: e.Mode, Status: e.Status, Place: e.Location, Date: e.Date}
	names := func(list []news.EntryParty) []piece {
		out := make([]piece, len(list))
		for i, q := range list {
			out[i].Text = f.party(q.Party, called[q.Entity])
		}
		return out
	}
	h.Who, h.Whom = names(e.Actors), names(e.Recipients)
	return h
}

// titleFor is the title of a story for a reader of lang, with the language that it is in: "" where no report has one.
func titleFor(s *news.Story, lang news.Lang) (string, news.Lang) {
	for _, l := range slices.Concat([]news.Lang{lang, "en"}, s.Languages) {
		if t := s.Titles[l]; t != "" {
			return t, l
		}
	}
	return "", ""
}
