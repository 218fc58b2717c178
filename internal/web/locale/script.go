package locale

import (
	"cmp"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Script names a writing system by its ISO 15924 code; one that is none is its own name.
func (l *Locale) Script(code string) string {
	s, err := language.ParseScript(code)
	if err != nil {
		return code
	}
	return cmp.Or(display.Scripts(l.tag).Name(s), code)
}
