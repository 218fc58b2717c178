package entity

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// arabic finds names in Arabic script, which has no capitals: after a title, after
// (in Persian before) a verb of speech, two name parts in a row, and after "and"
// behind another name.
func (s *scan) arabic(from, to int) {
	for i := from; i < to; i++ {
		if s.taken[i] {
			continue
		}
		switch {
		case s.role[i] >= 0 && s.roles[s.role[i]].from == i:
			m := s.roles[s.role[i]]
			s.beforeTitle(i, from)
			if j := s.afterTitle(m.to, to); j < to {
				s.takeArabic(j, to, true)
			}
			s.betweenCommas(m.to, to)
		case s.role[i] >= 0:
		case s.gaz[i] < 0 && s.pair(i, to):
			s.takeArabic(i, to, false)
		case s.said(i) && i+1 < to && s.lang.code == "ar" && s.arabicPart(i+1, true) && s.toks[i+1].Before == phrase.Space && s.role[i+1] < 0 && s.gaz[i+1] < 0:
			s.takeArabic(i+1, to, false)
		case s.gaz[i] < 0 && s.orgHead(i):
			s.takeOrg(i, to)
		}
	}
}

// beforeTitle takes the name in "name, title of country": up to three words between
// the comma and a small word, one of them known as a name.
func (s *scan) beforeTitle(i, from int) {
	if i == from || s.toks[i].Before&phrase.Comma == 0 {
		return
	}
	j, known := i, 0
	for j > from && i-j < 4 {
		k := j - 1
		w := s.word(k)
		if s.taken[k] || s.role[k] >= 0 || s.gaz[k] >= 0 && s.marks[s.gaz[k]].e.kind != news.Place || s.lang.is("split", w) || s.said(k) || s.toks[k].Digit {
			break
		}
		if _, ok := s.known(w); ok {
			known++
		}
		j = k
		if s.toks[k].Before != phrase.Space && s.toks[k].Before != phrase.Joiner {
			break
		}
	}
	if known > 0 && i-j >= 2 && i-j <= 3 && s.gaz[j] < 0 {
		s.add(found{from: j, to: i, start: s.toks[j].Span.Start, kind: news.Person, conf: 0.75})
	}
}

// betweenCommas takes the name in "title of something, name, verb": one to three words
// that commas enclose, none of them a word of another kind.
func (s *scan) betweenCommas(i, to int) {
	j := i
	for j < to && j-i < 6 && s.toks[j].Before&phrase.Comma == 0 {
		if s.toks[j].Before&^(phrase.Space|phrase.Joiner) != 0 || s.said(j) {
			return
		}
		j++
	}
	end, words := j, 0
	for ; end < to && (end == j || s.toks[end].Before&^(phrase.Space|phrase.Joiner) == 0); end++ {
		if s.toks[end].Before&phrase.Joiner == 0 {
			words++
		}
		w := s.word(end)
		if words > 3 || s.taken[end] || s.role[end] >= 0 || s.gaz[end] >= 0 || s.lang.is("split", w) || s.lang.is("link", w) || s.lang.is("org", w) || s.said(end) || s.toks[end].Digit {
			return
		}
	}
	if j > i && j < to && end < to && words >= 2 && s.toks[end].Before&phrase.Comma != 0 {
		s.add(found{from: j, to: end, start: s.toks[j].Span.Start, kind: news.Person, conf: 0.7})
	}
}

// afterTitle skips what may stand between a title and the name it belongs to.
func (s *scan) afterTitle(j, to int) int {
	for n := 0; n < 8 && j < to; n++ {
		k := s.toks[j]
		if k.Before&^(phrase.Space|phrase.Joiner|phrase.Comma) != 0 {
			return to
		}
		switch {
		case s.gaz[j] >= 0 && s.marks[s.gaz[j]].from == j && (s.marks[s.gaz[j]].e.kind != news.Place || !s.pair(j, to)):
			j = s.marks[s.gaz[j]].to
		case s.lang.is("link", s.word(j)):
			// "envoy to Yemen X", but not "the president in a statement".
			if s.lang.is("split", s.word(j)) && (j+1 >= to || s.gaz[j+1] < 0) {
				return to
			}
			j++
		case s.role[j] >= 0 && s.roles[s.role[j]].from == j:
			j = s.roles[s.role[j]].to
		default:
			return j
		}
	}
	return j
}

