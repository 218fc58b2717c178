package identity

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// mergers proposes, of each two groups that are likely one, the surest pair.
func (s *solver) mergers() []Proposal {
	var out []Proposal
	seen := map[[2]string]bool{}
	for _, d := range s.decisions {
		if d.Kind == Apart && s.nodes[d.A] != nil && s.nodes[d.B] != nil {
			seen[pair(s.root(d.A), s.root(d.B))] = true
		}
	}
	for _, l := range s.pairs {
		k := pair(s.root(l.A), s.root(l.B))
		if l.Confidence < Likely || k[0] == k[1] || seen[k] || Raw(l.A) == Raw(l.B) {
			continue
		}
		seen[k] = true
		a, b := s.holder(k[0]), s.holder(k[1])
		reasons := l.Reasons
		if l.Confidence >= Sure {
			reasons = append(slices.Clone(reasons), news.Reason("others"))
		}
		out = append(out, Proposal{Kind: Merge, A: min(a, b), B: max(a, b), Confidence: l.Confidence, Reasons: reasons})
	}
	return out
}

// splits proposes to divide an id whose reports seem to speak of two people.
func (s *solver) splits() []Proposal {
	var out []Proposal
	for _, id := range s.order {
		p := s.nodes[id]
		if s.one[Raw(id)] || id != p.Sightings[0].ID {
			continue
		}
		if x := twoCountries(p); x != nil {
			out = append(out, *x)
		}
	}
	return out
}

// leastReports is how many reports must give another country before a split is proposed.
const leastReports = 2

// twoCountries proposes a split where reports give two countries, each several times, and
// do not agree on the office.
func twoCountries(p *Person) *Proposal {
	main := most(p.Countries)
	second := ""
	for c, n := range p.Countries {
		if c != main && n >= leastReports && (second == "" || n > p.Countries[second] || n == p.Countries[second] && c < second) {
			second = c
		}
	}
	if second == "" {
		return nil
	}
	var reports, there []string
	roles := [2]map[string]bool{{}, {}}
	for _, g := range p.Sightings {
		at := 0
		switch g.Country {
		case second:
			at = 1
			reports = append(reports, g.Report)
		case main:
			there = append(there, g.Report)
		default:
			continue
		}
		for _, r := range g.Roles {
			roles[at][fold(r)] = true
		}
	}
	confidence := 0.6
	reasons := []string{news.Reason("split_country", len(there), main, len(reports), second)}
	if len(roles[0]) > 0 && len(roles[1]) > 0 && !common(roles[0], roles[1]) {
		confidence = 0.75
		reasons = append(reasons, news.Reason("split_role", strings.Join(sorted(roles[0]), ", "), strings.Join(sorted(roles[1]), ", ")))
	}
	slices.Sort(reports)
	return &Proposal{Kind: Split, A: p.ID, Confidence: confidence, Reasons: reasons, Reports: slices.Compact(reports)}
}

func common(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}
