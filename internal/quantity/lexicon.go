package quantity

import (
	"cmp"
	"embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// files are the rows; each file says in its head what they mean.
//
//go:embed data/*.tsv
var files embed.FS

// word is what a row of words.tsv or clock.tsv says of its forms.
type word struct {
	n     float64 // minutes of a unit of time, metres of a mile, the part that "half" is
	unit  string  // ISO code, unit of measure, bound, part of the day
	exact string  // the letters it has to be written with, "" where any accents will do
}

// noun is a class of what is counted.
type noun struct {
	class string
	dual  bool // the form itself says two
}

// lexicon is a language ready for use.
type lexicon struct {
	lang     news.Lang
	numbers  map[string]numeral
	stems    map[string]bool // Cyrillic number words as package phrase keys them: a quick no
	inside   map[byte][]part // number words by their first byte, longest first, for words written together
	roles    map[string]*roleTable
	starts   map[string]begin // what a word may be the beginning of, by its key
	traits   map[string]bool
	signs    []sign // of currencies, longest first
	nouns    *phrase.Table[noun]
	verbs    *phrase.Table[word] // unit is the class
	people   map[string]bool     // classes of people
	state    map[string]bool     // those that say what befell them
	endings  []string            // of adjectives
	suffixes []string            // of nouns and units
	not      map[string]bool     // folded words that only look like a number
	and      []string            // "and" as it stands inside a word
}

// roleTable holds the phrases of a role, and the words that they end with.
type roleTable struct {
	*phrase.Table[word]
	ends map[string]bool
}

// sign is a currency's.
type sign struct{ text, code string }

// part is a number word as it stands inside a longer one.
type part struct {
	key string
	numeral
}

// languages holds a lexicon for each language, made when first asked for.
var languages = sync.OnceValue(func() map[news.Lang]func() *lexicon {
	all := map[news.Lang]func() *lexicon{}
	add := func(lang news.Lang) {
		if _, ok := all[lang]; !ok && lang != "*" {
			all[lang] = sync.OnceValue(func() *lexicon { return load(lang) })
		}
	}
	add(news.Undetermined)
	phrase.Rows(files, "data/numbers.tsv", func(f []string) { add(news.Lang(f[0])) })
	return all
})

func lexiconOf(lang news.Lang) *lexicon {
	if l, ok := languages()[lang]; ok {
		return l()
	}
	return languages()[news.Undetermined]()
}

// load reads the rows of one language.
func load(lang news.Lang) *lexicon {
	l := &lexicon{
		lang: lang, numbers: map[string]numeral{}, stems: map[string]bool{}, inside: map[byte][]part{},
		roles: map[string]*roleTable{}, starts: map[string]begin{}, traits: map[string]bool{}, people: map[string]bool{}, state: map[string]bool{}, not: map[string]bool{},
		nouns: phrase.NewTable[noun](0), verbs: phrase.NewTable[word](0),
	}
	phrase.Rows(files, "data/words.tsv", func(f []string) {
		if f[0] == "suffix" && f[1] == string(lang) {
			l.suffixes = strings.Split(f[3], "|")
		}
	})
	mine := func(of string) bool { return of == "*" || of == string(lang) }
	for _, name := range []string{"data/words.tsv", "data/clock.tsv"} {
		prefix := ""
		if name == "data/clock.tsv" {
			prefix = "clock "
		}
		phrase.Rows(files, name, func(f []string) {
			if len(f) == 4 && mine(f[1]) {
				l.word(prefix+f[0], f[2], strings.Split(f[3], "|"))
			}
		})
	}
	phrase.Rows(files, "data/numbers.tsv", func(f []string) {
		if len(f) == 3 && mine(f[0]) {
			l.number(f[1], strings.Split(f[2], "|"))
		}
	})
	phrase.Rows(files, "data/nouns.tsv", func(f []string) {
		if len(f) == 3 && mine(f[1]) {
			l.noun(f[0], strings.Split(f[2], "|"))
		}
	})
	phrase.Rows(files, "data/verbs.tsv", func(f []string) {
		if len(f) == 3 && mine(f[1]) {
			for _, form := range strings.Split(f[2], "|") {
				form, exact := cutExact(form)
				class, before := strings.CutSuffix(f[0], "<")
				w := word{unit: class, exact: exact}
				if before {
					w.n = 1
				}
				l.verbs.Add(form, w)
			}
		}
	})
	for _, parts := range l.inside {
		slices.SortFunc(parts, func(a, b part) int {
			return cmp.Or(cmp.Compare(len(b.key), len(a.key)), cmp.Compare(a.key, b.key))
		})
	}
	slices.SortFunc(l.signs, func(a, b sign) int {
		return cmp.Or(cmp.Compare(len(b.text), len(a.text)), cmp.Compare(a.text, b.text))
	})
	return l
}

// word enters a row of words.tsv or clock.tsv.
func (l *lexicon) word(role, value string, forms []string) {
	switch role {
	case "trait":
		for _, f := range forms {
			l.traits[f] = true
		}
		return
	case "sign":
		for _, f := range forms {
			l.signs = append(l.signs, sign{f, value})
		}
		return
	}
	w := word{unit: value}
	first, rest, _ := strings.Cut(value, " ")
	if n, err := strconv.ParseFloat(first, 64); err == nil {
		w = word{n: n, unit: rest}
	}
	if role == "notnumber" {
		for _, f := range forms {
			l.not[text.Fold(f)] = true
		}
		return
	}
	if role == "suffix" {
		return // read before everything else
	}
	if role == "adjective" {
		l.endings = append(l.endings, forms...)
		return
	}
	if role == "and" {
		for _, f := range forms {
			l.and = append(l.and, text.Fold(f))
		}
	}
	t := l.roles[role]
	if t == nil {
		t = &roleTable{phrase.NewTable[word](0), map[string]bool{}}
		l.roles[role] = t
	}
	for _, f := range l.forms(forms) {
		dual := w
		f.text, dual.exact = cutExact(f.text)
		if f.dual {
			dual.n *= 2
			dual.unit = strings.TrimSpace(dual.unit + " dual")
		}
		t.Add(f.text, dual)
		if toks := phrase.Tokens(f.text); len(toks) > 0 {
			t.ends[toks[len(toks)-1].Key] = true
		}
		l.start(f.text, begins[role])
		if f.dual {
			l.start(f.text, withoutNumber)
		}
	}
}

// begin says what a quantity may begin with.
type begin uint8

const (
	anHour        begin = 1 << iota // a word of an hour: noon, half past
	aNumber                         // a number, which may be an hour too
	withoutNumber                   // a quantity that has no number
	aUnit                           // a unit, which needs a number in most languages, or "and a half"
	anArticle                       // "a", which needs a unit or a larger word behind it
)

// begins are the roles that a quantity can begin with.
var begins = map[string]begin{
	"clock named": anHour, "clock past": anHour, "clock nth": anHour, "vague": aNumber, "halfof": withoutNumber, "timeword": withoutNumber, "time": aUnit, "measure": aUnit, "half": aUnit,
}

// start notes that the first word of a phrase may begin a quantity.
func (l *lexicon) start(of string, b begin) {
	if toks := phrase.Tokens(of); b != 0 && len(toks) > 0 {
		l.starts[toks[0].Key] |= b
	}
}

// begins is what may begin with token i.
func (c *scan) begins(i int) begin {
	t := &c.toks[i]
	if t.Digit {
		return aNumber
	}
	if b, ok := c.lex.starts[t.Key]; ok {
		if b == aUnit && c.lex.roles["bare"] != nil {
			return withoutNumber
		}
		if b&anArticle != 0 && i+1 < len(c.toks) && c.lex.starts[c.toks[i+1].Key] != 0 {
			return aNumber
		}
		return b &^ (aUnit | anArticle)
	}
	if c.lex.traits["joined"] && c.mayJoin(t.Key) {
		return aNumber
	}
	var b begin
	for _, f := range t.Forms(c.s) {
		b |= c.lex.starts[f.Key]
	}
	if b&aUnit != 0 && c.lex.roles["bare"] != nil {
		b |= withoutNumber
	}
	return b &^ (aUnit | anArticle)
}

// cutExact takes the "=" off a form that has to be written with just its letters, and returns those.
func cutExact(form string) (text, exact string) {
	if f, ok := strings.CutPrefix(form, "="); ok {
		return f, strings.TrimSuffix(f, "*")
	}
	return form, ""
}

// form is one form of a row.
type form struct {
	text string
	dual bool
}

// forms writes out what rows say in short: forms with an ending of the language, such as the Arabic accusative, and the
// duals of a stem with "2:".
func (l *lexicon) forms(in []string) []form {
	var out []form
	for _, f := range in {
		if stem, ok := strings.CutPrefix(f, "2:"); ok {
			for _, end := range []string{"ان", "ين"} {
				out = append(out, form{stem + end, true})
			}
			continue
		}
		out = append(out, form{f, false})
		if strings.ContainsAny(f, " *=") || strings.HasSuffix(f, "ا") || strings.HasSuffix(f, "ة") {
			continue // these take no ending
		}
		for _, end := range l.suffixes {
			out = append(out, form{f + end, false})
		}
	}
	return out
}

func (l *lexicon) noun(class string, forms []string) {
	if set := map[string]map[string]bool{"@people": l.people, "@state": l.state}[class]; set != nil {
		for _, f := range forms {
			set[f] = true
		}
		return
	}
	for _, f := range l.forms(forms) {
		l.nouns.Add(f.text, noun{class, f.dual})
		if f.dual {
			l.start(f.text, withoutNumber)
		}
	}
}

func (l *lexicon) number(value string, forms []string) {
	n, ok := parseNumeral(value)
	if !ok {
		return
	}
	for _, f := range forms {
		f, within := strings.CutPrefix(f, "@")
		f, n.exact = cutExact(f)
		key := text.Fold(f)
		if !within {
			l.numbers[key] = n
			l.stems[phrase.Key(f)] = true
			if n.kind == article {
				l.starts[phrase.Key(f)] |= anArticle
			} else {
				l.starts[phrase.Key(f)] |= aNumber
			}
		}
		if l.traits["joined"] && key != "" && (n.kind == plain || n.kind == article && key == text.Fold(forms[0]) || n.kind == article && key == "uno") {
			l.inside[key[0]] = append(l.inside[key[0]], part{key, n})
		}
	}
}

// at returns the longest phrase of a role that begins with token i. Where key is not "", it stands for the
// token's own: what is written onto a number.
func (c *scan) at(role string, i int, key string) (w word, next int, ok bool) {
	t := c.lex.roles[role]
	if t == nil || i >= len(c.toks) {
		return word{}, i, false
	}
	var m phrase.Match[word]
	if key != "" {
		m = t.AtKey(c.toks, i, key)
	} else {
		m = t.At(c.s, c.toks, i)
	}
	if m.N == 0 || !c.written(m.Values[0].exact, i, i+m.N-1) {
		return word{}, i, false
	}
	return m.Values[0], i + m.N, true
}

// maxLeft is the most tokens of a phrase that stands before a number.
const maxLeft = 5

// left returns the longest phrase of a role that ends just before token i, and where it begins.
func (c *scan) left(role string, i int) (w word, start int, ok bool) {
	t := c.lex.roles[role]
	if t == nil || i >= len(c.toks) || c.toks[i].Before&^(phrase.SameRun|phrase.Quote|phrase.Other) != 0 {
		return word{}, i, false
	}
	k := min(maxLeft, i)
	if !t.ends[c.toks[i-min(i, 1)].Key] {
		k = min(k, 1) // but for a particle written onto it
		if !c.lex.traits["particles"] {
			return word{}, i, false
		}
	}
	for ; k > 0; k-- {
		if m := t.At(c.s, c.toks, i-k); m.N == k && c.written(m.Values[0].exact, i-k, i-1) {
			return m.Values[0], i - k, true
		}
	}
	return word{}, i, false
}
