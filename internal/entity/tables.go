package entity

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

//go:embed data
var data embed.FS

// entry is one row of a table: a country, place or organisation.
type entry struct {
	id, name, country, sector string
	kind                      news.Kind
	lang                      news.Lang // of an adjective; "" fits all
	adjective                 bool
	people                    int
	lat, lon                  float64
	capital                   bool
}

// name is one way to write an entry.
type name struct {
	e    *entry
	caps bool      // only where the text has it in capitals
	less int       // tokens at its end that are not part of the name: "side" in "中方"
	lang news.Lang // the only language that writes it so, "" for all
	soft bool      // of Cyrillic names, that it ends in "-ия": what tells "Нигерия" from "Нигер", whose stem is one
}

// role is one row of the roles.
type role struct{ sector, country string }

// language holds the small words of one language.
type language struct {
	code  news.Lang
	words map[string]map[string]bool // kind of words, then the word
	roles *phrase.Table[role]

	offices *phrase.Table[office]
	refer   map[string]map[string]bool // words of refer.tsv by their kind
}

func (l *language) is(kind, key string) bool { return l.words[kind][key] }

// all is the pseudo language of words that every language shares.
const all = "*"

// tables is all that rules look things up in. Each part is read on first use.
type tables struct {
	gaz      func() *phrase.Table[name]
	places   func() map[string]*entry // cities and countries by id
	langs    func() map[news.Lang]*language
	latin    func() map[string]bool // name parts; true for the commonest
	cyrillic func() map[string]bool
	arabic   func() map[string]bool
	han      func() *hanNames
	leaders  func() *leaders
	known    func() *known
	lexicons func() map[news.Lang]*lexicon
	holders  func() *holders
	given    func() map[string]gender // first names
}

// shared is the one set of tables of the program.
var shared = sync.OnceValue(newTables)

func newTables() *tables {
	sub, _ := fs.Sub(data, "data")
	t := &tables{
		langs:    sync.OnceValue(func() map[news.Lang]*language { return readLanguages(sub) }),
		latin:    sync.OnceValue(func() map[string]bool { return readNames(sub, "names_latn.txt", phrase.Key) }),
		cyrillic: sync.OnceValue(func() map[string]bool { return readNames(sub, "names_cyrl.txt", phrase.Key) }),
		arabic:   sync.OnceValue(func() map[string]bool { return readNames(sub, "names_arab.txt", plain, "given_arab.txt") }),
		han:      sync.OnceValue(func() *hanNames { return readHan(sub) }),
		known:    sync.OnceValue(openKnown),
	}
	t.given = sync.OnceValue(func() map[string]gender { return readGiven(sub) })
	t.holders = sync.OnceValue(t.readHolders)
	t.lexicons = sync.OnceValue(func() map[news.Lang]*lexicon { return t.known().readLexicons(t.langs()) })
	t.leaders = sync.OnceValue(func() *leaders { return readLeaders(sub, t.known()) })
	read := sync.OnceValues(func() (*phrase.Table[name], map[string]*entry) { return readGazetteer(sub) })
	t.gaz = func() *phrase.Table[name] { g, _ := read(); return g }
	t.places = func() map[string]*entry { _, p := read(); return p }
	return t
}

func (t *tables) language(code news.Lang) *language {
	if l := t.langs()[code]; l != nil {
		return l
	}
	return t.langs()["en"]
}

