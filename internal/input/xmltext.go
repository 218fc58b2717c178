package input

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"

	"github.com/dragoman-news/dragoman/internal/text"
)

// xmlText decodes an XML document to UTF-8 and takes out the bytes that XML
// forbids. What is valid UTF-8 is UTF-8, whatever it declares: of the feeds that
// declare something else, most were converted on their way. Then come the byte
// order mark, the declaration, the content type, and last a guess.
func xmlText(body []byte, contentType string) []byte {
	return dropForbidden(dropDeclaration(decodeXML(body, contentType)))
}

func decodeXML(body []byte, contentType string) []byte {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		body = body[3:]
	case bytes.HasPrefix(body, []byte("\xff\xfe")) || looksUTF16(body[:min(len(body), sniffLen)], 1):
		return decodeWith(body, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case bytes.HasPrefix(body, []byte("\xfe\xff")) || looksUTF16(body[:min(len(body), sniffLen)], 0):
		return decodeWith(body, unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	}
	if mostlyUTF8(body) {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	sample := outsideTags(body)
	for _, label := range []string{declaredEncoding(body), charsetOf(contentType)} {
		enc, name := charset.Lookup(label)
		latin := name == "windows-1252" || name == "iso-8859-15"
		if enc == nil || name == "utf-8" || name == "replacement" || latin && mostlyHigh(sample) {
			continue
		}
		return decodeWith(body, enc)
	}
	if enc, name := charset.Lookup(text.GuessCharset(sample)); enc != nil && name != "utf-8" {
		return decodeWith(body, enc)
	}
	enc, _ := charset.Lookup("windows-1252")
	return decodeWith(body, enc)
}

// outsideTags is a sample of a document without its tags: they are English and
// would drown the text.
func outsideTags(b []byte) []byte {
	const limit = 64 << 10
	out := make([]byte, 0, min(len(b), limit))
	for len(b) > 0 && len(out) < limit {
		lt := bytes.IndexByte(b, '<')
		if lt < 0 {
			lt = len(b)
		}
		out = append(out, b[:min(lt, limit)]...)
		if b = b[lt:]; bytes.HasPrefix(b, []byte("<![CDATA[")) {
			b = b[len("<![CDATA["):]
			continue
		}
		gt := bytes.IndexByte(b, '>')
		if gt < 0 {
			break
		}
		b = b[gt+1:]
	}
	return out
}

// mostlyHigh reports whether so many letters lie above ASCII that the text is in
// no Latin script, whatever is declared.
func mostlyHigh(sample []byte) bool {
	letters, high := 0, 0
	for _, c := range sample {
		if c >= 0xc0 {
			high++
		} else if c|0x20 >= 'a' && c|0x20 <= 'z' {
			letters++
		}
	}
	return high > 40 && high > letters
}

// mostlyUTF8 reports whether b is UTF-8 but for a few bytes, as when a feed
// glues a stray quotation from elsewhere into its text or is cut within a letter.
func mostlyUTF8(b []byte) bool {
	invalid, letters := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			invalid++
		} else if n > 1 {
			letters++
		}
		b = b[n:]
	}
	return invalid == 0 || invalid*50 <= letters
}

func decodeWith(b []byte, enc encoding.Encoding) []byte {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return out
}

// declaredEncoding is the encoding="..." of the XML declaration, "" if none.
func declaredEncoding(b []byte) string {
	b = bytes.TrimLeft(b[:min(len(b), 512)], " \t\r\n")
	if !bytes.HasPrefix(b, []byte("<?xml")) {
		return ""
	}
	decl, _, _ := bytes.Cut(b, []byte("?>"))
	_, value, ok := bytes.Cut(decl, []byte("encoding"))
	value = bytes.TrimLeft(value, " \t\r\n=")
	if !ok || len(value) < 2 {
		return ""
	}
	name, _, _ := bytes.Cut(value[1:], value[:1])
	return string(name)
}

// charsetOf is the charset parameter of a content type, "" if none.
func charsetOf(contentType string) string {
	_, value, ok := bytes.Cut(bytes.ToLower([]byte(contentType)), []byte("charset="))
	if !ok {
		return ""
	}
	value, _, _ = bytes.Cut(value, []byte(";"))
	return string(bytes.Trim(value, ` "'`))
}

// dropDeclaration takes off the XML declaration: it names the encoding that the
// text had.
func dropDeclaration(b []byte) []byte {
	b = bytes.TrimLeft(b, " \t\r\n\ufeff")
	if bytes.HasPrefix(b, []byte("<?xml")) {
		if _, rest, ok := bytes.Cut(b, []byte("?>")); ok {
			return rest
		}
	}
	return b
}

// dropForbidden takes out the control characters and non-characters for which
// encoding/xml would refuse the whole document.
func dropForbidden(b []byte) []byte {
	forbidden := func(r rune) bool {
		return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
	}
	if bytes.IndexFunc(b, forbidden) < 0 {
		return b
	}
	return bytes.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, b)
}
