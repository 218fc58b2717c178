package date

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Each language is one file of rows; docs/dates.md describes them.
//
//go:embed lang/*.txt
var files embed.FS

// class is what a word or a number can be in an expression of time.
type class uint8

// The classes that rows and rules name, in lower case in rows ("weekday 1:
// Monday") and in upper case in rules ("WEEKDAY [PART]").
const (
	none class = iota
	weekday
	month  // Gregorian; the value 1 to 12
	jmonth // Persian solar (Jalali)
	hmonth // lunar Hijri
	part   // of the day
	rel    // whole days from publication: "yesterday" is -1
	unit
	mod // last -1, this 0, next +1
	edge
	season
	cardinal // number words
	ordinal
	decade // "eighties" 80
	half
	quarter
	ampm   // hours to add below 12: 0 or 12
	oclock // hour words of a clock
	ago    // before publication
	hence  // after publication
	earlier
	later
	holiday // month*100+day, or 2000 + days from Easter Sunday + 100
	to      // between the two ends of a range
	ordmark // what follows the digits of an ordinal: "st", "-го"
	zone
	join  // words allowed between parts that belong together
	tense // verbs; only for telling which way a bare weekday points
	label // "Published", "Updated": the words of a date line
	never // a word that keeps what follows from being a date: "Chiang Mai"
	void  // a word that keeps the number after it from being a date
	unyear
	literal // a word that rules name as it is
	custom  // sets named in a language file begin here

	// The numbers; never in rows.
	day class = iota + 200
	year
	yy
	monthnum
	hour
	minute
	count
	recent // a year of living memory, where one may stand alone
	upper  // any word with a capital; for what must not follow
)

// classNames are the names in rows and, in upper case, in rules.
var classNames = map[string]class{
	"weekday": weekday, "month": month, "jmonth": jmonth, "hmonth": hmonth, "part": part,
	"rel": rel, "unit": unit, "mod": mod, "edge": edge, "season": season, "num": cardinal,
	"ord": ordinal, "decade": decade, "half": half, "quarter": quarter, "ampm": ampm,
	"oclock": oclock, "ago": ago, "hence": hence, "earlier": earlier, "later": later,
	"holiday": holiday, "to": to, "ordmark": ordmark, "zone": zone, "join": join,
	"label": label, "never": never, "void": void, "unyear": unyear,
	"day": day, "year": year, "yy": yy, "monthnum": monthnum, "hour": hour,
	"minute": minute, "n": count, "recent": recent, "upper": upper,
}

// values names the values that rows may write as words.
var values = map[string]int{
	"morning": 1, "noon": 2, "afternoon": 3, "evening": 4, "night": 5,
	"hour": unitHour, "day": unitDay, "week": unitWeek, "weekend": unitWeekend, "month": unitMonth,
	"quarter": unitQuarter, "season": unitSeason, "year": unitYear, "decade": unitDecade, "century": unitCentury,
	"early": -1, "mid": 0, "late": 1, "am": 0, "pm": 12,
	"published": 1, "updated": 2, "other": 3,
}

// The units, from small to large.
const (
	unitHour = iota + 1
	unitDay
	unitWeek
	unitWeekend
	unitMonth
	unitQuarter
	unitSeason
	unitYear
	unitDecade
	unitCentury
)

// entry is one meaning of a row's form.
type entry struct {
	class   class
	value   int
	aux     int  // part of day beside a rel, quarter days beside a unit
	unsure  bool // "may": counts only beside a day or a year, or where a rule asks
	capital bool // counts only with a capital in the text
}

// item is an entry found at a token.
type item struct {
	entry
	n    int // tokens covered
	skip int // bytes of a prefix ("و" in "والأحد") that stay outside
}

// node is a trie over folded tokens.
type node struct {
	entries []entry
	next    map[string]*node
}

// lexicon is a language ready for use.
type lexicon struct {
	lang         news.Lang
	root         node
	prefixes     []string
	sets         map[string]class // custom classes
	literals     map[string]int   // literal words of rules
	macros       map[string]expr
	rules        []rule
	first        [256][]int // rules by the class that they can begin with
	firstLiteral [][]int    // and by the literal
	tenses       tenses
	jalali       bool // years are of the Persian calendar where they can be
	cjk          bool // number words are built of 一二三十
	dmy          bool // 3/4 is the third of April
	err          error
}