// pair reports whether two name parts stand together at i, the first a sure one.
func (s *scan) pair(i, to int) bool {
	if i+1 >= to || s.toks[i+1].Before != phrase.Space && s.toks[i+1].Before != phrase.Joiner {
		return false
	}
	w, next := s.word(i), s.word(i+1)
	common, ok := s.known(w)
	if !ok {
		w, _ = s.unprefixed(w)
		common, ok = s.known(w)
	}
	if !ok || s.lang.is("split", w) || s.lang.is("said", w) || s.role[i+1] >= 0 || s.said(i) {
		return false
	}
	if s.lang.is("part", next) {
		return common || i+2 < to && s.arabicPart(i+2, false)
	}
	if s.gaz[i+1] >= 0 {
		return false
	}
	strong, ok2 := s.known(next)
	return ok2 && !s.lang.is("split", next) && (common || strong) || common && s.family(next)
}

// known looks a word up among the name parts: itself, as a compound ("عبدالفتاح",
// "محمدجواد"), or with Persian letters in their Arabic spelling.
func (s *scan) known(w string) (common, ok bool) {
	names := s.t.arabic()
	if common, ok = names[w]; ok {
		return common, true
	}
	if s.lang.code == "fa" {
		if common, ok = names[persian.Replace(w)]; ok {
			return common, true
		}
	}
	for _, p := range []string{"عبدال", "محمد", "علي"} {
		if rest, cut := strings.CutPrefix(w, p); cut && utf8.RuneCountInString(rest) >= 3 {
			if _, ok = names[rest]; ok {
				return false, true
			}
		}
	}
	return false, false
}

// persian writes Persian letters as Arabic transcriptions do.
var persian = strings.NewReplacer("پ", "ب", "چ", "تش", "ژ", "ج", "گ", "غ")

// unprefixed takes an Arabic particle written onto the word off.
func (s *scan) unprefixed(w string) (string, int) {
	if s.lang.code == "ar" {
		for _, p := range []string{"و", "ف", "ل", "ب"} {
			if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) >= 3 {
				return rest, len(p)
			}
		}
	}
	return w, 0
}

// family reports whether a word looks like an Arabic family name: with the article
// and the ending of descent.
func (s *scan) family(w string) bool {
	if s.lang.code == "fa" {
		for _, end := range []string{"ي", "زاده", "پور", "يان", "نژاد", "فر", "دوست"} {
			if strings.HasSuffix(w, end) && utf8.RuneCountInString(w) >= 4 {
				return !s.lang.is("split", w) && !s.lang.is("link", w) && !s.lang.is("org", w)
			}
		}
		return false
	}
	return strings.HasPrefix(w, "ال") && strings.HasSuffix(w, "ي") && utf8.RuneCountInString(w) >= 5 && !s.lang.is("split", w)
}

func (s *scan) word(i int) string { return plain(s.toks[i].Span.In(s.text)) }

// said reports whether token i is a verb of speech, "and" before it or not.
func (s *scan) said(i int) bool {
	w := s.word(i)
	if s.lang.is("said", w) {
		return true
	}
	for _, p := range []string{"و", "ف"} {
		if rest, ok := strings.CutPrefix(w, p); ok && s.lang.is("said", rest) {
			return true
		}
	}
	return false
}

