package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The media types that are answered.
const (
	jsonType   = "application/json"
	linesType  = "application/jsonl"
	eventsType = "text/event-stream"
)

// List is dragoman.list/1: a page of a list.
type List[T any] struct {
	Schema string  `json:"schema"`
	Items  []T     `json:"items"`
	Next   *string `json:"next"` // the address of the next page, null on the last
}

// ListSchema is the schema name of List.
const ListSchema = "dragoman.list/1"

// encodeJSON writes v in one line, with the letters of every script as themselves.
func encodeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// worthwhile is the size in bytes from which an answer is compressed: one that fits a packet gains nothing.
const worthwhile = 1400

// write answers with one JSON value. Its ETag is made of what it says, so that whoever has it already is told so.
func (s *server) write(w http.ResponseWriter, q *request, v any) error {
	var body bytes.Buffer
	if err := encodeJSON(&body, v); err != nil {
		return err
	}
	return writeBody(w, q, body.Bytes())
}

// tell answers a change with a JSON value, which nobody shall keep.
func tell(w http.ResponseWriter, status int, v any) error {
	var body bytes.Buffer
	if err := encodeJSON(&body, v); err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", jsonType)
	head.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a reader who went away needs no answer
	return nil
}

func writeBody(w http.ResponseWriter, q *request, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `W/"` + hex.EncodeToString(sum[:16]) + `"` // weak: the same for what is compressed and what is not
	head := w.Header()
	head.Set("ETag", tag)
	head.Set("Cache-Control", "private, no-cache")
	head.Add("Vary", "Accept, Accept-Encoding")
	if matches(q.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	head.Set("Content-Type", jsonType)
	if len(body) >= worthwhile && accepts(q.Header.Get("Accept-Encoding"), "gzip") {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := z.Write(body); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		body = packed.Bytes()
		head.Set("Content-Encoding", "gzip")
	}
	head.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body) // a reader who went away needs no answer
	return nil
}

// matches reports whether an If-None-Match names a tag; all of ours are weak, and so is how they are compared.
func matches(header, tag string) bool {
	for _, have := range strings.Split(header, ",") {
		have = strings.TrimSpace(have)
		if have == "*" || strings.TrimPrefix(have, "W/") == strings.TrimPrefix(tag, "W/") {
			return header != ""
		}
	}
	return false
}

// quality is how much an Accept or Accept-Encoding header wants a value: from 0, which refuses it, to 1; and 0 where it
// does not name it.
func quality(header, value string) float64 {
	for _, part := range strings.Split(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), value) {
			continue
		}
		for _, param := range strings.Split(params, ";") {
			q, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(param)), "q=")
			if !ok {
				continue
			}
			n, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
			if err != nil || !(n > 0) { // what is no number wants nothing
				return 0
			}
			return min(n, 1)
		}
		return 1
	}
	return 0
}

func accepts(header, value string) bool { return quality(header, value) > 0 }

// lines reports whether a request wants JSON Lines, under any of the names that they go by, at least as much as JSON.
func (q *request) lines() bool {
	header := q.Header.Get("Accept")
	most := 0.0
	for _, name := range []string{linesType, "application/x-ndjson", "application/ndjson", "application/x-jsonlines"} {
		most = max(most, quality(header, name))
	}
	return most > 0 && most >= quality(header, jsonType)
}

const (
	flushEvery = 64 << 10         // bytes of a stream
	patience   = 30 * time.Second // that a reader may take for so many
)

// stream answers with a row a line, as they come. What fails after the first row was sent ends the answer in a way that its reader
// sees: the connection breaks off, so that half a list is never taken for the whole.
func stream[T any](s *server, w http.ResponseWriter, q *request, rows iter.Seq2[T, error], render func(T) (any, error)) error {
	out := newFlow(w, q, linesType)
	for row, err := range rows {
		var v any
		if err == nil {
			v, err = render(row)
		}
		if err == nil {
			err = out.line(v)
		}
		switch {
		case err == nil:
		case !out.begun:
			return err
		case errors.Is(err, errGone) || q.Context().Err() != nil:
			return nil
		default:
			s.Log.ErrorContext(q.Context(), "stream cut short", "path", q.URL.Path, "error", err)
			panic(http.ErrAbortHandler) // the one way to break a connection off that net/http has
		}
		if q.Method == http.MethodHead {
			break // that there is a first row is known
		}
	}
	return out.close()
}

// errGone says that whoever asked is gone.
var errGone = errors.New("the reader is gone")

// flow writes an answer piece by piece, compressed if that was asked for. Its status and headers go out with the first piece.
type flow struct {
	w     http.ResponseWriter
	media string
	zip   *gzip.Writer
	buf   bytes.Buffer
	begun bool
	gone  bool // nobody reads it any more
}

func newFlow(w http.ResponseWriter, q *request, media string) *flow {
	l := &flow{w: w, media: media}
	if accepts(q.Header.Get("Accept-Encoding"), "gzip") {
		l.zip = gzip.NewWriter(w)
	}
	return l
}

func (l *flow) begin() {
	if l.begun {
		return
	}
	l.begun = true
	head := l.w.Header()
	head.Set("Content-Type", l.media)
	head.Set("Cache-Control", "no-store")
	head.Add("Vary", "Accept, Accept-Encoding")
	if l.zip != nil {
		head.Set("Content-Encoding", "gzip")
	}
	l.w.WriteHeader(http.StatusOK)
}

// line writes a row of a list.
func (l *flow) line(v any) error {
	if err := encodeJSON(&l.buf, v); err != nil {
		return err
	}
	if l.begun && l.buf.Len() < flushEvery { // the first line goes out at once
		return nil
	}
	return l.flush()
}

// Write writes a part of a file. Nothing of one goes out before there is a good deal of it, so that what goes wrong at the beginning can be
// told.
func (l *flow) Write(p []byte) (int, error) {
	n, _ := l.buf.Write(p) // it never fails
	if l.buf.Len() < flushEvery {
		return n, nil
	}
	err := l.flush()
	l.gone = err != nil
	return n, err
}

func (l *flow) flush() error {
	l.begin()
	control := http.NewResponseController(l.w)
	if err := control.SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return errGone
	}
	var to io.Writer = l.w
	if l.zip != nil {
		to = l.zip
	}
	if _, err := l.buf.WriteTo(to); err != nil {
		return errGone
	}
	if l.zip != nil {
		if err := l.zip.Flush(); err != nil {
			return errGone
		}
	}
	if err := control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return errGone
	}
	return nil
}

func (l *flow) close() error {
	if err := l.flush(); err != nil {
		return nil //nolint:nilerr // whoever asked is gone, and needs no answer
	}
	if l.zip != nil {
		_ = l.zip.Close() // as above
	}
	// What follows on the connection has all the time there is.
	if err := http.NewResponseController(l.w).SetWriteDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil //nolint:nilerr // as above
	}
	return nil
}
