package unigram

import (
	"errors"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// rules replaces characters by others: NFKC with the exceptions of the vocabulary's makers, as a list of keys and values.
//
// The reference looks at one user-perceived character (a cluster of UAX #29) at a time. If it has fewer than six bytes and some
// key is the beginning of it, the value of the shortest such key takes the place of the whole; if not, each of its code
// points is looked up alone. So "ﬁ" with an accent loses the accent, and longer clusters are not composed. That looks like
// a fault, but the vocabulary's models were trained on what it gives.
type rules struct {
	pages  [(unicode.MaxRune + 1) / pageSize]*page // by code point; nil where none is replaced or joins
	values []string
	longer map[string]string // by keys of several code points
}

// page has an entry for each of pageSize code points: 0 if it is kept, or one more than the index of its value; and the flag
// joins.
type page [pageSize]uint16

const (
	pageSize    = 256
	joins       = 1 << 15 // the code point belongs to the cluster of the one before
	maxCluster  = 6       // bytes: from here on code points are looked up alone
	replacement = "\uFFFD"
)

// parseRules reads tok.norm.
func parseRules(raw []byte) (*rules, error) {
	r := &rules{longer: map[string]string{}}
	data := string(raw) // keys and values are parts of it
	for len(data) > 0 {
		key, rest, ok := field(data)
		value, rest, ok2 := field(rest)
		if !ok || !ok2 || key == "" {
			return nil, errors.New("a rule is cut off or has no key")
		}
		if !utf8.ValidString(key) || !utf8.ValidString(value) {
			return nil, fmt.Errorf("%q to %q is not UTF-8", key, value)
		}
		data = rest
		first, n := utf8.DecodeRuneInString(key)
		switch {
		case n == len(key):
			r.values = append(r.values, value)
			*r.at(first) = uint16(len(r.values))
		case len(key) < maxCluster: // longer ones never match
			r.longer[key] = value
		}
	}
	if len(r.values) >= joins {
		return nil, fmt.Errorf("%d rules for single code points; %d is the most", len(r.values), joins-1)
	}
	eachJoining(func(c rune) { *r.at(c) |= joins })
	return r, nil
}

// field takes a byte of length and as many bytes off data.
func field(data string) (string, string, bool) {
	if len(data) == 0 || len(data) <= int(data[0]) {
		return "", "", false
	}
	n := int(data[0]) + 1
	return data[1:n], data[n:], true
}

// at returns the place of the entry of c.
func (r *rules) at(c rune) *uint16 {
	p := &r.pages[c/pageSize]
	if *p == nil {
		*p = new(page)
	}
	return &(*p)[c%pageSize]
}

// entry returns the entry of c.
func (r *rules) entry(c rune) uint16 {
	if p := r.pages[c/pageSize]; p != nil {
		return p[c%pageSize]
	}
	return 0
}

// value returns what takes the place of c, if c is not kept.
func (r *rules) value(c rune) (string, bool) {
	if i := r.entry(c) &^ joins; i > 0 {
		return r.values[i-1], true
	}
	return "", false
}

// apply hands the characters that text becomes to l.
func (r *rules) apply(text string, l *lattice) {
	for i := 0; i < len(text); {
		c, n := utf8.DecodeRuneInString(text[i:])
		end := i + n
		// Before ASCII every cluster ends, but for those of a prepended sign.
		if end < len(text) && (text[end] >= utf8.RuneSelf || prepends(c)) {
			if next, _ := utf8.DecodeRuneInString(text[end:]); r.joined(c, next) {
				i = r.cluster(text, i, l)
				continue
			}
		}
		r.one(c, text[i:end], news.Span{Start: i, End: end}, l)
		i = end
	}
}

// one looks up the code point c alone, which text is.
func (r *rules) one(c rune, text string, from news.Span, l *lattice) {
	switch value, ok := r.value(c); {
	case ok:
		l.add(value, from)
	case c == utf8.RuneError:
		l.put(replacement, from)
	default:
		l.put(text, from)
	}
}

// cluster hands on what becomes of the cluster of several code points at start, and returns its end.
func (r *rules) cluster(text string, start int, l *lattice) int {
	end, size := r.clusterEnd(text, start)
	if size < maxCluster {
		if value, ok := r.beginning(text[start:end]); ok {
			l.add(value, news.Span{Start: start, End: end})
			return end
		}
	}
	for at := start; at < end; {
		c, n := utf8.DecodeRuneInString(text[at:end])
		r.one(c, text[at:at+n], news.Span{Start: at, End: at + n}, l)
		at += n
	}
	return end
}

// beginning returns the value of the shortest key that s begins with.
func (r *rules) beginning(s string) (string, bool) {
	first, at := utf8.DecodeRuneInString(s)
	if value, ok := r.value(first); ok {
		return value, true
	}
	for at < len(s) {
		_, n := utf8.DecodeRuneInString(s[at:])
		at += n
		if value, ok := r.longer[s[:at]]; ok {
			return value, true
		}
	}
	return "", false
}
