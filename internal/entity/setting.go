package entity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// setting is where a report takes place, as far as its countries and surest towns tell.
type setting struct {
	lands    map[string]float64            // how often countries are named
	own      map[*named]map[string]float64 // how often by a name that is itself in question
	most     float64                       // of the country named most
	towns    map[string]bool               // countries of which a large town that is no capital is surely named
	points   []kb.Entry                    // towns that can be no other
	dateline string                        // country of the place before the first sentence
	opening  int                           // the mention of that place, -1 if none
}

// settingOf counts the countries of a report, finds its surest towns and reads its dateline.
func (s *scan) settingOf(out []news.Mention, names []*named) setting {
	set := setting{lands: map[string]float64{}, own: map[*named]map[string]float64{}, towns: map[string]bool{}, opening: -1}
	doubt := map[int]*named{}
	for _, p := range names {
		if e, ok := surest(p.all); ok && p.land == "" {
			set.points = append(set.points, e)
			set.towns[e.Country] = set.towns[e.Country] || e.Feature != capitalCity && e.Population >= knownTown
		}
		for _, i := range p.mentions {
			doubt[i] = p
		}
	}
	for i, m := range out {
		if m.Kind == news.Country && m.Country != "" {
			set.count(m.Country, doubt[i])
		}
		if (m.Kind == news.Place || doubt[i] != nil) && set.opening < 0 && s.isDateline(m.Span) {
			set.dateline, set.opening = m.Country, i
		}
	}
	return set
}

// count takes in that a country is named, perhaps by a name that could mean something else.
func (set *setting) count(land string, by *named) {
	set.lands[land]++
	set.most = max(set.most, set.lands[land])
	if by != nil {
		if set.own[by] == nil {
			set.own[by] = map[string]float64{}
		}
		set.own[by][land]++
	}
}

// share is how much a report names a country, of the one that it names most, not counting
// the name whose meaning is asked for.
func (set setting) share(land string, asked *named) float64 {
	if set.most == 0 {
		return 0
	}
	return (set.lands[land] - set.own[asked][land]) / set.most
}

// opens reports whether a mention is that of the dateline.
func (set setting) opens(mention int) bool { return set.opening == mention }

// surest is the place that stands out among those of a name by its size alone.
func surest(all []kb.Entry) (best kb.Entry, ok bool) {
	first, second := 0.0, 0.0
	for _, e := range all {
		switch w := (setting{}).weight(e, &named{}); {
		case w > first:
			best, first, second = e, w, first
		case w > second:
			second = w
		}
	}
	return best, best.HasPoint && first >= second+surely
}

// isDateline reports whether a place stands before the first sentence, with a dash, a
// bracket or a date behind it: "Tehran (IP) -", "هراري 15-7 (اف ب)", "【平壤9月19日电】".
func (s *scan) isDateline(span news.Span) bool {
	if span.Start > datelineEnds {
		return false
	}
	line := s.text[span.End:]
	if i := strings.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	line = strings.TrimLeft(line, " \u00a0,،")
	return strings.HasPrefix(line, "(") || strings.HasPrefix(line, "—") || strings.HasPrefix(line, "–") ||
		strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "-(") || line != "" && line[0] >= '0' && line[0] <= '9'
}

// fewWords is how many small words may part a town from its country: "the Lebanese city of
// Tripoli".
const fewWords = 3

// landBeside is the country that stands right beside a place, "" if none: behind a comma, a
// bracket or "in" ("Tripoli in Lebanon"), as a nationality ("طرابلس الليبية"), or in front with
// nothing but a word for "city" between.
func (s *scan) landBeside(out []news.Mention, i int) string {
	if i+1 < len(out) {
		n := out[i+1]
		if land := s.landOf(n); land != "" && s.behind(out[i].Span.End, n) {
			return land
		}
	}
	if i > 0 {
		if p := out[i-1]; p.Kind == news.Country && s.before(p.Span.End, out[i].Span.Start) {
			return p.Country
		}
	}
	return ""
}

// landOf is the country that a mention names, or that of the province it names.
func (s *scan) landOf(m news.Mention) string {
	if m.Kind == news.Country {
		return m.Country
	}
	if m.Kind != news.Place {
		return ""
	}
	for _, e := range s.t.known().find(m.Span.In(s.text), news.Place) {
		if e.Feature == provinceName {
			return e.Country
		}
	}
	return ""
}

// behind reports whether the country or province n belongs to what ends at byte end.
func (s *scan) behind(end int, n news.Mention) bool {
	if n.Span.Start < end {
		return false
	}
	gap := strings.TrimSpace(s.text[end:n.Span.Start])
	switch {
	case gap == "," || gap == "،" || gap == "(" || gap == "（":
		return !n.Adjective
	case gap == "":
		return n.Adjective && end < n.Span.Start
	case n.Adjective || len(gap) > 8:
		return false
	}
	return s.lang.is("in", wordKey(strings.TrimLeft(gap, ",، ")))
}

// before reports whether only words for a city part what ends at byte from and begins at to.
func (s *scan) before(from, to int) bool {
	if to < from || to-from > 40 {
		return false
	}
	words := strings.FieldsFunc(s.text[from:to], func(r rune) bool { return r == ' ' || r == '\'' || r == '’' || r == '\u00a0' })
	if len(words) > fewWords {
		return false
	}
	return !slices.ContainsFunc(words, func(w string) bool { return !s.lang.is("town", wordKey(w)) })
}

// calledTown reports whether a word for a town stands before a name: "مدينة الجزائر".
func (s *scan) calledTown(span news.Span) bool {
	i := s.tokenAt(span.Start)
	return i > 0 && i < len(s.toks) && s.toks[i].Before&^phrase.SameRun == 0 && s.lang.is("town", wordKey(s.tok(i-1))) && len(s.tok(i-1)) > 3
}

// tokenAt is the index of the first token that ends behind byte at.
func (s *scan) tokenAt(at int) int {
	i, _ := slices.BinarySearchFunc(s.toks, at+1, func(t phrase.Token, at int) int { return cmp.Compare(t.Span.End, at) })
	return i
}

// ownPlace reports whether an id is that of a place of the user's.
func (s *scan) ownPlace(id string) bool {
	if s.owned == nil {
		return false
	}
	_, _, ok := s.owned.own.place(id)
	return ok
}
