package kit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Marshal is v as JSON on one line, without the signs that Clean takes out, whatever field they are in. Letters of every
// script are written as themselves, and so are <, > and & unless the file may come to stand inside a page.
func Marshal(v any, inPage bool) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(inPage)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return []byte(dropEscapes(Clean(strings.TrimRight(b.String(), "\n")))), nil
}

// dropEscapes takes out the control characters that JSON writes as \u0000 to \u001f: ids may have them, and databases
// that a file is read into do not take them.
func dropEscapes(s string) string {
	if !strings.Contains(s, `\u00`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] != '\\' || i+1 == len(s):
			b.WriteByte(s[i])
		case s[i+1] == 'u' && i+6 <= len(s) && s[i+2:i+4] == "00" && (s[i+4] == '0' || s[i+4] == '1'):
			i += 5
		default: // an escape of two signs, or the beginning of a longer one that stays
			b.WriteString(s[i : i+2])
			i++
		}
	}
	return b.String()
}

// List writes one JSON object that ends in a long list, an element a line, so that no element has to be kept.
type List struct {
	w      io.Writer
	inPage bool
	n      int
	err    error
}

// NewList begins the object: head has all of it up to the list's opening bracket.
func NewList(w io.Writer, head string, inPage bool) *List {
	l := &List{w: w, inPage: inPage}
	_, l.err = io.WriteString(w, head)
	return l
}

// Add writes one more element.
func (l *List) Add(v any) error {
	if l.err != nil {
		return l.err
	}
	line, err := Marshal(v, l.inPage)
	if err != nil {
		l.err = err
		return err
	}
	comma := ","
	if l.n == 0 {
		comma = ""
	}
	l.n++
	_, l.err = fmt.Fprintf(l.w, "%s\n%s", comma, line)
	return l.err
}

// Close ends the list and the object with tail: "\n]}\n".
func (l *List) Close(tail string) error {
	if l.err == nil {
		_, l.err = io.WriteString(l.w, tail)
	}
	return l.err
}
