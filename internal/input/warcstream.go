package input

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
)

// warcStream is the unpacked bytes of an archive, one stretch after another. A
// stretch is what can be read without a doubt about where records begin: of a
// packed archive a gzip member, or several where records run over their bounds;
// of a plain one the whole. Read ends with io.EOF where a stretch ends well.
type warcStream struct {
	in    *tape
	z     *gzip.Reader  // nil for a plain archive
	buf   *bufio.Reader // over z
	start int64         // offset in the file of the member being read
	out   int64         // bytes unpacked of that member
	ratio int64
	ready bool  // the next member is open: its first record begins in buf
	later error // why the member after this one cannot be opened
	again int64 // bytes gone back over in recover
	tried int   // places looked at in recover
}

func newWARCStream(in *tape, packed bool, ratio int64) *warcStream {
	w := &warcStream{in: in, ratio: ratio}
	if packed {
		w.z, w.buf = new(gzip.Reader), bufio.NewReaderSize(nil, 64)
	}
	return w
}

// next begins the next stretch; io.EOF at the end of the archive.
func (w *warcStream) next() error {
	switch {
	case w.z == nil:
		w.start = w.in.offset()
		_, err := w.in.br.Peek(1)
		return err
	case w.later != nil:
		err := w.later
		w.later = nil
		return err
	case w.ready:
		w.ready = false
		return nil
	}
	return w.open()
}

// open opens the gzip member that begins here.
func (w *warcStream) open() error {
	w.start, w.out = w.in.offset(), 0
	if len(w.in.peek(1)) == 0 {
		_, err := w.in.br.Peek(1)
		return err
	}
	if err := w.z.Reset(w.in.br); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	w.z.Multistream(false)
	w.buf.Reset(w.z)
	return nil
}

func (w *warcStream) Read(p []byte) (int, error) {
	if w.z == nil {
		return w.in.br.Read(p)
	}
	for {
		if w.ready || w.later != nil {
			return 0, io.EOF
		}
		n, err := w.buf.Read(p)
		w.out += int64(n)
		if w.out > ratioFrom && w.out/max(w.in.offset()-w.start, 1) > w.ratio {
			return 0, bombProblem(w.ratio)
		}
		if n > 0 && errors.Is(err, io.EOF) {
			return n, nil
		}
		if err == nil || !errors.Is(err, io.EOF) {
			return n, err
		}
		if w.boundary() {
			return 0, io.EOF
		}
	}
}

// boundary is reached when a member has ended well. If the next one begins
// with a record, or there is none, the stretch ends; otherwise the record goes
// on in it, as in archives that were packed in blocks.
func (w *warcStream) boundary() bool {
	if !bytes.HasPrefix(w.in.peek(3), gzipMagic) {
		w.later = io.EOF
		if len(w.in.peek(1)) > 0 {
			w.start, w.later = w.in.offset(), gzip.ErrHeader
		}
		return true
	}
	if w.later = w.open(); w.later != nil {
		return true
	}
	head, _ := w.buf.Peek(7)
	w.ready = isWARCLine(head) || len(head) == 0
	return w.ready
}

var gzipMagic = []byte("\x1f\x8b\x08")

// maxAgain is how many bytes of an archive are gone back over in search of
// records: enough for honest damage, too little for an archive that was built to
// be read a thousand times.
const maxAgain = 256 << 20

// maxTried is how many places that look like the beginning of a member are
// tried in one archive: by chance there is one in 16 MB.
const maxTried = 10_000

// recover goes on after damage to where the next record begins for certain. It
// searches from just after the beginning of the damaged member, if the archive
// can be read again, as the damage may have led past good ones; else from here.
// It returns io.EOF when there is none.
func (w *warcStream) recover() error {
	w.ready, w.later = false, nil
	if ahead := w.in.offset() - w.start - 1; ahead < 0 {
		if _, err := w.in.br.Discard(1); err != nil {
			return err
		}
	} else if w.again += ahead; w.again <= maxAgain {
		w.in.seek(w.start + 1)
	}
	for {
		head := w.in.peek(recoverPeek)
		at := bytes.Index(head, gzipMagic)
		if w.z == nil {
			at = warcLineIn(head)
		}
		switch {
		case at < 0 && len(head) < recoverPeek:
			return io.EOF
		case at < 0:
			_, _ = w.in.br.Discard(len(head) - 16) // a mark may lie across the end
			continue
		}
		_, _ = w.in.br.Discard(at)
		if w.z == nil {
			return nil
		}
		if head, _ := gunzipHead(w.in.peek(16 << 10)); isWARCLine(head) {
			return nil
		}
		if w.tried++; w.tried > maxTried {
			return io.EOF
		}
		_, _ = w.in.br.Discard(1)
	}
}

// recoverPeek is how much recover looks at in one go.
const recoverPeek = 64 << 10

// warcLineIn finds the first line of a record at the beginning of a line.
func warcLineIn(b []byte) int {
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte("WARC/"))
		if i < 0 {
			return -1
		}
		i += from
		if isRecordStart(b[i:]) && (i == 0 || b[i-1] == '\n') {
			return i
		}
		from = i + 1
	}
}

// isRecordStart reports whether b begins with a whole version line, so that a
// text about archives is not taken for one.
func isRecordStart(b []byte) bool {
	if !isWARCLine(b) {
		return false
	}
	line, _, ok := bytes.Cut(b[:min(len(b), 16)], []byte("\n"))
	return ok && len(bytes.TrimSpace(line)) <= len("WARC/1.10")
}
