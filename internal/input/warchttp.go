package input

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/dragoman-news/dragoman/internal/news"
)

// judge decides from the headers whether a payload may be a page.
func (rec *record) judge() {
	if rec.skip != "" {
		return
	}
	ctype := mediaType(rec.ctype)
	scheme, _, _ := strings.Cut(rec.uri(), ":")
	switch {
	case rec.status != 0 && !rec.revisit() && (rec.status < 200 || rec.status > 203):
		rec.skip, rec.page = fmt.Sprintf("the server answered %d", rec.status), noPayload
	case !pageTypes[ctype]:
		rec.skip, rec.page = "is "+shorten(ctype, 60)+", not a page", notPage
	case scheme != "http" && scheme != "https" && scheme != "file" && scheme != "":
		// dns: look-ups, and what browser crawlers note about a page (urn:pageinfo).
		rec.skip, rec.page = "is about the crawl, not a page ("+shorten(scheme, 20)+":)", noPayload
	case machineFiles[path.Base(rec.uri())]:
		rec.skip, rec.page = "is written for machines", notPage
	}
}

// pageTypes are the types that a page may come under, also by mistake: the
// bytes decide then.
var pageTypes = map[string]bool{
	"": true, "text/html": true, "application/xhtml+xml": true, "text/plain": true, "text/xml": true, "application/xml": true,
	"application/octet-stream": true, "unknown/unknown": true, "text": true, "html": true, "httpd/unix-directory": true,
}

// machineFiles are text files that are no reports.
var machineFiles = map[string]bool{
	"robots.txt": true, "ads.txt": true, "app-ads.txt": true, "sellers.json": true, "security.txt": true, "humans.txt": true, "llms.txt": true,
}

// raw makes a report of a payload. If it is none, why says what it is.
func (rec *record) raw(r *run, name string) (x *news.Raw, why string, err error) {
	body, err := rec.payload(r.opt)
	if err != nil {
		return nil, "", err
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, "is an empty page", nil
	}
	ctype := mediaType(rec.ctype)
	kind := SniffKind(body, rec.uri(), ctype)
	plainText := ctype == "text/plain" || strings.EqualFold(rec.head["warc-type"], "conversion")
	if kind != KindHTML && (kind != KindText || !plainText) {
		return nil, fmt.Sprintf("is %s, not a page", kind), nil
	}
	if cut := rec.head["warc-truncated"]; cut != "" {
		r.note(name, "was cut off by the crawler (%s)", shorten(cut, 20))
	}
	return &news.Raw{Name: name, URL: rec.uri(), MediaType: kind.MediaType(), ContentType: rec.ctype, Body: body}, "", nil
}

// payload undoes the transfer and content encodings that the response's header
// names. Many crawlers undo them and leave the header, so what does not look
// encoded is taken as it is.
func (rec *record) payload(opt Options) ([]byte, error) {
	body := rec.body
	if strings.Contains(strings.ToLower(rec.http["transfer-encoding"]), "chunked") {
		body = dechunk(body)
	}
	codings := strings.Split(strings.ToLower(rec.http["content-encoding"]), ",")
	for i := len(codings) - 1; i >= 0; i-- {
		var err error
		if body, err = undo(strings.TrimSpace(codings[i]), body, opt); err != nil {
			return nil, err
		}
	}
	return body, nil
}

// dechunk takes the chunks' sizes out of a body, as far as they go; line ends may
// be bare. A body that does not begin with a size is whole already.
func dechunk(body []byte) []byte {
	var out []byte
	for rest := body; ; {
		size, n := chunkSize(rest)
		if n == 0 {
			if len(out) == 0 {
				return body
			}
			return append(out, rest...)
		}
		rest = rest[n:]
		if size == 0 {
			return out
		}
		if size >= len(rest) {
			return append(out, rest...)
		}
		out = append(out, rest[:size]...)
		rest = bytes.TrimPrefix(bytes.TrimPrefix(rest[size:], []byte("\r")), []byte("\n"))
		if len(rest) == 0 {
			return out
		}
	}
}

// chunkSize reads the line before a chunk; n is the line's length, 0 if it is
// no such line.
func chunkSize(b []byte) (size, n int) {
	line, _, ok := bytes.Cut(b[:min(len(b), 256)], []byte("\n"))
	digits, _, _ := bytes.Cut(line, []byte(";"))
	v, err := strconv.ParseUint(string(bytes.TrimSpace(digits)), 16, 31)
	if !ok || err != nil {
		return 0, 0
	}
	return int(v), len(line) + 1
}

// undo undoes one content encoding.
func undo(coding string, body []byte, opt Options) ([]byte, error) {
	var z io.Reader
	in := bytes.NewReader(body)
	var err error
	switch coding {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, gzipMagic) {
			return body, nil
		}
		z, err = gzip.NewReader(in)
	case "zstd":
		if !bytes.HasPrefix(body, []byte("\x28\xb5\x2f\xfd")) {
			return body, nil
		}
		var d *zstd.Decoder
		if d, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(opt.MaxReport))); err == nil {
			defer d.Close()
			z = d
		}
	case "deflate":
		if z, err = zlib.NewReader(in); err != nil { // some servers send the bare stream
			z, err = flate.NewReader(bytes.NewReader(body)), nil
		}
	case "br":
		z = brotli.NewReader(in)
	default:
		return body, nil
	}
	if err != nil {
		return nil, err
	}
	return unpack(coding, z, body, opt)
}

// unpack reads an unpacker to its end, within the limits. Brotli and deflate
// have no mark to know them by: what they refuse and reads as text was unpacked
// before.
func unpack(coding string, z io.Reader, body []byte, opt Options) ([]byte, error) {
	guard := &bombGuard{r: z, packed: func() int64 { return int64(len(body)) }, max: opt.MaxRatio}
	out, err := readWhole(guard, opt.MaxReport)
	switch {
	case errors.Is(err, errTooLarge):
		return nil, tooLarge("the unpacked page", opt.MaxReport)
	case err == nil:
		return out, nil
	case errors.Is(err, io.ErrUnexpectedEOF) && len(out) > 0:
		return out, nil // the server hung up; the page is there up to then
	}
	if kind := SniffKind(body, "", ""); kind == KindHTML || kind == KindText {
		return body, nil
	}
	return nil, fmt.Errorf("its %s encoding is damaged: %w", coding, err)
}
