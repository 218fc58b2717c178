package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// record is one record: its header, and its block up to the limit.
type record struct {
	head   headers
	length int64 // of the block, as declared
	http   headers
	status int    // of the response, 0 if there is none
	ctype  string // of the payload
	body   []byte // the payload as stored
	bodyAt int64  // where it begins, in a plain archive
	over   bool   // the payload is larger than the limit
	skip   string // why it holds no report, "" if it may
	page   verdict
}

// verdict says what the header tells of a payload.
type verdict int

const (
	mayBePage verdict = iota
	notPage           // a payload of another kind: a picture, a script
	noPayload         // a request, an error page
)

// headers are the fields of a record or a response, by lower-case name; the
// first of a name counts.
type headers map[string]string

// uri is the address that the record is about.
func (rec *record) uri() string { return strings.Trim(rec.head["warc-target-uri"], "<>") }

func (rec *record) revisit() bool { return strings.EqualFold(rec.head["warc-type"], "revisit") }

// record reads one record. An error means damage: the position is doubtful.
func (a *archive) record() (*record, error) {
	a.at = a.st.start
	if a.st.z == nil {
		a.at = a.s.in.offset() - int64(a.rec.Buffered())
		a.st.start = a.at
	}
	if head, _ := a.rec.Peek(7); !isWARCLine(head) {
		return nil, errors.New("there is no record where one should begin")
	}
	a.n++
	a.in = true
	if _, err := a.rec.ReadSlice('\n'); err != nil {
		return nil, cutOff(err)
	}
	head, _, err := readHeaders(a.rec)
	if err != nil {
		return nil, cutOff(err)
	}
	rec := &record{head: head}
	if rec.length, err = strconv.ParseInt(head["content-length"], 10, 64); err != nil || rec.length < 0 {
		return nil, fmt.Errorf("its Content-Length is %q", shorten(head["content-length"], 20))
	}
	if err := a.block(rec); err != nil {
		return nil, err
	}
	return rec, a.ending(rec)
}

// cutOff makes an end inside a record what it is.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// maxHeader is how long the header of a record or a response may be.
const maxHeader = 512 << 10

// readHeaders reads fields up to the empty line. n is how many bytes they took.
func readHeaders(r *bufio.Reader) (h headers, n int64, err error) {
	h = headers{}
	last := ""
	for n < maxHeader {
		line, err := r.ReadSlice('\n')
		n += int64(len(line))
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue // a field of 16 KiB is lost, the record is not
		case err != nil:
			return h, n, err
		case len(bytes.TrimRight(line, "\r\n")) == 0:
			return h, n, nil
		case line[0] == ' ' || line[0] == '\t': // a folded line
			if last != "" {
				h[last] += " " + trimmed(line)
			}
			continue
		}
		last = h.add(line)
	}
	return h, n, errors.New("its header is too long")
}

// add keeps a line "Name: value" and returns the name under which it did, "" if
// it did not.
func (h headers) add(line []byte) string {
	name, value, ok := bytes.Cut(line, []byte(":"))
	key := strings.ToLower(trimmed(name))
	if !ok || h[key] != "" {
		return ""
	}
	h[key] = trimmed(value)
	return key
}

// block reads the block of a record, or passes over it where no report can be
// in it.
func (a *archive) block(rec *record) error {
	left := rec.length
	kind := strings.ToLower(rec.head["warc-type"])
	switch kind {
	case "response", "revisit":
		rec.ctype = rec.head["content-type"]
		if rec.ctype == "" || strings.HasPrefix(rec.ctype, "application/http") {
			n, err := a.httpHead(rec, left)
			if err != nil {
				return err
			}
			left = max(left-n, 0)
		}
	case "resource", "conversion":
		rec.ctype = rec.head["content-type"]
	default:
		rec.skip, rec.page = "is a "+shorten(firstOf(kind, "nameless"), 30)+" record", noPayload
	}
	rec.judge()
	switch {
	case rec.skip != "" || rec.revisit():
		return a.pass(left)
	case left > a.r.opt.MaxReport:
		rec.over = true
		return a.pass(left)
	}
	return a.keep(rec, left)
}

