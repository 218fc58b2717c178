package input

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"io"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// encodings is a page in every content encoding, and where a crawler undid the
// encoding and left the header.
func encodings(t *testing.T, page string) map[string]string {
	t.Helper()
	pack := func(w io.WriteCloser, buf *bytes.Buffer) string {
		_, err := io.WriteString(w, page)
		mustDo(t, err)
		mustDo(t, w.Close())
		return buf.String()
	}
	var gz, zl, fl, br, zs bytes.Buffer
	raw, err := flate.NewWriter(&fl, flate.BestCompression)
	mustDo(t, err)
	zw, err := zstd.NewWriter(&zs)
	mustDo(t, err)
	gz.Write(packed([]byte(page)))
	return map[string]string{
		"gzip": gz.String(), "deflate": pack(zlib.NewWriter(&zl), &zl), "br": pack(brotli.NewWriter(&br), &br),
		"zstd": pack(zw, &zs), "Deflate": pack(raw, &fl),
		"x-gzip": page, "BR": page, "identity": page,
	}
}
