package input

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unquote is the string that a JSON string stands for. That it is valid was
// checked when the object was taken apart; json.Unmarshal would check it again,
// which for a report is half of all the work.
func unquote(v json.RawMessage) string {
	v = v[1 : len(v)-1]
	if bytes.IndexByte(v, '\\') < 0 {
		return strings.ToValidUTF8(string(v), "\uFFFD")
	}
	out := make([]byte, 0, len(v))
	for len(v) > 0 {
		if v[0] != '\\' {
			n := bytes.IndexByte(v, '\\')
			if n < 0 {
				n = len(v)
			}
			out, v = append(out, v[:n]...), v[n:]
			continue
		}
		switch c := v[1]; c {
		case 'u':
			r, n := escapedRune(v)
			out, v = utf8.AppendRune(out, r), v[n:]
			continue
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case 'r':
			out = append(out, '\r')
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		default:
			out = append(out, c)
		}
		v = v[2:]
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

// escapedRune reads \uXXXX, or two of them that make one character. A lone half
// becomes U+FFFD.
func escapedRune(v json.RawMessage) (r rune, n int) {
	r = hexRune(v)
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if len(v) >= 12 && v[6] == '\\' && v[7] == 'u' {
		if pair := utf16.DecodeRune(r, hexRune(v[6:])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return utf8.RuneError, 6
}

func hexRune(v json.RawMessage) rune {
	n, _ := strconv.ParseUint(string(v[2:6]), 16, 32)
	return rune(n)
}
