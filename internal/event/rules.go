package event

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// Rules are the rows that events are found by: those inside the program, and those of a project of its own.
type Rules struct {
	langs map[news.Lang]*rows
	types []news.EventType // that the project adds to PLOVER's, in order
	topic []topic          // contexts without words

	lock    sync.Mutex
	inside  fs.FS
	pending map[news.Lang]string // files of trigger words inside the program that nobody has asked for
}

// builtin are the rows inside the program. Their form is held by a test; a row that is not well
// formed is left out, and so are files that other parts of the package read.
var builtin = sync.OnceValue(func() *Rules {
	r := newRules()
	dir, err := fs.Sub(data, "data")
	if err != nil {
		return r
	}
	_ = r.readInside(dir)
	return r
})

// NewRules returns the rows inside the program with those of a folder added: triggers/*.tsv, cues.tsv, words.tsv,
// modes.tsv and contexts.tsv, each in the form of the file of that name in data. Of the same words for the same type those of
// the folder count. The first thing that is wrong is an error that names its file and line, and then there are no rules.
func NewRules(dir fs.FS) (*Rules, error) {
	files, err := rowFiles(dir)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, &news.Error{Code: news.Invalid, Message: "there are no rows in it", Hint: seeTypes}
	}
	r := newRules()
	if err := r.read(dir, true); err != nil {
		return nil, err
	}
	inside, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err
	}
	return r, r.readInside(inside)
}

// Types are the event types that the rules add to PLOVER's sixteen.
func (r *Rules) Types() []news.EventType { return slices.Clone(r.types) }

// Find returns the events of doc in the order of the text.
func (r *Rules) Find(doc *news.Document) []news.Event { return newScan(doc, r).find() }

// Explain lists every candidate for an event in doc, in the order of the text, with what became of it.
func (r *Rules) Explain(doc *news.Document) []news.Considered { return newScan(doc, r).explain() }

// seeTypes is the hint of what is wrong with rows.
const seeTypes = "docs/adding-a-type.md describes the rows"

func newRules() *Rules { return &Rules{langs: map[news.Lang]*rows{}} }

// tables says how the fields of a row of each file are taken in.
var tables = map[string]func(*Rules, []string) string{
	"triggers": (*Rules).addTrigger, "cues.tsv": (*Rules).addCue, "words.tsv": (*Rules).addWords,
	"modes.tsv": (*Rules).addMode, "contexts.tsv": (*Rules).addContext,
}

// rowFiles are the files of rows in a folder, in the order of their names.
func rowFiles(dir fs.FS) ([]string, error) {
	var out []string
	for _, pattern := range []string{"*.tsv", "triggers/*.tsv"} {
		files, err := fs.Glob(dir, pattern)
		if err != nil {
			return nil, err
		}
		out = append(out, files...)
	}
	return out, nil
}

// tableOf is what takes in the rows of a file, nil where the name is none.
func tableOf(file string) func(*Rules, []string) string {
	if d, _ := path.Split(file); d != "" {
		return tables[strings.TrimSuffix(d, "/")]
	}
	return tables[file]
}

// read takes in all rows of a folder. With strict the first that is wrong ends it, without it is left out.
func (r *Rules) read(dir fs.FS, strict bool) error {
	files, err := rowFiles(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		add := tableOf(file)
		if add == nil {
			if strict {
				return wrongRow(file, 0, "no rows are read from a file of this name")
			}
			continue
		}
		if err := r.readFile(dir, file, add, strict); err != nil {
			return err
		}
	}
	return nil
}

// readInside takes in the rows inside the program. Trigger words, tens of thousands in a language, wait
// until the language is asked for.
func (r *Rules) readInside(dir fs.FS) error {
	r.inside, r.pending = dir, map[news.Lang]string{}
	files, err := rowFiles(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		if d, name := path.Split(file); d == "triggers/" {
			r.pending[news.Lang(strings.TrimSuffix(name, ".tsv"))] = file
		} else if add := tableOf(file); add != nil {
			if err := r.readFile(dir, file, add, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostRows is the largest file of rows, in bytes.
const mostRows = 16 << 20

func (r *Rules) readFile(dir fs.FS, file string, add func(*Rules, []string) string, strict bool) error {
	info, err := fs.Stat(dir, file)
	switch {
	case err != nil:
		return wrongRow(file, 0, err.Error())
	case info.Size() > mostRows:
		return wrongRow(file, 0, fmt.Sprintf("it has %d bytes, more than %d MiB", info.Size(), mostRows>>20))
	}
	b, err := fs.ReadFile(dir, file)
	if err != nil {
		return wrongRow(file, 0, err.Error())
	}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(b), "\ufeff")) {
		n++
		line = strings.TrimRight(line, " \r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		what := "it is not UTF-8"
		if utf8.ValidString(line) {
			what = add(r, strings.Split(line, "\t"))
		}
		if what != "" && strict {
			return wrongRow(file, n, what)
		}
	}
	return nil
}

func wrongRow(file string, line int, what string) error {
	at := file
	if line > 0 {
		at = fmt.Sprintf("%s:%d", file, line)
	}
	return &news.Error{Code: news.Invalid, Message: at + ": " + what, Hint: seeTypes}
}

// at returns the rows of a language.
func (r *Rules) at(code string) *rows {
	l := r.langs[news.Lang(code)]
	if l == nil {
		l = newRows()
		r.langs[news.Lang(code)] = l
	}
	return l
}

var (
	langCode = regexp.MustCompile(`^[a-z]{2,3}$`)
	typeName = regexp.MustCompile(`^[A-Z][A-Z0-9_-]{1,39}$`)
	modeName = regexp.MustCompile(`^[a-z][a-z0-9_-]{1,39}$`)
	shapes   = []string{"svo", "sym", "noun", "ask"}
	allState = []news.Status{news.Occurred, news.Planned, news.CalledFor, news.Denied, news.Background}
	kinds    = []string{"scene", "pron", "both", "force", "of", "goal", "drop", "joint", "pact"}
)

// head checks what rows have in common: how many fields there must be, the language, and the words.
func head(f []string, fields int) string {
	switch {
	case len(f) < fields:
		return fmt.Sprintf("it has %d columns, parted by tabs, and needs %d", len(f), fields)
	case !langCode.MatchString(f[0]):
		return fmt.Sprintf("%q is no code of a language, such as fr", f[0])
	}
	return words(f[fields-1])
}

// words checks a list of phrases parted by "|".
func words(list string) string {
	for w := range strings.SplitSeq(list, "|") {
		if len(phrase.Tokens(w)) == 0 {
			return fmt.Sprintf("%q has no word in it", w)
		}
	}
	return ""
}

// oneOf checks a field against what it may be.
func oneOf[T ~string](what, got string, of []T) string {
	if slices.Contains(of, T(got)) {
		return ""
	}
	list := make([]string, len(of))
	for i, v := range of {
		list[i] = string(v)
	}
	return fmt.Sprintf("%q is no %s; one of %s", got, what, strings.Join(list, " "))
}

// isOwn reports whether a type is none of PLOVER's.
func isOwn(kind news.EventType) bool { return !slices.Contains(news.EventTypes, kind) }

// knows checks a type, and learns one that is none of PLOVER's.
func (r *Rules) knows(kind string) string {
	t := news.EventType(kind)
	if !isOwn(t) || slices.Contains(r.types, t) {
		return ""
	}
	if !typeName.MatchString(kind) {
		return fmt.Sprintf("%q is no name of a type: capital letters, such as EPIDEMIC", kind)
	}
	r.types = append(r.types, t)
	return ""
}
