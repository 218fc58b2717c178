package ical

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/export/kit"
)

// most is how long a line may be, in octets and without its end.
const most = 75

// calendar writes content lines. The first error stays.
type calendar struct {
	w   io.Writer
	err error
}

// text writes a property whose value is text.
func (c *calendar) text(name, value string) { c.line(name, escape(value)) }

// line writes a property with its value as it stands, folded: what goes beyond 75 octets comes on the next line behind
// a space, and no letter is cut in two.
func (c *calendar) line(name, value string) {
	if c.err != nil {
		return
	}
	rest, room := name+":"+value, most
	var b strings.Builder
	for len(rest) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		b.WriteString(rest[:cut])
		b.WriteString("\r\n ")
		rest, room = rest[cut:], most-1
	}
	b.WriteString(rest)
	b.WriteString("\r\n")
	_, c.err = io.WriteString(c.w, b.String())
}

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\t", " ")

// escape writes s as a value of type TEXT: nothing in it ends the value, and nothing can be taken for a property.
func escape(s string) string { return escapes.Replace(kit.Clean(s)) }
