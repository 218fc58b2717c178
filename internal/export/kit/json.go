package kit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Marshal is v as JSON on one line. Letters of every script are written as themselves, and so are <, > and & unless
// the file may come to stand inside a page.
func Marshal(v any, inPage bool) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(inPage)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
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
