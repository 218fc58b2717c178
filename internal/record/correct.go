package record

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// correct applies what the user said of a story's entries and differences, the earliest first, and notes
// what it changed. Each correction is looked for among the entries as the reports tell them, so that one does not hide
// another; what it is not found for it leaves alone. Ids of entries stay.
func correct(s *news.Story, docs []*news.Document, corrections []news.Correction) {
	if len(corrections) == 0 {
		return
	}
	corrections = slices.Clone(corrections)
	slices.SortStableFunc(corrections, func(a, b news.Correction) int { return cmp.Compare(a.Number, b.Number) })
	r := newReading(docs)
	e := editor{story: s, reading: r, told: slices.Clone(s.Entries), last: map[changed]int64{}, gone: map[int]bool{}}
	at := make([]int, len(corrections))
	for i := range corrections {
		c := &corrections[i]
		if at[i] = r.find(&c.Anchor, e.told, c.Wrong); at[i] >= 0 {
			e.note(at[i], c)
		}
	}
	for i := range corrections {
		c := &corrections[i]
		if at[i] >= 0 {
			e.apply(at[i], c)
		}
		if c.Same != nil && (at[i] >= 0 || c.Anchor.Entry == "") {
			e.agree(at[i], c)
		}
	}
	e.finish()
}

// changed is an attribute of an entry.
type changed struct {
	entry     int
	attribute string
}

// editor changes a story as corrections say.
type editor struct {
	*reading
	story *news.Story
	told  []news.Entry      // as the reports tell them
	last  map[changed]int64 // which decision says last what a value is
	gone  map[int]bool      // entries that are none
	moved bool              // a status is another: so may the order be
}

// setting is one value that a correction gives.
type setting struct {
	attribute string
	is        string
	set       func(e *news.Entry)
}

