package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// lines reads JSON lines. A bad line is a problem of its own; a line over the
// limit is passed over without being held.
func (r *run) lines(s *source, body *bufio.Reader) bool {
	for n := 1; ; n++ {
		line, size, err := readLine(body, r.opt.MaxReport)
		name := fmt.Sprintf("%s line %d", s.name, n)
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		line = bytes.Trim(line, " \t\r\n\x00\x1e") // 1e: RFC 7464 sequences
		if err != nil && !errors.Is(err, io.EOF) {
			return r.problem(name, because("cannot be read", unwrapPath(err)))
		}
		ok := true
		switch {
		case size > r.opt.MaxReport:
			ok = r.problem(name, hint(bad("the line has %d bytes, the limit is %s", size, sizeText(r.opt.MaxReport)), "is it one report a line?"))
		case len(line) > 0:
			ok = r.object(s, name, line)
		}
		if !ok || err != nil {
			return ok && r.going()
		}
	}
}

// readLine reads up to a line feed. size is the whole line's; of a line longer
// than limit nothing is returned.
func readLine(r *bufio.Reader, limit int64) (line []byte, size int64, err error) {
	for {
		part, err := r.ReadSlice('\n')
		size += int64(len(part))
		if size <= limit {
			line = append(line, part...)
		} else {
			line = nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, size, err
		}
	}
}

// jsonValues takes objects one by one off a list, or off objects written one
// after another, without reading the whole.
type jsonValues struct {
	r   *bufio.Reader
	max int64
}

// next returns the next object. What is larger than max comes back as nil with
// its size; an object that the input ends in, with io.ErrUnexpectedEOF. At the end
// the error is io.EOF.
func (v *jsonValues) next() (value []byte, size int64, err error) {
	for {
		c, err := v.r.ReadByte()
		if err != nil {
			return nil, 0, err
		}
		if c == '{' {
			break
		}
	}
	value = append(value, '{')
	size = 1
	depth, inString, escaped := 1, false, false
	for depth > 0 {
		c, err := v.r.ReadByte()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return value, size, err
		}
		if size++; size <= v.max {
			value = append(value, c)
		} else {
			value = nil
		}
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped = c == '\\'
			inString = c != '"'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
	}
	return value, size, nil
}

// objects reads a list of objects, or objects one after another. n is how many
// were whole.
func (r *run) objects(s *source, in *bufio.Reader) (n int, ok bool) {
	values := jsonValues{in, r.opt.MaxReport}
	for i := 1; ; i++ {
		value, size, err := values.next()
		name := fmt.Sprintf("%s object %d", s.name, i)
		switch {
		case errors.Is(err, io.EOF):
			return n, r.going()
		case errors.Is(err, io.ErrUnexpectedEOF):
			return n, r.problem(name, bad("the input ends in the middle of this object"))
		case err != nil:
			return n, r.problem(name, because("cannot be read", unwrapPath(err)))
		case size > r.opt.MaxReport:
			ok = r.problem(name, tooLarge("the object", r.opt.MaxReport))
		default:
			n++
			ok = r.object(s, name, value)
		}
		if !ok {
			return n, false
		}
	}
}

// json reads one JSON document: a list of objects is streamed, anything else
// is read whole.
func (r *run) json(s *source, body *bufio.Reader) bool {
	head, _ := body.Peek(sniffLen)
	if first := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"); len(first) > 0 && first[0] == '[' {
		n, ok := r.objects(s, body)
		if ok && n == 0 {
			return r.problem(s.name, bad("is a JSON list without objects"))
		}
		return ok
	}
	data, ok := r.whole(s, body)
	if !ok {
		return r.going()
	}
	return r.document(s, jsonUTF8(data))
}

// jsonUTF8 decodes JSON that came as UTF-16 and takes the byte order mark off.
func jsonUTF8(b []byte) []byte {
	if text, ok := prefixText(b); ok {
		return bytes.TrimSpace(text)
	}
	return b
}

// document reads a JSON object, whole or not.
func (r *run) document(s *source, data []byte) bool {
	o, err := parseObject(data)
	if err == nil {
		return r.parsed(s, s.name, data, o)
	}
	if isJSONFeed(data) {
		return r.feed(s, data)
	}
	if int64(len(data)) > 0 {
		probe := jsonValues{bufio.NewReader(bytes.NewReader(data)), r.opt.MaxReport}
		if value, _, perr := probe.next(); perr == nil && len(value) < len(data) {
			_, ok := r.objects(s, bufio.NewReader(bytes.NewReader(data)))
			return ok
		}
	}
	return r.problem(s.name, because("is not valid JSON", err))
}
