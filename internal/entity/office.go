package entity

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// gender is that of a title or pronoun; either where it says none.
type gender uint8

const (
	either gender = iota
	male
	female
)

// fits reports whether two genders may be of one person.
func (g gender) fits(o gender) bool { return g == either || o == either || g == o }

// office is what a title makes of somebody.
type office struct {
	code    string // of offices.tsv, with "/…" behind it where more words tell which; "=words" without a row
	gender  gender
	country string // that the title implies, or that stands beside it
	body    string // id of the organisation, or the word, whose office it is
	known   bool   // by the knowledge base, not by the report
}

// address is the code of words that go before any name: "Mr".
const address = "mr"

// topOffice is the code of words for whoever leads a country: the holder of one of
// leaderOffices.
const topOffice = "top"

var leaderOffices = set("pre pmi kng cha cpr")

// more is put behind the code of an office that a title tells more of.
const more = "/…"

// readOffices adds offices.tsv and refer.tsv to the languages.
func readOffices(fsys fs.FS, at func(string) *language) {
	phrase.Rows(fsys, "offices.tsv", func(f []string) {
		if len(f) < 4 {
			return
		}
		o := office{gender: genders[f[2]]}
		o.code, o.country, _ = strings.Cut(f[1], "=")
		for w := range strings.SplitSeq(f[3], "|") {
			at(f[0]).offices.Add(w, o)
		}
	})
	phrase.Rows(fsys, "refer.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		l := at(f[0])
		words := map[string]bool{}
		for w := range strings.SplitSeq(f[2], "|") {
			switch f[1] {
			case "he", "she", "both": // "él" is no "el"
				words[strings.ToLower(w)] = true
			case "body":
				words[phrase.Key(w)] = true
			default:
				words[wordKey(w)] = true
			}
		}
		l.refer[f[1]] = words
	})
}

// readGiven reads given.tsv.
func readGiven(fsys fs.FS) map[string]gender {
	given := map[string]gender{}
	phrase.Rows(fsys, "given.tsv", func(f []string) {
		if len(f) < 2 {
			return
		}
		for w := range strings.SplitSeq(f[1], "|") {
			given[givenKey(w)] = genders[f[0]]
		}
	})
	return given
}

// givenKey is how first names are compared: Russian ones without the ending of their case.
func givenKey(w string) string {
	if k := wordKey(w); k != "" && k[0] != 0xD0 && k[0] != 0xD1 {
		return k
	}
	return phrase.Key(w)
}

// genders are the letters for them in the tables.
var genders = map[string]gender{"m": male, "f": female}

// officeAt is the office that the title in the tokens [from,to) gives.
func (s *scan) officeAt(from, to int) office {
	return s.lang.office(s.text, s.toks[from:to])
}

// officeIn is the office that a title of the report's language gives.
func (s *scan) officeIn(title string) office {
	return s.lang.office(title, phrase.Tokens(title))
}

func (l *language) office(text string, toks []phrase.Token) office {
	best, from, n := office{}, 0, 0
	for i := range toks {
		if m := l.offices.At(text, toks, i); m.N > n {
			best, from, n = oneOffice(m.Values), i, m.N
		}
	}
	if n == 0 {
		best, n = l.compound(toks)
		if n == 0 {
			return office{code: "=" + joined(toks)}
		}
		best.code += more
	}
	if n == len(toks) {
		return best
	}
	for i, t := range toks {
		if (i < from || i >= from+n) && l.refer["deputy"][wordKey(t.Span.In(text))] {
			return office{code: "=" + joined(toks), gender: best.gender}
		}
	}
	if !strings.HasSuffix(best.code, more) {
		best.code += more
	}
	return best
}

// oneOffice is the office of rows that share a form: of no gender where they have two.
func oneOffice(rows []office) office {
	o := rows[0]
	for _, r := range rows[1:] {
		if r.code == o.code && r.gender != o.gender {
			o.gender = either
		}
	}
	return o
}

// compound is the office at the end of a longer word, as German has them: "Handelsminister".
func (l *language) compound(toks []phrase.Token) (office, int) {
	if l.refer["compound"] == nil {
		return office{}, 0
	}
	for i, t := range toks {
		for at := 3; at < len(t.Key)-5; at++ {
			m := l.offices.AtKey(toks, i, t.Key[at:])
			if m.N != 1 {
				continue
			}
			if l.refer["deputy"][t.Key[:at]] || l.refer["no"][t.Key[:at]] {
				return office{}, 0
			}
			return oneOffice(m.Values), 1
		}
	}
	return office{}, 0
}

func joined(toks []phrase.Token) string {
	keys := make([]string, len(toks))
	for i, t := range toks {
		keys[i] = t.Key
	}
	return strings.Join(keys, " ")
}

// means reports how well an office answers a title: 2 where it is the very one, 1 where the
// report does not say enough to tell, 0 where it is another.
func (o office) means(t title, country string) int {
	leads := t.office.code == topOffice && t.country != "" && leaderOffices[o.code]
	if o.code != t.office.code && !leads && !strings.HasPrefix(o.code, t.office.code+"/") {
		return 0
	}
	exact := o.code == t.office.code || leads || strings.HasPrefix(t.office.code, "min")
	if !t.office.gender.fits(o.gender) {
		return 0
	}
	level := 2
	if t.country != "" {
		if o.country != "" {
			country = o.country
		}
		if !exact || country != "" && country != t.country {
			return 0
		}
		if country == "" {
			if o.body != "" {
				return 0
			}
			level = 1
		}
	}
	if t.body != "" && o.body != t.body {
		if o.body != "" || t.country == "" {
			return 0
		}
		level = 1
	}
	if !exact {
		level = 1
	}
	return level
}

// englishOffice is the office that an English title gives: those of the knowledge base.
func (s *scan) englishOffice(title string) office {
	en := s.t.langs()[news.Lang("en")]
	if en == nil || title == "" {
		return office{}
	}
	return en.office(title, phrase.Tokens(title))
}

// noName are the offices whose words are family names as well.
var noName = set("kng gen mr com top")

// withoutTitles leaves out the people and places that are but a title, unless the report has
// it as a part of a name: "Kanzler".
func (s *scan) withoutTitles(out []news.Mention) []news.Mention {
	return slices.DeleteFunc(out, func(m news.Mention) bool {
		if m.Kind != news.Person && m.Kind != news.Place || m.Entity != "" {
			return false
		}
		from, to := s.tokensOf(m.Span)
		if from >= to {
			return false
		}
		f := s.lang.offices.At(s.text, s.toks, from)
		if f.N != to-from || f.Drop > 0 || noName[f.Values[0].code] {
			return false
		}
		return !slices.ContainsFunc(out, func(o news.Mention) bool {
			return o.Kind == news.Person && len(o.Name) > len(m.Name) && strings.HasSuffix(o.Name, m.Name)
		})
	})
}
