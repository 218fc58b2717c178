package input

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/klauspost/compress/gzip"

	"github.com/dragoman-news/dragoman/internal/news"
)

// source is one input, opened: bytes with what is known about them.
type source struct {
	name        string    // for messages
	url         string    // where it was fetched, "" for files
	contentType string    // as declared, "" for files
	path        string    // of a file that can be read again, "" otherwise
	in          *tape     // the bytes as they are stored
	depth       int       // how many sitemaps and lists led here
	hint        *news.Raw // what the list that led here said of it, or nil
}

// file reads one file.
func (r *run) file(path string, info fs.FileInfo) bool {
	if !info.Mode().IsRegular() {
		return r.problem(path, hint(bad("is %s, which cannot be read by name", specialFile(info.Mode())),
			"hand it over on standard input: dragoman read - < %s", path))
	}
	before := r.done
	f, err := os.Open(path)
	if err != nil {
		r.progress(info.Size())
		return r.problem(path, statProblem(path, err))
	}
	defer f.Close() //nolint:errcheck // only read from
	ok := r.source(&source{name: path, path: path, in: newTape(f, r.progress)})
	if rest := before + info.Size() - r.done; rest > 0 { // what was left unread is done with
		r.progress(rest)
	}
	return ok
}

// stdin reads standard input, which is JSON lines unless it shows itself to be
// something else.
func (r *run) stdin() bool {
	if r.opt.Stdin == nil {
		return r.problem("-", bad("there is no standard input"))
	}
	return r.source(&source{name: "standard input", in: newTape(r.opt.Stdin, nil)})
}

// fetch reads an address.
func (r *run) fetch(url string, depth int) bool { return r.fetchAs(url, depth, nil) }

// fetchAs reads an address; known is what the list that named it says of it.
func (r *run) fetchAs(url string, depth int, known *news.Raw) bool {
	if r.opt.Fetcher == nil {
		return r.problem(url, hint(bad("an address cannot be read without the network"),
			"save the page and give the file, or allow the network"))
	}
	res, err := r.opt.Fetcher.Fetch(r.ctx, url)
	if err != nil {
		if r.ctx.Err() != nil {
			return false
		}
		return r.problem(url, because("cannot be fetched", err))
	}
	at := res.URL
	if at == "" {
		at = url
	}
	return r.source(&source{
		name: url, url: at, contentType: res.ContentType, depth: depth, hint: known,
		in: newTape(bytes.NewReader(res.Body), nil),
	})
}

// source finds out what a source is and has it read.
func (r *run) source(s *source) bool {
	head := s.in.peek(sniffLen)
	kind := SniffKind(head, s.name, s.contentType)
	switch {
	case isWARCName(s.name) && kind != KindEmpty && kind != KindHTML:
		return r.warc(s) // also where its beginning is damaged
	case kind == KindBinary && (magicName(head) == "" || head[0] == gzipMagic[0]) && holdsWARC(s.in.peek(256<<10)):
		return r.warc(s)
	case kind != KindGzip:
		return r.read(s, kind, s.in.br)
	}
	packed := s.in.peek(256 << 10)
	head, whole := gunzipHead(packed)
	if kind = SniffKind(head, trimGz(s.name), ""); kind == KindWARC || !whole && holdsWARC(packed) {
		return r.warc(s)
	}
	z, err := gzip.NewReader(s.in.br)
	if err != nil {
		return r.problem(s.name, because("is a damaged gzip file", err))
	}
	guard := &bombGuard{r: &members{z: z}, packed: s.in.offset, max: r.opt.MaxRatio}
	return r.read(s, kind, bufio.NewReaderSize(guard, 64<<10))
}

// read hands a source to the reader of its kind.
func (r *run) read(s *source, kind Kind, body *bufio.Reader) bool {
	switch kind {
	case KindEmpty:
		return r.problem(s.name, bad("is empty"))
	case KindBinary, KindGzip:
		head, _ := body.Peek(sniffLen)
		return r.problem(s.name, hint(bad("is %s, not a report", binaryName(head)), "give text, HTML, JSON, a feed or a WARC archive"))
	case KindWARC:
		return r.warc(s)
	case KindJSONL:
		return r.lines(s, body)
	case KindJSON:
		return r.json(s, body)
	case KindText, KindHTML:
		return r.page(s, kind, body)
	}
	if data, ok := r.whole(s, body); ok {
		return r.xml(s, kind, data)
	}
	return r.going()
}

// whole reads a document as a whole, as far as it goes; ok is false when that
// is nothing, which has then been said, or when the stream shall end.
func (r *run) whole(s *source, body io.Reader) (data []byte, ok bool) {
	data, err := readWhole(body, r.opt.MaxWhole)
	switch _, explained := errors.AsType[*news.Error](err); {
	case err == nil:
		return data, true
	case errors.Is(err, errTooLarge):
		r.problem(s.name, tooLarge("the document", r.opt.MaxWhole))
		return nil, false
	case len(data) == 0 || explained:
		r.problem(s.name, because("cannot be read", unwrapPath(err)))
		return nil, false
	}
	return data, r.problem(s.name, because("is damaged; what is whole in it is read", err))
}

// page reads a file that is one report. Its encoding stays as it is.
func (r *run) page(s *source, kind Kind, body io.Reader) bool {
	data, err := readWhole(body, r.opt.MaxReport)
	switch {
	case errors.Is(err, errTooLarge):
		return r.problem(s.name, tooLarge("the page", r.opt.MaxReport))
	case err != nil:
		return r.problem(s.name, because("cannot be read", unwrapPath(err)))
	case len(bytes.TrimSpace(data)) == 0:
		return r.problem(s.name, bad("is empty"))
	case kind == KindHTML && isFeedName(s.name, s.contentType):
		return r.problem(s.name, notAFeed(data, s.url))
	}
	x := &news.Raw{Name: s.name, URL: s.url, MediaType: kind.MediaType(), ContentType: s.contentType, Body: data}
	if s.hint != nil {
		addKnown(x, s.hint)
	}
	return r.raw(x)
}

// addKnown completes x with what the list that led to it says.
func addKnown(x, known *news.Raw) {
	x.Title, x.Lang, x.Published, x.ReadFrom = known.Title, known.Lang, known.Published, known.ReadFrom
	x.Source, x.Authors, x.Description, x.ID = known.Source, known.Authors, known.Description, known.ID
}

// errTooLarge says that a limit of size was passed.
var errTooLarge = errors.New("too large")

// readWhole reads at most limit bytes. What was read before an error is returned
// with it, except that nothing is kept of what is too large.
func readWhole(r io.Reader, limit int64) ([]byte, error) {
	var buf bytes.Buffer
	n, err := buf.ReadFrom(io.LimitReader(r, limit+1))
	if n > limit {
		return nil, errTooLarge
	}
	return buf.Bytes(), err
}
