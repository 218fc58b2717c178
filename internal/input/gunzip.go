package input

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/dragoman-news/dragoman/internal/news"
)

// bombGuard passes an unpacked stream on until it has grown out of all
// proportion to what it was packed in.
type bombGuard struct {
	r      io.Reader
	packed func() int64 // bytes taken so far from the packed stream
	max    int64
	out    int64
}

func (g *bombGuard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.out += int64(n)
	if g.out > ratioFrom && g.out/max(g.packed(), 1) > g.max {
		return 0, bombProblem(g.max)
	}
	return n, err
}

// bombProblem is what is said of a compression bomb.
func bombProblem(ratio int64) *news.Error {
	return hint(bad("unpacks to more than %d times its size, as a gzip bomb does", ratio), "unpack it yourself if you trust it")
}

// members reads the gzip members of a file one after another and takes what
// follows the last one, padding or garbage, for the end.
type members struct{ z *gzip.Reader }

func (m *members) Read(p []byte) (int, error) {
	n, err := m.z.Read(p)
	if errors.Is(err, gzip.ErrHeader) {
		err = io.EOF
	}
	return n, err
}

// gunzipHead unpacks the beginning of a gzip file, as far as it goes; whole says
// that it went without an error.
func gunzipHead(packed []byte) (head []byte, whole bool) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, false
	}
	head = make([]byte, 0, sniffLen)
	for len(head) < sniffLen && err == nil {
		var n int
		n, err = z.Read(head[len(head):sniffLen])
		head = head[:len(head)+n]
	}
	return head, err == nil || errors.Is(err, io.EOF)
}

// holdsWARC reports whether a gzip member that begins with a WARC record is
// among the bytes: then a file whose own beginning is damaged is an archive.
func holdsWARC(b []byte) bool {
	for range 256 { // enough for damage, too few to be busy with
		at := bytes.Index(b, gzipMagic)
		if at < 0 {
			return false
		}
		if head, _ := gunzipHead(b[at:min(len(b), at+16<<10)]); isWARCLine(head) {
			return true
		}
		b = b[at+1:]
	}
	return false
}

// trimGz takes the .gz off a name.
func trimGz(name string) string {
	if strings.EqualFold(path.Ext(name), ".gz") {
		return name[:len(name)-3]
	}
	return name
}

// isWARCName reports whether a file calls itself an archive, which decides only
// when its beginning is damaged.
func isWARCName(name string) bool { return strings.EqualFold(path.Ext(trimGz(name)), ".warc") }