// arabicPart reports whether token i can be part of a name. The first of a name
// must be known; a later one may also look like a family name.
func (s *scan) arabicPart(i int, first bool) bool {
	w := s.word(i)
	if s.lang.is("split", w) || s.lang.is("said", w) || s.toks[i].Digit {
		return false
	}
	if s.lang.is("part", w) {
		return true
	}
	if _, ok := s.known(w); ok {
		return utf8.RuneCountInString(w) > 2
	}
	if rest, ok := strings.CutPrefix(w, "ال"); ok {
		if _, ok := s.t.arabic()[rest]; ok && utf8.RuneCountInString(rest) > 2 {
			return true
		}
	}
	return !first && s.family(w)
}

// takeArabic takes the name that begins at token i.
func (s *scan) takeArabic(i, to int, led bool) {
	start := s.toks[i].Span.Start
	if g := s.gaz[i]; g >= 0 && s.marks[g].e.kind != news.Place && (i+1 >= to || !s.lang.is("part", s.word(i+1))) {
		return
	}
	strange := 0
	if !s.arabicPart(i, true) {
		rest, cut := s.unprefixed(s.word(i))
		_, known := s.known(rest)
		switch {
		case cut > 0 && known && !s.lang.is("split", rest):
			start += cut
		case led && s.foreign(i) && i+1 < to && s.toks[i+1].Before == phrase.Space && (s.arabicPart(i+1, true) || s.foreign(i+1)) && s.gaz[i+1] < 0:
			strange++
		default:
			return
		}
	}
	j := i + 1
	for j < to && j-i < 6 {
		if !s.continues(j) {
			// A family name that no table knows, once, behind a known first name.
			if strange > 0 || j > i+2 || s.lang.is("part", s.word(i)) || !s.surnameLike(j) || j == i+2 && !s.boundary(j+1, to) {
				break
			}
			strange++
		}
		j++
	}
	for j > i && s.lang.is("part", s.word(j-1)) && !strings.HasSuffix(s.word(j-1), "لله") && s.word(j-1) != "الدين" {
		j--
	}
	if j == i || j == i+1 && (s.gaz[i] >= 0 || s.lang.is("org", s.word(i))) {
		return
	}
	conf := 0.7
	if led && s.sounds(i, j, strange) {
		conf = 0.85
	}
	if s.add(found{from: i, to: j, start: start, kind: news.Person, conf: conf}) {
		s.conjoined(j, to)
	}
}

// surnameLike reports whether an unknown word behind a first name can be the rest of
// the name: a foreign word, or one with the article.
func (s *scan) surnameLike(j int) bool {
	if s.foreign(j) {
		return true
	}
	k, w := s.toks[j], s.word(j)
	return k.Before == phrase.Space && s.role[j] < 0 && s.gaz[j] < 0 && s.lang.code == "ar" && strings.HasPrefix(w, article) &&
		utf8.RuneCountInString(w) >= 5 && !s.lang.is("split", w) && !s.lang.is("link", w) && !s.lang.is("org", w)
}

// boundary reports whether something ends before token j: the text, a clause, or
// the reach of a small word or verb.
func (s *scan) boundary(j, to int) bool {
	return j >= to || s.toks[j].Before&^(phrase.Space|phrase.Joiner) != 0 || s.lang.is("split", s.word(j)) || s.said(j)
}

// foreign reports whether token j can be a name that no table knows: a bare word,
// long, without the endings of adverbs and feminine nouns or the letter that
// begins a verb.
func (s *scan) foreign(j int) bool {
	k := s.toks[j]
	if k.Before != phrase.Space && k.Before != phrase.Joiner || s.role[j] >= 0 || s.gaz[j] >= 0 || s.said(j) || k.Digit {
		return false
	}
	w := s.word(j)
	n := utf8.RuneCountInString(w)
	if n < 4 || s.lang.is("split", w) || s.lang.is("link", w) || s.lang.is("org", w) || strings.HasPrefix(w, "ال") || strings.HasSuffix(w, "ه") && n < 6 {
		return false
	}
	if rest, cut := s.unprefixed(w); cut > 0 {
		if _, known := s.known(rest); known || s.lang.is("split", rest) || s.lang.is("said", rest) {
			return false
		}
	}
	for _, p := range []string{"ي", "ت", "ن", "لل", "وال", "بال", "مي"} {
		if strings.HasPrefix(w, p) && n < 6 {
			return false
		}
	}
	return n >= 5 && !strings.HasSuffix(w, "ات") && !strings.HasSuffix(w, "ين") && !strings.HasPrefix(w, "وال") && !strings.HasPrefix(w, "بال") && !strings.HasPrefix(w, "لل") && !strings.HasSuffix(w, "يا")
}