func readLanguages(fsys fs.FS) map[news.Lang]*language {
	langs := map[news.Lang]*language{}
	at := func(code string) *language {
		l := langs[news.Lang(code)]
		if l == nil {
			l = &language{code: news.Lang(code), words: map[string]map[string]bool{}, roles: phrase.NewTable[role](0), offices: phrase.NewTable[office](0), refer: map[string]map[string]bool{}}
			langs[l.code] = l
		}
		return l
	}
	phrase.Rows(fsys, "words.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		l := at(f[0])
		if l.words[f[1]] == nil {
			l.words[f[1]] = map[string]bool{}
		}
		for w := range strings.SplitSeq(f[2], "|") {
			l.words[f[1]][wordKey(w)] = true
		}
	})
	phrase.Rows(fsys, "roles.tsv", func(f []string) {
		if len(f) < 4 {
			return
		}
		t := role{sector: f[1], country: strings.Trim(f[2], "-")}
		for w := range strings.SplitSeq(f[3], "|") {
			at(f[0]).roles.Add(w, t)
		}
	})
	readOffices(fsys, at)
	for kind, words := range at(all).words {
		for _, l := range langs {
			l.words[kind] = words
		}
	}
	return langs
}

// wordKey is how small words are compared: as tokens, but Arabic ones with their
// article and final letter, since "على" is a preposition and "علي" a name.
func wordKey(w string) string {
	if r, _ := utf8.DecodeRuneInString(w); text.ScriptOf(r) == text.Arabic {
		return plain(w)
	}
	if r, _ := utf8.DecodeRuneInString(w); text.ScriptOf(r) == text.Cyrillic {
		return strings.ReplaceAll(strings.ToLower(w), "ё", "е")
	}
	return phrase.Key(w)
}

// plain folds an Arabic word lightly: hamzas, marks and Persian letters, but
// neither the article nor the final ya.
var plainer = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ی", "ي", "ک", "ك", "ـ", "", "ة", "ه", "ۀ", "ه")

func plain(w string) string {
	w = plainer.Replace(w)
	if strings.ContainsFunc(w, mark0) {
		w = strings.Map(func(r rune) rune {
			if mark0(r) {
				return -1
			}
			return r
		}, w)
	}
	return w
}

func mark0(r rune) bool { return r >= 0x64B && r <= 0x65F || r == 0x670 }

// readNames reads a list of name parts, and more lists into the same table. A mark
// behind a name makes it one of the commonest.
func readNames(fsys fs.FS, file string, key func(string) string, more ...string) map[string]bool {
	names := map[string]bool{}
	for i, f := range append([]string{file}, more...) {
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			continue
		}
		if i == 0 {
			names = make(map[string]bool, len(b)/10)
		}
		for line := range strings.SplitSeq(string(b), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			w, common := strings.CutSuffix(line, "!")
			k := key(w)
			names[k] = names[k] || common
		}
	}
	return names
}

// readGazetteer reads every table of places and organisations: the phrases, and the
// countries and cities by id.
func readGazetteer(fsys fs.FS) (*phrase.Table[name], map[string]*entry) {
	t := phrase.NewTable[name](70000)
	places := map[string]*entry{}
	countries := map[string]*entry{}
	only := news.Lang("")
	add := func(n string, e *entry) {
		letters, upper := 0, 0
		for _, r := range n {
			if unicode.IsLetter(r) {
				letters++
				if unicode.IsUpper(r) {
					upper++
				}
			}
		}
		less := 0
		if strings.HasSuffix(n, "方") && utf8.RuneCountInString(n) == 2 {
			less = 1
		}
		t.Add(n, name{e: e, caps: upper == letters && letters < 7, less: less, soft: strings.HasSuffix(n, "ия"), lang: only})
	}
	phrase.Rows(fsys, "countries.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		e := countries[f[0]]
		if e == nil {
			e = &entry{id: "ISO:" + f[0], name: f[2], country: f[0], kind: news.Country}
			countries[f[0]] = e
		}
		add(f[2], e)
	})
	phrase.Rows(fsys, "places.tsv", func(f []string) {
		if len(f) < 5 || strings.HasPrefix(f[0], geoNames) {
			return
		}
		e := countries[f[2]]
		if news.Kind(f[1]) != news.Country || e == nil {
			e = &entry{id: f[0], name: f[3], country: f[2], kind: news.Kind(f[1])}
			if e.kind == news.Country {
				countries[f[2]] = e
			}
		}
		e.name = f[3]
		if len(f) > 5 {
			only = news.Lang(f[5])
		}
		for n := range strings.SplitSeq(f[4], "|") {
			add(n, e)
		}
		only = ""
	})
	readDemonyms(fsys, t, countries)
	phrase.Rows(fsys, "orgs.tsv", func(f []string) {
		if len(f) < 5 {
			return
		}
		e := &entry{id: f[0], country: f[1], sector: f[2], name: f[3], kind: news.Organisation}
		for n := range strings.SplitSeq(f[4], "|") {
			add(n, e)
		}
	})
	phrase.Rows(fsys, "cities.tsv", func(f []string) {
		if len(f) < 8 {
			return
		}
		e := cityOf(f)
		places[e.id] = e
		add(f[1], e)
		for n := range strings.SplitSeq(f[7], "|") {
			if !strings.EqualFold(n, f[1]) {
				add(n, e)
			}
		}
	})
	phrase.Rows(fsys, "places.tsv", func(f []string) {
		if e := places[f[0]]; e != nil && len(f) > 4 { // more names of a city, and its English one
			e.name = f[3]
			for n := range strings.SplitSeq(f[4], "|") {
				add(n, e)
			}
		}
	})
	for code, e := range countries {
		places["ISO:"+code] = e
	}
	return t, places
}