// settings lists the values that a correction gives to an entry.
func settings(c *news.Correction) []setting {
	var out []setting
	add := func(given bool, attribute, is string, set func(e *news.Entry)) {
		if given || slices.Contains(c.Unset, attribute) {
			out = append(out, setting{attribute, is, set})
		}
	}
	add(c.Type != "", news.AttributeType, string(c.Type), func(e *news.Entry) { e.Type = c.Type })
	add(c.Mode != "", news.AttributeMode, c.Mode, func(e *news.Entry) { e.Mode = c.Mode })
	add(c.Status != "", news.AttributeStatus, string(c.Status), func(e *news.Entry) { e.Status = c.Status })
	add(c.Date != nil, news.AttributeDate, dateWords(c.Date), func(e *news.Entry) { e.Date = clone(c.Date) })
	add(c.Place != nil, news.AttributePlace, placeWords(c.Place), func(e *news.Entry) { e.Location = clone(c.Place) })
	return out
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

// note remembers which values a correction gives, so that an earlier one is known to be overruled.
func (e *editor) note(at int, c *news.Correction) {
	for _, v := range settings(c) {
		e.last[changed{at, v.attribute}] = c.Number
	}
}

// apply makes one correction of an entry.
func (e *editor) apply(at int, c *news.Correction) {
	entry, told := &e.story.Entries[at], &e.told[at]
	for _, v := range settings(c) {
		v.set(entry)
		e.moved = e.moved || v.attribute == news.AttributeStatus
		log := news.Corrected{Change: news.ChangeSet, Entry: entry.ID, Attribute: v.attribute, Was: spell(told, v.attribute), Is: v.is}
		if last := e.last[changed{at, v.attribute}]; last != c.Number {
			log.Overruled = last
		}
		e.log(c, log)
		mark(entry, v.attribute)
	}
	e.parties(entry, c, news.AttributeActors, &entry.Actors, told.Actors, c.AddActors, c.DropActors)
	e.parties(entry, c, news.AttributeRecipients, &entry.Recipients, told.Recipients, c.AddRecipients, c.DropRecipients)
	if c.Wrong {
		since := e.unjudged(&c.Anchor, told.Evidence, c.Anchor.Words)
		e.gone[at] = e.gone[at] || len(since) == 0
		e.log(c, news.Corrected{Change: news.ChangeWrong, Entry: entry.ID, Was: EntryWords(told), Since: since})
	}
}

// parties adds and drops parties of one side. Whom the reports name there is added as they name them.
func (e *editor) parties(entry *news.Entry, c *news.Correction, attribute string, list *[]news.EntryParty, told []news.EntryParty, add, drop []news.Party) {
	if len(add)+len(drop) > 0 {
		*list = slices.Clone(*list) // what the reports tell keeps its own
		mark(entry, attribute)
	}
	for _, p := range drop {
		*list = slices.DeleteFunc(*list, isParty(p))
		e.log(c, news.Corrected{Change: news.ChangeDrop, Entry: entry.ID, Attribute: attribute, Was: p.Name})
	}
	for _, p := range add {
		party, was := news.EntryParty{Party: p}, ""
		if i := slices.IndexFunc(told, isParty(p)); i >= 0 {
			party, was = told[i], told[i].Name
		}
		if !slices.ContainsFunc(*list, isParty(p)) {
			*list = append(*list, party)
		}
		e.log(c, news.Corrected{Change: news.ChangeAdd, Entry: entry.ID, Attribute: attribute, Was: was, Is: p.Name})
	}
}

func isParty(p news.Party) func(news.EntryParty) bool {
	return func(o news.EntryParty) bool { return same(o.Party, p) }
}

// mark notes that an attribute of an entry is the user's.
func mark(entry *news.Entry, attribute string) {
	if !slices.Contains(entry.Corrected, attribute) {
		entry.Corrected = append(slices.Clone(entry.Corrected), attribute)
	}
}

func (e *editor) log(c *news.Correction, done news.Corrected) {
	done.Number, done.Note, done.At = c.Number, c.Note, c.At
	e.story.Corrected = append(e.story.Corrected, done)
}

// agree takes out the differences that a correction says are none: those of the entry, or of the story as a whole.
func (e *editor) agree(at int, c *news.Correction) {
	id := ""
	if at >= 0 {
		id = e.told[at].ID
	}
	e.story.Differences = slices.DeleteFunc(slices.Clone(e.story.Differences), func(d news.Difference) bool {
		if d.Attribute != c.Same.Attribute || at >= 0 && d.Entry >= 0 && d.Entry != at || !e.rests(d, c.Same.Words) {
			return false
		}
		var since, was []string
		for _, v := range d.Values {
			was = append(was, v.Value)
			if !slices.Contains(c.Same.Values, v.Value) {
				since = append(since, e.newly(&c.Anchor, v, c.Same.Words)...)
			}
		}
		slices.Sort(since)
		since = slices.Compact(since)
		e.log(c, news.Corrected{Change: news.ChangeSame, Entry: id, Attribute: d.Attribute, Was: strings.Join(was, " · "), Since: since})
		return len(since) == 0
	})
}

// newly returns the reports that give a value, if none of them was there when it was decided.
func (r *reading) newly(a *news.Anchor, v news.DifferenceValue, words []news.Quoted) []string {
	since := r.unjudged(a, v.Evidence, words)
	if len(since) < len(v.Reports) {
		return nil
	}
	return since
}

// finish takes out the entries that are none, and puts the others into their order.
func (e *editor) finish() {
	s := e.story
	order := make([]int, 0, len(s.Entries))
	for i := range s.Entries {
		if !e.gone[i] {
			order = append(order, i)
		}
	}
	for i := range s.Corrected {
		if k := slices.IndexFunc(e.told, func(x news.Entry) bool { return x.ID == s.Corrected[i].Entry }); k >= 0 && e.gone[k] {
			s.Corrected[i].Entry = ""
		}
	}
	if e.moved {
		slices.SortStableFunc(order, func(a, b int) int {
			x, y := &s.Entries[a], &s.Entries[b]
			return cmp.Or(cmp.Compare(rank(x.Status), rank(y.Status)), cmp.Compare(len(y.Voices()), len(x.Voices())))
		})
	}
	entries := make([]news.Entry, len(order))
	to := map[int]int{-1: -1}
	for k, i := range order {
		entries[k], to[i] = s.Entries[i], k
	}
	var differences []news.Difference
	for _, d := range s.Differences {
		if k, ok := to[d.Entry]; ok {
			d.Entry = k
			differences = append(differences, d)
		}
	}
	s.Entries, s.Differences = entries, differences
}
