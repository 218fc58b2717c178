package input

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/dragoman-news/dragoman/internal/news"
)

// run is one call of Open: what was seen so far and whom to tell. Its methods
// return false when the stream shall end.
type run struct {
	ctx     context.Context
	opt     Options
	yield   func(*news.Raw, error) bool
	refused bool // the caller wants no more

	done, total int64 // bytes of files read, bytes of files there are

	files    map[string]bool // real paths of files given by name or link
	folders  map[string]bool // real paths of folders walked
	archives []string        // paths of the archives opened, for revisit records
	pages    *pageIndex      // what the archives held
}

func newRun(ctx context.Context, opt Options, yield func(*news.Raw, error) bool) *run {
	return &run{ctx: ctx, opt: opt, yield: yield, files: map[string]bool{}, folders: map[string]bool{}, pages: newPageIndex()}
}

// going reports whether the stream goes on.
func (r *run) going() bool { return !r.refused && r.ctx.Err() == nil }

// raw yields one report.
func (r *run) raw(x *news.Raw) bool {
	if !r.going() {
		return false
	}
	r.refused = !r.yield(x, nil)
	return !r.refused
}

// problem yields what is wrong with the input of this name.
func (r *run) problem(name string, err *news.Error) bool {
	if !r.going() {
		return false
	}
	r.refused = !r.yield(nil, &Problem{Name: name, Err: err})
	return !r.refused
}

// note tells of something that is nobody's loss.
func (r *run) note(name, format string, args ...any) {
	if r.opt.OnNote != nil {
		r.opt.OnNote(name, fmt.Sprintf(format, args...))
	}
}

// progress tells that n more bytes of the files have been read.
func (r *run) progress(n int64) {
	r.done += n
	if r.total > 0 { // links can lead to more than was measured
		r.total = max(r.total, r.done)
	}
	if r.opt.OnBytes != nil {
		r.opt.OnBytes(r.done, r.total)
	}
}

// bad is an error about an input that is not as it should be.
func bad(format string, args ...any) *news.Error {
	return &news.Error{Code: news.Invalid, Message: fmt.Sprintf(format, args...)}
}

// hint returns e with a word on what to do.
func hint(e *news.Error, format string, args ...any) *news.Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// because explains a failure of the system or of a decoder.
func because(what string, err error) *news.Error {
	if e, ok := errors.AsType[*news.Error](err); ok {
		return e
	}
	code := news.Invalid
	switch {
	case errors.Is(err, fs.ErrNotExist):
		code = news.NotFound
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = errors.New("it ends too early")
	}
	return &news.Error{Code: code, Message: what, Err: err}
}

// sizeText writes a limit the way people do: 16 MiB.
func sizeText(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// tooLarge is what is said of anything over a limit.
func tooLarge(what string, limit int64) *news.Error {
	return hint(bad("%s is larger than %s", what, sizeText(limit)), "split it, or leave out what is not text")
}

// count writes a number of things: "1 feed", "3 feeds".
func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
