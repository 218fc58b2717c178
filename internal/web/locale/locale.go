// Package locale has the texts of the interface in each of its languages, and writes numbers, dates and the
// names of languages and countries as that language does. It knows nothing of pages, requests or the news.
//
// A language is its JSON files: en.json, and beside it en.PART.json for the texts of one part of the pages. A text
// is a string, or an object with one string for each plural form of the language; {0}, {1} ... stand for arguments.
// The first whole number among the arguments chooses the form.
package locale

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed *.json
var files embed.FS

// tags lists the languages of the interface; the first is that of readers whose own is not among them.
var tags = []string{"en", "fr", "ar"}

// Set is all languages of the interface.
type Set struct {
	locales []*Locale
	matcher language.Matcher
}

// New reads the embedded texts. It panics where one of the files is damaged, which a test finds before a reader does.
func New() *Set {
	s, err := open(files)
	if err != nil {
		panic(err)
	}
	return s
}

func open(fsys fs.FS) (*Set, error) {
	s := &Set{}
	var known []language.Tag
	for _, tag := range tags {
		l, err := read(fsys, tag)
		if err != nil {
			return nil, err
		}
		s.locales, known = append(s.locales, l), append(known, l.tag)
	}
	s.matcher = language.NewMatcher(known)
	return s, nil
}

// All lists the languages.
func (s *Set) All() []*Locale { return s.locales }

// Choose returns the language of a reader: the first of the tags that is one of the interface, as an address or a cookie
// has it, else what the Accept-Language header comes nearest to.
func (s *Set) Choose(accept string, tags ...string) *Locale {
	for _, tag := range tags {
		if i := slices.IndexFunc(s.locales, func(l *Locale) bool { return l.Tag == tag }); i >= 0 {
			return s.locales[i]
		}
	}
	const longest = 500 // a header of more is nobody's list of languages
	wanted, _, err := language.ParseAcceptLanguage(accept[:min(len(accept), longest)])
	if err != nil || len(wanted) == 0 {
		return s.locales[0]
	}
	_, i, _ := s.matcher.Match(wanted...)
	return s.locales[i]
}

// Locale is one language of the interface.
type Locale struct {
	Tag  string // "fr"
	Dir  string // "ltr" or "rtl"
	Name string // of the language, in itself

	tag       language.Tag
	plural    func(n int) string
	texts     map[string]message
	languages display.Namer
	regions   display.Namer
}

// message is a text by plural form; one without forms is under "other" alone.
type message map[string]string

func (m *message) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*m = message{"other": one}
		return nil
	}
	var forms map[string]string
	if err := json.Unmarshal(data, &forms); err != nil {
		return err
	}
	if forms["other"] == "" {
		return fmt.Errorf("a text without the form \"other\"")
	}
	*m = forms
	return nil
}

func read(fsys fs.FS, tag string) (*Locale, error) {
	t, err := language.Parse(tag)
	if err != nil {
		return nil, err
	}
	l := &Locale{
		Tag: tag, Dir: "ltr", tag: t, plural: plurals[tag], texts: map[string]message{},
		languages: display.Languages(t), regions: display.Regions(t), Name: display.Self.Name(t),
	}
	if tag == "ar" {
		l.Dir = "rtl"
	}
	parts, err := fs.Glob(fsys, tag+".*json")
	if err != nil {
		return nil, err
	}
	for _, name := range parts {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		var texts map[string]message
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for key, m := range texts {
			if l.texts[key] != nil {
				return nil, fmt.Errorf("%s: %s is in another file, too", name, key)
			}
			l.texts[key] = m
		}
	}
	return l, nil
}

// plurals say which form a number takes (CLDR, cardinal).
var plurals = map[string]func(int) string{
	"en": func(n int) string {
		if n == 1 {
			return "one"
		}
		return "other"
	},
	"fr": func(n int) string {
		if n == 0 || n == 1 {
			return "one"
		}
		return "other"
	},
	"ar": func(n int) string {
		switch m := n % 100; {
		case n == 0:
			return "zero"
		case n == 1:
			return "one"
		case n == 2:
			return "two"
		case m >= 3 && m <= 10:
			return "few"
		case m >= 11:
			return "many"
		default:
			return "other"
		}
	},
}