// languages holds a lazily parsed lexicon for each language file.
var languages = sync.OnceValue(func() map[news.Lang]func() *lexicon {
	list, err := files.ReadDir("lang")
	if err != nil {
		panic(err) // the embedded folder is wrong at compile time
	}
	all := map[news.Lang]func() *lexicon{}
	for _, f := range list {
		lang := news.Lang(strings.TrimSuffix(f.Name(), ".txt"))
		all[lang] = sync.OnceValue(func() *lexicon { return load(lang) })
	}
	return all
})

// lexiconOf returns the lexicon of lang, or the language-neutral one.
func lexiconOf(lang news.Lang) *lexicon {
	if lex, ok := languages()[lang]; ok {
		return lex()
	}
	return languages()[news.Undetermined]()
}

func load(lang news.Lang) *lexicon {
	l := &lexicon{
		lang: lang, sets: map[string]class{}, literals: map[string]int{}, macros: map[string]expr{},
		dmy: true,
	}
	l.tenses.exact = latin(lang)
	l.tenses.words, l.tenses.pairs = map[string]int{}, map[string]int{}
	r := reader{lex: l, capital: map[string]bool{}}
	for _, name := range []string{"lang/" + string(lang) + ".txt", "lang/und.txt"} {
		if name == "lang/und.txt" && lang == news.Undetermined && len(l.rules) > 0 {
			continue
		}
		data, err := files.ReadFile(name)
		if err != nil {
			l.err = err
			return l
		}
		if err := r.read(name, string(data)); err != nil {
			l.err = err
			return l
		}
	}
	r.compounds()
	l.index()
	return l
}

// reader fills a lexicon from rows.
type reader struct {
	lex      *lexicon
	capital  map[string]bool // kinds of row whose forms need a capital
	compound [][2]string     // kinds of row that join into one word
	forms    map[string][]formOf
}

// formOf is a one-word form kept for building compounds.
type formOf struct {
	word string
	entry
}

