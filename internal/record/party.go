package record

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// same reports whether two parties are one, and alike whether one may stand for the
// other: the presidents in one report are the countries in the next.
func same(a, b news.Party) bool {
	if a.Entity != "" && a.Entity == b.Entity {
		return true
	}
	if a.Kind == news.Country && b.Kind == news.Country {
		return a.Country != "" && a.Country == b.Country
	}
	return a.Kind == b.Kind && sameName(a.Name, b.Name)
}

func alike(a, b news.Party) bool {
	return same(a, b) || a.Country != "" && a.Country == b.Country && (a.Kind == news.Country || b.Kind == news.Country)
}

// sameName compares names as written: equal after folding, or one is the last
// words of the other ("Shamkhani", "Ali Shamkhani").
func sameName(a, b string) bool {
	a, b = text.Fold(strings.TrimSpace(a)), text.Fold(strings.TrimSpace(b))
	if a == "" || b == "" {
		return false
	}
	return a == b || strings.HasSuffix(a, " "+b) || strings.HasSuffix(b, " "+a)
}

// inCommon pairs up the parties of two lists, the same ones before those that
// stand for each other, and returns how many pairs there are of each.
func inCommon(a, b []news.Party) (equal, alsoAlike int) {
	used := make([]bool, len(b))
	left := make([]news.Party, 0, len(a))
	for _, p := range a {
		if i := find(p, b, used, same); i >= 0 {
			used[i] = true
			equal++
		} else {
			left = append(left, p)
		}
	}
	for _, p := range left {
		if i := find(p, b, used, alike); i >= 0 {
			used[i] = true
			alsoAlike++
		}
	}
	return equal, alsoAlike
}

func find(p news.Party, in []news.Party, used []bool, eq func(a, b news.Party) bool) int {
	for i, q := range in {
		if !used[i] && eq(p, q) {
			return i
		}
	}
	return -1
}

// addParties adds the parties that a report names, each once.
func addParties(to []news.EntryParty, from []news.Party, report string) []news.EntryParty {
next:
	for _, p := range from {
		p.Mention = -1 // counts mentions of one report
		for i := range to {
			if !same(to[i].Party, p) {
				continue
			}
			q := &to[i]
			if q.Reports[len(q.Reports)-1] != report {
				q.Reports = append(q.Reports, report)
			}
			complete(&q.Party, p)
			continue next
		}
		to = append(to, news.EntryParty{Party: p, Reports: []string{report}})
	}
	return to
}

// complete fills what the first report to name a party did not say.
func complete(p *news.Party, q news.Party) {
	if p.Entity == "" || p.Entity[0] == 'L' && q.Entity != "" && q.Entity[0] != 'L' {
		p.Entity, p.Name = q.Entity, q.Name
	}
	if p.Country == "" || p.Inferred && q.Country != "" && !q.Inferred {
		p.Country, p.Inferred = q.Country, q.Inferred
	}
	if p.Sector == "" {
		p.Sector = q.Sector
	}
}