func cityOf(f []string) *entry {
	e := &entry{id: "GN:" + f[0], name: f[1], country: f[2], kind: news.Place, capital: f[3] == "C"}
	e.lat, _ = strconv.ParseFloat(f[4], 64)
	e.lon, _ = strconv.ParseFloat(f[5], 64)
	e.people, _ = strconv.Atoi(f[6])
	return e
}

// demonymLangs are the columns of demonyms.tsv after the country.
var demonymLangs = []news.Lang{"en", "fr", "es", "pt", "it", "de", "ru", "tr", "ar", "fa"}

func readDemonyms(fsys fs.FS, t *phrase.Table[name], countries map[string]*entry) {
	phrase.Rows(fsys, "demonyms.tsv", func(f []string) {
		c := countries[f[0]]
		if c == nil {
			return
		}
		for i, forms := range f[1:] {
			if forms == "" || i >= len(demonymLangs) {
				continue
			}
			e := &entry{id: c.id, name: c.name, country: c.country, kind: news.Country, lang: demonymLangs[i], adjective: true}
			for n := range strings.SplitSeq(forms, "|") {
				for _, form := range inflect(n, e.lang) {
					t.Add(form, name{e: e})
				}
			}
		}
	})
}

// stemEndings are the endings that stand for the "*" of nationality words, in languages whose
// stems are the beginnings of other words too: Arabic "تركي" of "تركيبة", Portuguese
// "sérvi" of "serviço", Spanish "indi" of "indicios".
var stemEndings = map[news.Lang][]string{
	"ar": {"", "ة", "ون", "ين", "ات", "تين", "تان", "ان", "ا"},
	"es": {"", "o", "a", "os", "as", "e", "es", "s", "sa", "ses", "sas"},
	"pt": {"", "o", "a", "os", "as", "e", "es", "s", "ão", "ã", "ões", "ãs", "iano", "iana"},
	"it": {"", "o", "a", "i", "e", "hi", "he"},
}

// sharedEndings are those with which a stem of another language can be the whole word of
// one above, which would hide it: French "croate*" and Italian "croat" with "e".
var sharedEndings = []string{"", "s", "e", "es"}

// inflect writes out the endings of a nationality word; where the language has no endings
// of its own here, the table of phrases lets any few letters follow as well.
func inflect(word string, lang news.Lang) []string {
	stem, ok := strings.CutSuffix(word, "*")
	if !ok {
		return []string{word}
	}
	endings, out := stemEndings[lang], []string(nil)
	if endings == nil {
		endings, out = sharedEndings, []string{word}
	}
	for _, end := range endings {
		out = append(out, stem+end)
	}
	return out
}
