package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// neutral writes to what may be a terminal. Reports are written by strangers: a
// title, id or address with escape sequences in it must not move the cursor,
// rename the window or turn the line around. Characters that do such things are
// written out as \u001b, which is also how JSON writes them, so a JSON line stays
// the same line; our own styles pass where styled says that they are in use.
type neutral struct {
	w      io.Writer
	styled func() bool
}

// Write implements io.Writer. p is taken to hold whole characters.
func (n *neutral) Write(p []byte) (int, error) {
	from := firstActive(p)
	if from < 0 {
		return n.w.Write(p)
	}
	styled := n.styled()
	out := append(make([]byte, 0, len(p)+64), p[:from]...)
	for i := from; i < len(p); {
		if size := ownStyle(p[i:]); styled && size > 0 {
			out = append(out, p[i:i+size]...)
			i += size
			continue
		}
		r, size := utf8.DecodeRune(p[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			out = fmt.Appendf(out, `\x%02x`, p[i])
		case active(r) && (!styled || r != fsi && r != pdi):
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, p[i:i+size]...)
		}
		i += size
	}
	if _, err := n.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// firstActive is where the first character stands that may not pass as it is,
// or the first broken byte; -1 if there is none.
func firstActive(p []byte) int {
	for i := 0; i < len(p); {
		if c := p[i]; c < utf8.RuneSelf {
			if active(rune(c)) {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(p[i:])
		if r == utf8.RuneError && size == 1 || active(r) {
			return i
		}
		i += size
	}
	return -1
}

// The isolates that foreign puts around a text of another direction.
const fsi, pdi = '\u2068', '\u2069'

// active reports whether a terminal does something at r other than showing it:
// C0 and C1 controls but for tab and line feed, embeddings, overrides, isolates.
func active(r rune) bool {
	switch {
	case r < ' ':
		return r != '\n' && r != '\t'
	case r < 0x7f:
		return false
	}
	return r <= 0x9f || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= pdi
}

// ownStyle is the length of the style that p begins with, 0 if it is none of
// those that style writes.
func ownStyle(p []byte) int {
	if p[0] != 0x1b {
		return 0
	}
	for _, code := range [...]string{reset, bold, faint, red, green, yellow, cyan} {
		if seq := "\x1b[" + code + "m"; len(p) >= len(seq) && string(p[:len(seq)]) == seq {
			return len(seq)
		}
	}
	return 0
}

// flat makes one line of what a stranger wrote, with every active character
// written out: nothing in it can begin a line of its own or end a style.
func flat(s string) string {
	if firstActive([]byte(s)) < 0 && !strings.Contains(s, "\n") {
		return s
	}
	var sb strings.Builder
	for i, r := range s {
		switch {
		case r == '\n':
			sb.WriteString(`\n`)
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			fmt.Fprintf(&sb, `\x%02x`, s[i])
		case active(r):
			fmt.Fprintf(&sb, `\u%04x`, r)
		default:
			sb.WriteRune(r)
		}
	}
	return sb.String()
}
