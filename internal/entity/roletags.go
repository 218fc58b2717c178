package entity

import "slices"

// sureRole is how sure of a title the model must be where no table knows it.
const sureRole = 0.6

// markTags adds the titles that the reading model tagged to those of the tables. One
// that holds a title of the tables lets it have all its words; another has no sector.
func (s *scan) markTags() {
	roles := s.doc.Reading.Of("roles")
	if len(roles) == 0 {
		return
	}
	named := make([]bool, len(s.toks))
	for _, t := range s.doc.Reading.Of("names") {
		for i, to := s.tokensOf(t.Span); i < to && t.Label != "NAT"; i++ {
			named[i] = true
		}
	}
	for _, t := range roles {
		from, to := s.tokensOf(t.Span)
		if from < to && t.Confidence >= sureRole && !slices.Contains(named[from:to], true) {
			s.addRole(from, to)
		}
	}
}

func (s *scan) addRole(from, to int) {
	m := mark{from: from, to: to, start: s.toks[from].Span.Start}
	old := -1
	for i := from; i < to; i++ {
		r := int(s.role[i])
		switch {
		case r < 0 || r == old:
		case old >= 0: // two titles of the tables: they stay as they are
			return
		default:
			old = r
		}
	}
	if old < 0 {
		s.note(&s.roles, s.role, m)
		return
	}
	have := &s.roles[old]
	if have.from < from || have.to > to {
		return
	}
	if have.from > from {
		have.start = m.start
	}
	have.from, have.to = from, to
	for i := from; i < to; i++ {
		s.role[i] = int32(old)
	}
}