// forms lists the plural forms of a language.
func forms(tag string) []string {
	if tag == "ar" {
		return []string{"few", "many", "one", "other", "two", "zero"}
	}
	return []string{"one", "other"}
}

// Has reports whether there is a text for key.
func (l *Locale) Has(key string) bool { return l.texts[key] != nil }

// T returns the text of key with its arguments in place; a key that is not there is its own text.
func (l *Locale) T(key string, args ...any) string {
	return fill(l.form(key, args), func(i int) string { return l.show(args, i) })
}

// HTML returns the text of key with its arguments in place, as markup: what is template.HTML already stays as it is,
// everything else is escaped, and a string stands isolated from the direction of the text around it.
func (l *Locale) HTML(key string, args ...any) template.HTML {
	form := template.HTMLEscapeString(l.form(key, args))
	return template.HTML(fill(form, func(i int) string { // every argument is escaped below or came as markup
		if i >= len(args) {
			return ""
		}
		switch a := args[i].(type) {
		case template.HTML:
			return string(a)
		case string:
			return "<bdi>" + template.HTMLEscapeString(a) + "</bdi>"
		default:
			return template.HTMLEscapeString(l.show(args, i))
		}
	}))
}

func (l *Locale) form(key string, args []any) string {
	m := l.texts[key]
	if m == nil {
		return key
	}
	for _, a := range args {
		if n, ok := a.(int); ok {
			return cmp.Or(m[l.plural(max(n, -n))], m["other"])
		}
	}
	return m["other"]
}

func (l *Locale) show(args []any, i int) string {
	if i >= len(args) {
		return ""
	}
	if n, ok := args[i].(int); ok {
		return l.Number(n)
	}
	return fmt.Sprint(args[i])
}

// fill puts arguments in the place of {0}, {1} ...
func fill(form string, arg func(int) string) string {
	if !strings.Contains(form, "{") {
		return form
	}
	var sb strings.Builder
	for {
		i := strings.IndexByte(form, '{')
		if i < 0 || i+2 >= len(form) || form[i+2] != '}' || form[i+1] < '0' || form[i+1] > '9' {
			sb.WriteString(form)
			return sb.String()
		}
		sb.WriteString(form[:i])
		sb.WriteString(arg(int(form[i+1] - '0')))
		form = form[i+3:]
	}
}

// Number writes a whole number with its thousands apart. Arabic newsrooms write these digits as well.
func (l *Locale) Number(n int) string {
	s := strconv.Itoa(max(n, -n))
	apart := ","
	if l.Tag == "fr" {
		apart = "\u202f"
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + apart + s[i:]
	}
	if n < 0 {
		return "\u2212" + s
	}
	return s
}

// Language names a language; a tag that is none is its own name.
func (l *Locale) Language(tag string) string {
	t, err := language.Parse(tag)
	if err != nil || tag == "und" || tag == "" {
		return cmp.Or(l.known("language."+tag), tag)
	}
	return cmp.Or(l.languages.Name(t), tag)
}

// Country names a country by its ISO 3166-1 code; one that is none is its own name.
func (l *Locale) Country(code string) string {
	r, err := language.ParseRegion(code)
	if err != nil || !r.IsCountry() {
		return code
	}
	return cmp.Or(l.regions.Name(r), code)
}

func (l *Locale) known(key string) string {
	if l.Has(key) {
		return l.T(key)
	}
	return ""
}

// List puts pieces one after the other as the language does: "a, b and c".
func (l *Locale) List(pieces ...string) string {
	return list(l.T("list.comma"), l.T("list.and"), pieces)
}

// ListHTML does so with pieces of markup.
func (l *Locale) ListHTML(pieces []template.HTML) template.HTML {
	escape := template.HTMLEscapeString
	return list(template.HTML(escape(l.T("list.comma"))), template.HTML(escape(l.T("list.and"))), pieces) // texts of ours, escaped
}

func list[S ~string](comma, and S, pieces []S) S {
	var out S
	for i, p := range pieces {
		switch {
		case i == 0:
		case i == len(pieces)-1:
			out += and
		default:
			out += comma
		}
		out += p
	}
	return out
}