func (r *reader) read(name, data string) error {
	for i, line := range strings.Split(data, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if err := r.row(line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
	}
	return nil
}

// row reads "head: rest".
func (r *reader) row(line string) error {
	head, rest, ok := strings.Cut(line, ": ")
	if !ok {
		return fmt.Errorf("no colon in %q", line)
	}
	words := strings.Fields(head)
	rest = strings.TrimSpace(rest)
	switch words[0] {
	case "rule", "weak", "none":
		return r.lex.addRule(rest, words[0])
	case "def":
		e, err := r.lex.parseExpr(rest)
		r.lex.macros[words[1]] = e
		return err
	case "set":
		c := custom + class(len(r.lex.sets)) //nolint:gosec // a file has a few dozen sets
		if old, ok := r.lex.sets[words[1]]; ok {
			c = old
		}
		r.lex.sets[words[1]] = c
		return r.add(rest, entry{class: c}, "")
	case "tense":
		return r.lex.tenses.add(words[1], rest)
	case "@prefix":
		r.lex.prefixes = strings.Fields(rest)
	case "@capital":
		for _, w := range strings.Fields(rest) {
			r.capital[w] = true
		}
	case "@compound":
		a, b, _ := strings.Cut(rest, " ")
		r.compound = append(r.compound, [2]string{a, b})
	case "@numbers":
		r.lex.cjk = rest == "han"
	case "@order":
		r.lex.dmy = rest == "dmy"
	case "@calendar":
		r.lex.jalali = rest == "jalali"
	default:
		return r.vocabulary(words, rest)
	}
	return nil
}

// vocabulary reads "class[?] value [aux]: form, form".
func (r *reader) vocabulary(words []string, rest string) error {
	name, unsure := strings.CutSuffix(words[0], "?")
	c, ok := classNames[name]
	if !ok || c >= day {
		return fmt.Errorf("unknown kind of row %q", name)
	}
	e := entry{class: c, unsure: unsure, capital: r.capital[name]}
	for i, w := range words[1:] {
		v, err := valueOf(w)
		if err != nil {
			return err
		}
		if i == 0 {
			e.value = v
		} else {
			e.aux = v
		}
	}
	return r.add(rest, e, name)
}

func valueOf(w string) (int, error) {
	if v, ok := values[w]; ok {
		return v, nil
	}
	return strconv.Atoi(w)
}

// add enters every form of a comma-separated list.
func (r *reader) add(list string, e entry, name string) error {
	list = strings.ReplaceAll(list, `","`, "\x00")
	for form := range strings.SplitSeq(list, ",") {
		form = strings.ReplaceAll(form, "\x00", ",")
		for _, f := range expand(strings.TrimSpace(form)) {
			keys := r.lex.keys(f)
			if len(keys) == 0 {
				return fmt.Errorf("empty form in %q", list)
			}
			r.lex.root.insert(keys, e)
			if len(keys) == 1 && name != "" {
				if r.forms == nil {
					r.forms = map[string][]formOf{}
				}
				r.forms[name] = append(r.forms[name], formOf{keys[0], e})
			}
		}
	}
	return nil
}

// expand writes out "stem(a|b)tail", leftmost group first.
func expand(form string) []string {
	open := strings.IndexByte(form, '(')
	if open < 0 {
		return []string{form}
	}
	end := strings.IndexByte(form[open:], ')')
	if end < 0 {
		return []string{form}
	}
	end += open
	var out []string
	for alt := range strings.SplitSeq(form[open+1:end], "|") {
		out = append(out, expand(form[:open]+alt+form[end+1:])...)
	}
	return out
}

// compounds joins kinds of one-word rows into words: "Dienstag" and "abend".
// The parts of a weekday with a part of the day become a rel-like entry that
// carries both.
func (r *reader) compounds() {
	for _, pair := range r.compound {
		for _, a := range r.forms[pair[0]] {
			for _, b := range r.forms[pair[1]] {
				e := a.entry
				e.aux = b.value
				r.lex.root.insert([]string{a.word + b.word}, e)
			}
		}
	}
}

// keys tokenizes and folds a form. Numbers and marks keep their own text.
func (l *lexicon) keys(form string) []string {
	var keys []string
	for _, t := range tokenize(nil, form, 0, len(form)) {
		keys = append(keys, string(appendKey(nil, form, &t)))
	}
	return keys
}

// appendKey appends the trie key of a token.
func appendKey(dst []byte, s string, t *token) []byte {
	if t.kind == punct && t.mark != 0 {
		return append(dst, t.mark)
	}
	return fold(dst, t.In(s))
}

func (n *node) insert(keys []string, e entry) {
	for _, k := range keys {
		if n.next == nil {
			n.next = map[string]*node{}
		}
		child := n.next[k]
		if child == nil {
			child = &node{}
			n.next[k] = child
		}
		n = child
	}
	for _, old := range n.entries {
		if old == e {
			return
		}
	}
	n.entries = append(n.entries, e)
}

// look fills in what the lexicon knows of each token.
// The items go into the arena, which is returned for use again.
func (l *lexicon) look(s string, tokens []token, arena []item) []item {
	var buf []byte
	for i := range tokens {
		t := &tokens[i]
		if t.kind == number {
			continue
		}
		from := len(arena)
		if t.kind == punct && t.mark == 0 {
			continue
		}
		buf = appendKey(buf[:0], s, t)
		if n := l.root.next[string(buf)]; n != nil {
			arena = l.collect(arena, s, tokens, i, n, 0)
		} else if t.kind == word {
			arena = l.lookPrefixed(arena, s, tokens, i, buf)
		}
		if l.cjk && t.kind == word {
			arena = hanNumber(arena, s, tokens, i)
		}
		t.lex = arena[from:len(arena):len(arena)]
	}
	return arena
}

// lookPrefixed tries the word without one of the language's written-on
// prepositions ("و", "ب", "ل").
func (l *lexicon) lookPrefixed(arena []item, s string, tokens []token, i int, folded []byte) []item {
	for _, p := range l.prefixes {
		if len(folded) <= len(p) || string(folded[:len(p)]) != p || !strings.HasPrefix(tokens[i].In(s), p) {
			continue
		}
		if n := l.root.next[string(folded[len(p):])]; n != nil {
			return l.collect(arena, s, tokens, i, n, len(p))
		}
	}
	return arena
}

// collect walks the trie from token i on and notes every entry on the way.
func (l *lexicon) collect(arena []item, s string, tokens []token, i int, n *node, skip int) []item {
	for used := 1; ; used++ {
		for _, e := range n.entries {
			if e.capital && !tokens[i].upper {
				continue
			}
			arena = append(arena, item{e, used, skip})
		}
		if n.next == nil || i+used >= len(tokens) {
			return arena
		}
		var buf [64]byte
		if n = n.next[string(appendKey(buf[:0], s, &tokens[i+used]))]; n == nil {
			return arena
		}
	}
}