// conjoined takes the names that "and" joins to one that ends before token j.
func (s *scan) conjoined(j, to int) {
	if j >= to || s.role[j] >= 0 || s.gaz[j] >= 0 || s.toks[j].Before&^(phrase.Space|phrase.Comma) != 0 {
		return
	}
	w := s.word(j)
	if rest, ok := strings.CutPrefix(w, "و"); ok && s.lang.code == "ar" {
		if _, known := s.t.arabic()[rest]; known && j+1 < to && s.arabicPart(j+1, false) && s.toks[j+1].Before == phrase.Space && s.role[j+1] < 0 {
			s.takeArabic(j, to, false)
		}
	}
}

// continues reports whether the name goes on with token j.
func (s *scan) continues(j int) bool {
	if s.toks[j].Before == phrase.Joiner && s.role[j] < 0 {
		return !s.lang.is("plural", s.word(j))
	}
	if s.toks[j].Before != phrase.Space && s.toks[j].Before != phrase.Joiner || s.role[j] >= 0 || s.said(j) {
		return false
	}
	if g := s.gaz[j]; g >= 0 && s.marks[g].e.kind != news.Place {
		return false
	}
	w := s.word(j)
	if rest, ok := strings.CutPrefix(w, "و"); ok && s.lang.code == "ar" {
		_, whole := s.t.arabic()[w]
		if _, known := s.t.arabic()[rest]; known && !whole || s.lang.is("org", rest) {
			return false
		}
	}
	return s.arabicPart(j, false)
}

func (s *scan) orgHead(i int) bool {
	return s.lang.is("org", s.word(i)) || s.lang.is("org", strings.TrimPrefix(s.word(i), "و"))
}

// takeOrg takes "ministry of X": the head word, then what belongs to it up to the
// first small word, verb or title, four words at the most.
func (s *scan) takeOrg(i, to int) {
	start := s.toks[i].Span.Start
	if !s.lang.is("org", s.word(i)) {
		start += len("و")
	}
	j := i + 1
	for j < to && j-i < 4 && (s.toks[j].Before == phrase.Space || s.toks[j].Before == phrase.Joiner) {
		w := s.word(j)
		if s.lang.is("split", w) || s.said(j) || s.toks[j].Digit {
			break
		}
		if g := s.gaz[j]; g >= 0 {
			j = s.marks[g].to
			break
		}
		if s.lang.code == "ar" && !strings.HasPrefix(w, "ال") && !strings.HasPrefix(w, "وال") && !s.lang.is("org", w) {
			break
		}
		j++
	}
	if j > i+1 {
		s.add(found{from: i, to: j, start: start, kind: news.Organisation, conf: 0.5})
	}
}

// sounds reports whether the name [i,j) behind a title is surely one: of two words or more
// that are known as parts of names, or the last of which looks like a family name. Behind a
// title stand other words as well.
func (s *scan) sounds(i, j, strange int) bool {
	if w := s.word(i); strings.HasPrefix(w, article) {
		if _, known := s.known(w); !known {
			return false // "الديوان الأميري"
		}
	}
	return j-i > 1 && s.toks[i].Before != phrase.Joiner && (strange == 0 || s.lang.code == "ar" && s.family(s.word(j-1)))
}
