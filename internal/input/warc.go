package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/dragoman-news/dragoman/internal/news"
)

// archive reads the records of one WARC file (ISO 28500, versions 0.17 to 1.1).
type archive struct {
	r    *run
	s    *source
	st   *warcStream
	rec  *bufio.Reader // over st
	file int           // index into run.archives
	n    int           // records begun
	at   int64         // where the record begins in the file
	in   bool          // we are inside record n
}

// warc reads an archive, packed or not.
func (r *run) warc(s *source) bool {
	a := r.openArchive(s)
	a.file = len(r.archives)
	r.archives = append(r.archives, s.path)
	for r.going() {
		err := a.stretch()
		switch {
		case err == nil:
			continue
		case errors.Is(err, io.EOF):
			if a.n == 0 {
				return r.problem(s.name, bad("is an archive without records"))
			}
			return r.going()
		case errors.Is(err, errStop):
			return false
		}
		if !a.damage(err) {
			return false
		}
		if err := a.st.recover(); err != nil {
			return r.going()
		}
		a.in = false
	}
	return false
}

func (r *run) openArchive(s *source) *archive {
	packed := !isWARCLine(s.in.peek(7)) && (isPackedName(s.name) || holdsMagic(s.in.peek(256<<10)))
	st := newWARCStream(s.in, packed, r.opt.MaxRatio)
	return &archive{r: r, s: s, st: st, rec: bufio.NewReaderSize(st, 16<<10)}
}

// errStop says that nobody wants more.
var errStop = errors.New("stop")

// isPackedName reports whether an archive whose first bytes are damaged should
// be packed.
func isPackedName(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".gz") }

// holdsMagic reports whether a gzip member may begin among the bytes.
func holdsMagic(b []byte) bool { return bytes.Contains(b, gzipMagic) }

// damage reports what could not be read, and where.
func (a *archive) damage(err error) bool {
	name := a.name()
	if !a.in {
		name = fmt.Sprintf("%s after record %d at byte %d", a.s.name, a.n, a.st.start)
	}
	switch _, explained := errors.AsType[*news.Error](err); {
	case explained:
		return a.r.problem(name, because("", err))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return a.r.problem(name, bad("the archive ends in the middle of it"))
	case errors.Is(err, gzip.ErrHeader) && !a.in:
		err = errors.New("there are bytes that belong to no record")
	}
	return a.r.problem(name, because("is damaged; reading goes on at the next record", err))
}

// stretch reads the records up to the end of a stretch.
func (a *archive) stretch() error {
	a.in = false
	if err := a.st.next(); err != nil {
		return err
	}
	a.rec.Reset(a.st)
	for a.r.going() {
		a.in = false
		if err := skipBlank(a.rec); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		rec, err := a.record()
		if err != nil {
			return err
		}
		if !a.report(rec) {
			return errStop
		}
	}
	return errStop
}

// skipBlank goes past the line ends between records.
func skipBlank(r *bufio.Reader) error {
	for {
		b, err := r.Peek(1)
		if err != nil {
			return err
		}
		if b[0] != '\r' && b[0] != '\n' {
			return nil
		}
		_, _ = r.Discard(1)
	}
}

// name is what the record is called in messages.
func (a *archive) name() string { return fmt.Sprintf("%s record %d at byte %d", a.s.name, a.n, a.at) }

// report yields the report that a record holds, if it holds one.
func (a *archive) report(rec *record) bool {
	r, name := a.r, a.name()
	switch {
	case rec.skip != "":
		r.note(name, "%s", rec.skip)
		a.remember(rec, rec.page == notPage)
		return r.going()
	case rec.revisit():
		return a.revisit(rec, name)
	case rec.over:
		return r.problem(name, tooLarge("the page "+shorten(rec.uri(), 80), r.opt.MaxReport))
	}
	x, why, err := rec.raw(r, name)
	switch {
	case err != nil:
		return r.problem(name, because("the page "+shorten(rec.uri(), 80)+" cannot be unpacked", err))
	case x == nil:
		r.note(name, "%s", why)
		a.remember(rec, true)
		return r.going()
	}
	a.remember(rec, false)
	return r.raw(x)
}
