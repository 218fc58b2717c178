package guard

import (
	"context"
	"mime"
	"net/http"
	"slices"
	"time"
)

// recorder notes how a request is answered. An answer without an end (server-sent events, a long
// list line by line) gets the time it needs, as long as its reader goes on reading.
type recorder struct {
	http.ResponseWriter
	guard  *Guard
	cancel context.CancelFunc // of the request
	status int
	bytes  int64
	broken bool
	stream bool
	unhook func() bool
}

// streams are the types of answers that are written as they come.
var streams = []string{"text/event-stream", "application/jsonl", "application/x-ndjson", "application/x-jsonlines"}

// longAnswer is how many bytes an answer has, whatever its type, that is given time as a stream is.
const longAnswer = 1 << 20

// Unwrap lets http.ResponseController through.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
		kind, _, err := mime.ParseMediaType(w.Header().Get("Content-Type"))
		if err == nil && slices.Contains(streams, kind) {
			w.become(kind == "text/event-stream")
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if !w.stream && w.bytes > longAnswer {
		w.become(false)
	}
	w.extend()
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Flush sends what was written: who flushes writes a stream.
func (w *recorder) Flush() {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if !w.stream {
		w.become(false)
	}
	w.extend()
	_ = http.NewResponseController(w.ResponseWriter).Flush() // a reader who went away
}

// become makes the answer a stream; one that never ends by itself ends when the guard stops.
func (w *recorder) become(endless bool) {
	w.stream = true
	// The request was read: what a later deadline for reading would find is the reader's silence.
	_ = http.NewResponseController(w.ResponseWriter).SetReadDeadline(time.Time{}) // not every writer has deadlines
	if endless {
		w.unhook = context.AfterFunc(w.guard.stopping, w.cancel)
	}
}

// extend gives a stream until its next piece as long as another answer has for all.
func (w *recorder) extend() {
	if w.stream {
		_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(w.guard.opt.Times.Write)) // not every writer has deadlines
	}
}

func (w *recorder) release() {
	if w.unhook != nil {
		w.unhook()
	}
}

func (w *recorder) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
