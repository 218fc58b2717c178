package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Of lines wrapped at a fixed width, as in old mail and wire copy: the widths
// in letters, how many lines make a case, and the shares (of ten) that must be
// that wide, must break inside a sentence and must go on in lower case. Scripts
// without case are not unwrapped.
const (
	narrowest = 45
	widest    = 100
	fewest    = 4
	wideShare = 8
	openShare = 7
	lowShare  = 4
)

// unwrap joins the lines of each block of a text that is wrapped at a fixed
// width, and returns any other text as it is. Only the breaks change.
func unwrap(s string) string {
	width, ok := wrapped(s)
	if !ok {
		return s
	}
	var sb strings.Builder
	sb.Grow(len(s))
	for line := range strings.SplitSeq(s, "\n") {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			sb.WriteString("\n\n") // the end of a block, whatever its last line's length
			continue
		}
		sb.WriteString(trimmed)
		if utf8.RuneCountInString(trimmed) > width*2/3 {
			sb.WriteByte(' ')
		} else {
			sb.WriteByte('\n')
		}
	}
	return sb.String()
}

// wrapped reports whether s is wrapped, and at which width. It looks at lines
// that another line follows without a blank one between.
func wrapped(s string) (width int, ok bool) {
	inner, wide, open, low, prev := 0, 0, 0, 0, ""
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		if line != "" && prev != "" {
			inner++
			n := utf8.RuneCountInString(prev)
			width = max(width, n)
			if n >= narrowest && n <= widest {
				wide++
			}
			if unicode.IsLower(firstRune(line)) {
				low++
			}
			if end := endOf(prev); end == openEnd || end == commaAtEnd {
				open++
			}
		}
		prev = line
	}
	return width, inner >= fewest && width <= widest && wide*10 >= inner*wideShare && open*10 >= inner*openShare && low*10 >= inner*lowShare
}
