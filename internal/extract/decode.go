package extract

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Decode turns a page or a text file in any encoding into NFC text and names the
// encoding that it was read in. contentType is the Content-Type header, "" if there
// is none; utf8Known says that the body came out of JSON or the like.
//
// In this order: a byte order mark; UTF-8 when the bytes are valid; UTF-8 with
// damaged spots mended when most is valid; the declared encoding when the
// bytes bear it out; the likeliest by the statistics of the bytes.
func Decode(body []byte, contentType string, utf8Known bool) (decoded, name string, err error) {
	if s, name, ok := fromMark(body); ok {
		return text.NFC(s), name, nil
	}
	switch {
	case utf8.Valid(body) && !bytes.Contains(body, []byte("\x1b$")):
		return text.NFC(string(body)), "utf-8", nil
	case utf8Known || mostlyUTF8(body):
		return text.NFC(mend(body)), "utf-8", nil
	}
	enc, name := declared(body, contentType)
	if enc == nil {
		enc, name = detected(body)
	}
	if enc == nil {
		return "", "", &news.Error{
			Code: news.Invalid, Message: "the bytes are in no encoding that can be told",
			Hint: "convert the file to UTF-8 first",
		}
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return "", "", &news.Error{Code: news.Invalid, Message: "the bytes are not " + name, Hint: "convert the file to UTF-8 first", Err: err}
	}
	return text.NFC(string(out)), name, nil
}

// fromMark decodes what begins with a byte order mark, and UTF-16 without one:
// there every second byte of a page's markup is NUL.
func fromMark(b []byte) (decoded, name string, ok bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		if rest := b[3:]; utf8.Valid(rest) {
			return string(rest), "utf-8", true
		}
		return mend(b[3:]), "utf-8", true
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return utf16Text(b[2:], binary.LittleEndian), "utf-16le", true
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return utf16Text(b[2:], binary.BigEndian), "utf-16be", true
	}
	head := b[:min(len(b), 512)&^1]
	even, odd := 0, 0
	for i := 0; i < len(head); i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	most := len(head) * 2 / 5 // of the len/2 pairs
	switch {
	case len(head) >= 8 && odd >= most && even == 0:
		return utf16Text(b, binary.LittleEndian), "utf-16le", true
	case len(head) >= 8 && even >= most && odd == 0:
		return utf16Text(b, binary.BigEndian), "utf-16be", true
	}
	return "", "", false
}

func utf16Text(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// mostlyUTF8 reports whether the bytes above ASCII are UTF-8 but for a few: pages
// cut within a character, or with one foreign snippet.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > 10*bad
}

// mend reads bytes that are no UTF-8 as Windows-1252 where that gives
// punctuation (its quotation marks and dashes stray into pages that are UTF-8
// otherwise), and puts U+FFFD elsewhere, one for a run.
func mend(b []byte) string {
	var sb strings.Builder
	sb.Grow(len(b))
	lost := false
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			switch m := stray(b[i]); {
			case m != 0 && !lost:
				sb.WriteRune(m)
			case !lost:
				sb.WriteRune(utf8.RuneError)
				lost = true
			}
			i++
			continue
		}
		lost = false
		sb.Write(b[i : i+n])
		i += n
	}
	return sb.String()
}

// stray is the punctuation mark that b stands for in Windows-1252, 0 if none.
func stray(b byte) rune {
	switch b {
	case 0x85:
		return '…'
	case 0x91:
		return '‘'
	case 0x92:
		return '’'
	case 0x93:
		return '“'
	case 0x94:
		return '”'
	case 0x96:
		return '–'
	case 0x97:
		return '—'
	case 0xa0:
		return '\u00a0'
	}
	return 0
}

// declared is the encoding that header or page declare, nil if none is, or if the
// bytes contradict it: a declared UTF-8 that is not valid, and Latin letters that
// would be rarer than accents, which are Arabic or Cyrillic sent under a default label.
func declared(body []byte, contentType string) (encoding.Encoding, string) {
	enc, name, certain := charset.DetermineEncoding(body, contentType)
	if !certain {
		label := metaCharset(body)
		if label == "" {
			return nil, ""
		}
		if enc, name = charset.Lookup(label); enc == nil {
			return nil, ""
		}
	}
	switch name {
	case "utf-8", "utf-16le", "utf-16be", "replacement", "x-user-defined":
		return nil, ""
	case "windows-1252", "iso-8859-15", "macintosh":
		if mostlyHigh(body) {
			return nil, ""
		}
	}
	return enc, name
}

// metaCharset finds a charset that a page declares beyond the first 1,024 bytes,
// which is all that x/net/html/charset looks at.
func metaCharset(body []byte) string {
	head := bytes.ToLower(body[:min(len(body), 16<<10)])
	at := bytes.Index(head, []byte("charset="))
	if at < 0 {
		return ""
	}
	rest := strings.TrimLeft(string(head[at+len("charset="):]), `"' `)
	if end := strings.IndexAny(rest, `"' ;/>`); end >= 0 {
		return rest[:end]
	}
	return ""
}

// mostlyHigh reports whether bytes above ASCII make up a third or more of the
// letters outside markup. In Latin scripts they never do.
func mostlyHigh(body []byte) bool {
	letters, high := 0, 0
	inTag := false
	for _, c := range body {
		switch {
		case c == '<':
			inTag = true
		case c == '>':
			inTag = false
		case inTag:
		case c >= 0xc0:
			high++
			letters++
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters++
		}
	}
	return high > 40 && high*3 > letters
}

// detected guesses the encoding from the bytes. Markup is taken out first: it is
// English and drowns the text.
func detected(body []byte) (enc encoding.Encoding, name string) {
	const sample = 64 << 10
	if found := text.GuessCharset(visible(body, sample)); found != "" {
		if enc, name := charset.Lookup(found); enc != nil && name != "utf-8" && name != "replacement" {
			return enc, name
		}
	}
	return charset.Lookup("windows-1252")
}

// visible copies up to limit bytes that stand outside tags, scripts and styles.
func visible(body []byte, limit int) []byte {
	out := make([]byte, 0, min(len(body), limit))
	for i := 0; i < len(body) && len(out) < limit; {
		if body[i] != '<' {
			out = append(out, body[i])
			i++
			continue
		}
		for _, name := range []string{"script", "style"} {
			if len(body)-i > len(name)+1 && strings.EqualFold(string(body[i+1:i+1+len(name)]), name) {
				closing := bytes.Index(body[i+1:], []byte("</"+name))
				if closing < 0 {
					closing = len(body) - i - 1 // it runs to the end
				}
				i += 1 + closing
			}
		}
		end := bytes.IndexByte(body[min(i, len(body)):], '>')
		if end < 0 {
			break
		}
		i += end + 1
	}
	if len(out) < 16 { // no markup to speak of, or nothing but
		return body[:min(len(body), limit)]
	}
	return out
}