// httpHead reads the response's status line and headers; n is what they took.
func (a *archive) httpHead(rec *record, length int64) (n int64, err error) {
	if length == 0 {
		rec.ctype = ""
		return 0, nil
	}
	if head, _ := a.rec.Peek(5); !bytes.Equal(head, []byte("HTTP/")) {
		rec.ctype = "" // the crawler left the header out
		return 0, nil
	}
	line, err := a.rec.ReadSlice('\n')
	n = int64(len(line))
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		return n, cutOff(err)
	}
	if f := bytes.Fields(line); len(f) > 1 {
		rec.status, _ = strconv.Atoi(string(f[1]))
	}
	if n >= length {
		rec.ctype = ""
		return n, nil
	}
	h, m, err := readHeaders(a.rec)
	rec.http, rec.ctype = h, h["content-type"]
	if errors.Is(err, io.EOF) && rec.revisit() {
		err = nil // many leave out the empty line: nothing follows
	}
	return n + m, cutOff(err)
}

// pass goes past what is left of a block.
func (a *archive) pass(n int64) error {
	for n > 0 {
		m, err := a.rec.Discard(int(min(n, 1<<30)))
		n -= int64(m)
		if err != nil {
			return a.short(n, err)
		}
	}
	return nil
}

// keep reads what is left of a block.
func (a *archive) keep(rec *record, n int64) error {
	rec.body, rec.bodyAt = make([]byte, n), a.s.in.offset()-int64(a.rec.Buffered())
	for m := 0; m < len(rec.body); {
		k, err := a.rec.Read(rec.body[m:])
		m += k
		if err != nil {
			rec.body = rec.body[:m]
			return a.short(n-int64(m), err)
		}
	}
	return nil
}

// short judges a block that ends missing bytes early. Where the member that
// holds it ends well, the declared length is wrong; otherwise the archive is cut off.
func (a *archive) short(missing int64, err error) error {
	switch {
	case !errors.Is(err, io.EOF):
		return err
	case a.st.z == nil:
		return io.ErrUnexpectedEOF
	case a.st.later != nil && !errors.Is(a.st.later, io.EOF) && !errors.Is(a.st.later, gzip.ErrHeader):
		return a.st.later
	}
	a.r.note(a.name(), "declares %d bytes more than it has", missing)
	return nil
}

// ending checks that a record ends where it says, and puts a wrong length
// right. It also makes the unpacker check the sum of the member, before the
// report is believed.
func (a *archive) ending(rec *record) error {
	tail, err := a.rec.Peek(4)
	proper := bytes.HasPrefix(tail, []byte("\r\n\r\n")) || bytes.HasPrefix(tail, []byte("\n\n"))
	if len(tail) == 0 && errors.Is(err, io.EOF) {
		return nil
	}
	var blank []byte
	for {
		b, err := a.rec.Peek(1)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case b[0] == '\r' || b[0] == '\n':
			blank = append(blank, b[0])
			_, _ = a.rec.Discard(1)
			continue
		}
		break
	}
	start, _ := a.rec.Peek(16)
	switch {
	case proper: // what follows a proper end is no matter of this record
		return nil
	case a.st.z == nil && a.swallowed(rec), isRecordStart(start):
		return nil
	case a.st.z == nil && rec.body == nil:
		return errors.New("its Content-Length is wrong")
	}
	return a.extend(rec, blank)
}

// swallowed puts right a length that is so large that the block runs into the
// next record, in a plain archive that can be read again.
func (a *archive) swallowed(rec *record) bool {
	at := warcLineIn(rec.body)
	if at <= 0 || !a.s.in.seek(rec.bodyAt+int64(at)) {
		return false
	}
	a.rec.Reset(a.st)
	rec.body = bytes.TrimRight(rec.body[:at], "\r\n")
	a.r.note(a.name(), "declares more bytes than it has")
	return true
}

// extend puts right a length that is too small: the block goes on up to the next
// record, or the end of the stretch. blank is the line ends that came after what
// was declared.
func (a *archive) extend(rec *record, blank []byte) error {
	if rec.body != nil {
		rec.body = append(rec.body, blank...)
		a.r.note(a.name(), "declares fewer bytes than it has")
	}
	for lineStart := false; ; {
		if start, _ := a.rec.Peek(16); lineStart && isRecordStart(start) {
			break
		}
		part, err := a.rec.ReadSlice('\n')
		lineStart = err == nil
		if rec.body != nil && int64(len(rec.body)+len(part)) <= a.r.opt.MaxReport {
			rec.body = append(rec.body, part...)
		} else if rec.body != nil {
			rec.over, rec.body = true, nil
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
	rec.body = bytes.TrimRight(rec.body, "\r\n")
	return nil
}
