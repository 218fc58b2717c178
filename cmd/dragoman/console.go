package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/dragoman-news/dragoman/internal/news"
)

// console is the outside world as a command sees it.
type console struct {
	in       io.Reader
	out, err io.Writer // neutral: nothing that a report holds plays tricks there
	raw      io.Writer // standard output as it is, for bytes that are no text
	bar      io.Writer // standard error as it is, for the progress bar alone
	noColour bool
	outTerm  bool // out is a terminal
	errTerm  bool
	width    int // of the terminal, 100 where there is none
}

func newConsole(in io.Reader, out, err *os.File) *console {
	c := &console{in: in, raw: out, bar: err, width: 100, noColour: os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"}
	c.outTerm, c.errTerm = term.IsTerminal(int(out.Fd())), term.IsTerminal(int(err.Fd()))
	c.out = &neutral{out, func() bool { return c.outTerm }}
	c.err = &neutral{err, func() bool { return false }}
	if c.outTerm {
		if w, _, err := term.GetSize(int(out.Fd())); err == nil && w > 20 {
			c.width = w
		}
	}
	return c
}

// bytes is standard output for files of other programs: as they are, but neutral where a terminal would show them.
func (c *console) bytes() io.Writer {
	if c.outTerm {
		return &lineWriter{w: c.out}
	}
	return c.raw
}

// lineWriter hands on whole lines, so that no character is split between two writes.
type lineWriter struct {
	w    io.Writer
	rest []byte
}

func (l *lineWriter) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	end := bytes.LastIndexByte(l.rest, '\n') + 1
	if end == 0 {
		return len(p), nil
	}
	if _, err := l.w.Write(l.rest[:end]); err != nil {
		return 0, err
	}
	l.rest = append(l.rest[:0], l.rest[end:]...)
	return len(p), nil
}

// The styles, as SGR codes.
const (
	reset  = "0"
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

// style colours s, one line, when standard output is a terminal.
func (c *console) style(code, s string) string {
	s = strings.ReplaceAll(s, "\n", `\n`)
	if !c.outTerm || c.noColour || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[" + reset + "m"
}

// foreign keeps a piece of text in its own direction on a terminal, so that an
// Arabic title does not drag the numbers beside it along. It comes out flat.
func (c *console) foreign(s string) string { return c.isolate(flat(s)) }

func (c *console) isolate(s string) string {
	if !c.outTerm || isASCII(s) {
		return s
	}
	return "\u2068" + s + "\u2069"
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (c *console) printf(format string, args ...any) { fmt.Fprintf(c.out, format, args...) }

// oneLine cuts s to n letters, whole words where it can, on one line.
func oneLine(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := n - 1
	for i := cut; i > n*2/3; i-- {
		if r[i] == ' ' {
			cut = i
			break
		}
	}
	return string(r[:cut]) + "…"
}

// list names what was set aside on standard error, with the reason and a hint.
func (c *console) list(p news.SetAside) {
	reason := p.Reason
	if p.Name != "" && !strings.HasPrefix(reason, p.Name) {
		reason = p.Name + ": " + reason
	}
	fmt.Fprintln(c.err, "set aside:", flat(reason))
	if p.Hint != "" {
		fmt.Fprintln(c.err, "      try:", flat(p.Hint))
	}
}

// note says something by the way on standard error.
func (c *console) note(format string, args ...any) {
	fmt.Fprintf(c.err, "note: "+format+"\n", args...)
}
