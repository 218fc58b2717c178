// Package intake is what the readers of other people's event data have in common: what they yield, and how a file is
// taken apart into lines. Each format is a package of its own below it; the program lists them. A reader decides
// nothing about what it reads: it names the fields, keeps the record as it stood, and says of each that it cannot
// read why, so that nothing is lost in silence.
package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is a file format that can be read.
type Format struct {
	Name  string // as --format takes it: "gdelt"
	About string // what it is, in a few words
	// Read yields the records of a file, in order, and those that cannot be read. It ends at the first error of
	// reading itself, which is yielded.
	Read func(r io.Reader) iter.Seq2[Item, error]
}

// Item is a record, or what is wrong with one.
type Item struct {
	Record *news.Imported // nil where there is a problem
	Line   int            // where it begins, from 1
	Reason string         // why it cannot be read, in words
	Raw    []byte         // of one that cannot be read
}

// Bad is a record that cannot be read.
func Bad(line int, raw []byte, format string, args ...any) Item {
	return Item{Line: line, Reason: fmt.Sprintf(format, args...), Raw: raw}
}

// maxLine is how long a line may be. Records are of a few kilobytes.
const maxLine = 8 << 20

// Line is one line of a file, without its end.
type Line struct {
	Number  int
	Text    []byte
	TooLong bool // Text is its beginning
}

// Lines yields the lines of r that hold something. A byte order mark is no part of the first.
func Lines(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		for n := 1; ; n++ {
			text, long, err := readLine(in)
			if n == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			if len(bytes.TrimSpace(text)) > 0 && !yield(Line{n, text, long}, nil) {
				return
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Line{Number: n}, fmt.Errorf("line %d: %w", n, err))
				return
			}
		}
	}
}

func readLine(in *bufio.Reader) (text []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if room := maxLine - len(text); len(part) > room {
			part, long = part[:room], true
		}
		text = append(text, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(text, "\r\n"), long, err
	}
}

// layouts are the ways in which files write a day; what they tell is the month or year alone for the last two.
var layouts = []struct {
	layout    string
	precision news.Precision
}{
	{time.DateOnly, news.Day},
	{"20060102", news.Day},
	{"2006/01/02", news.Day},
	{"02 January 2006", news.Day},
	{"2 January 2006", news.Day},
	{"January 2, 2006", news.Day},
	{"02-Jan-2006", news.Day},
	{time.RFC3339, news.Day},
	{"2006-01-02 15:04:05", news.Day},
	{"2006-01-02T15:04:05", news.Day},
	{"2006-01", news.Month},
	{"2006", news.Year},
}

// Day reads a day, month or year; false where it is none.
func Day(s string) (*news.Interval, bool) {
	for _, l := range layouts {
		at, err := time.Parse(l.layout, s)
		if err != nil || at.Year() < 1 {
			continue
		}
		at = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
		to := at
		switch l.precision {
		case news.Month:
			to = at.AddDate(0, 1, -1)
		case news.Year:
			to = at.AddDate(1, 0, -1)
		}
		return &news.Interval{From: at, To: to, Precision: l.precision}, true
	}
	return nil, false
}

var alpha3 = regexp.MustCompile(`^[A-Z]{3}$`)

// Alpha3 reports whether s has the form of a code of three capitals.
func Alpha3(s string) bool { return alpha3.MatchString(s) }

// Words says what is wrong with a record, where it stands, and how it begins.
func Words(i Item) string {
	s := fmt.Sprintf("line %d: %s", i.Line, i.Reason)
	if raw := bytes.TrimSpace(i.Raw); len(raw) > 0 {
		s += ": " + begins(raw)
	}
	return s
}

// begins is the beginning of a record, for people.
func begins(raw []byte) string {
	const most = 120
	r := []rune(string(raw[:min(len(raw), 4*most)]))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}
