package input

import (
	"errors"
	"hash/fnv"
	"os"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// pageIndex remembers where the payloads of the archives are, so that a revisit
// record ("the same as there") can be resolved. It keeps the latest entries,
// in about 20 MB when full.
type pageIndex struct {
	at   map[uint64]pageEntry
	ring []uint64
	next int
}

// pageEntry is one payload.
type pageEntry struct {
	file   int32 // index into run.archives
	page   bool  // it was yielded as a report
	offset int64 // where its record begins
	url    uint64
}

// maxPages is how many keys the index holds; a record has two.
const maxPages = 1 << 18

func newPageIndex() *pageIndex { return &pageIndex{at: map[uint64]pageEntry{}} }

// put keeps an entry, in the place of the oldest if the index is full.
func (x *pageIndex) put(key uint64, e pageEntry) {
	if _, ok := x.at[key]; !ok {
		if len(x.ring) < maxPages {
			x.ring = append(x.ring, key)
		} else {
			delete(x.at, x.ring[x.next])
			x.ring[x.next] = key
			x.next = (x.next + 1) % maxPages
		}
	}
	x.at[key] = e
}

// hashOf is a key for a digest ("d") or an address ("u").
func hashOf(space, value string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(space + "\x00" + value))
	return h.Sum64()
}

// remember keeps where a payload is. other says that it is no page.
func (a *archive) remember(rec *record, other bool) {
	if rec.page == noPayload || rec.revisit() {
		return
	}
	e := pageEntry{file: int32(a.file), page: !other, offset: a.at, url: hashOf("u", rec.uri())}
	if d := rec.head["warc-payload-digest"]; d != "" {
		a.r.pages.put(hashOf("d", strings.ToLower(d)), e)
	}
	a.r.pages.put(e.url, e)
}

// revisit resolves a record that says that a page was found unchanged. Under
// the address that it had before, it is read already; under another address,
// it is the same page there.
func (a *archive) revisit(rec *record, name string) bool {
	r, url := a.r, hashOf("u", rec.uri())
	e, ok := pageEntry{}, false
	if d := rec.head["warc-payload-digest"]; d != "" {
		e, ok = r.pages.at[hashOf("d", strings.ToLower(d))]
	}
	if to := strings.Trim(rec.head["warc-refers-to-target-uri"], "<>"); !ok && to != "" {
		e, ok = r.pages.at[hashOf("u", to)]
	}
	if !ok {
		e, ok = r.pages.at[url]
	}
	switch {
	case !ok:
		return r.problem(name, &news.Error{
			Code:    news.NotFound,
			Message: "says that " + shorten(rec.uri(), 120) + " was the same as before, and the record it refers to was not read",
			Hint:    "give the archive that holds it first",
		})
	case !e.page:
		r.note(name, "is a revisit of something that is not a page")
		return r.going()
	case e.url == url:
		r.note(name, "is a revisit of a page that was read: nothing changed")
		return r.going()
	}
	x, err := a.again(e, name)
	if err != nil {
		return r.problem(name, because("refers to a page that cannot be read again", err))
	}
	x.URL = rec.uri()
	return r.raw(x)
}

// again reads the page of an entry once more.
func (a *archive) again(e pageEntry, name string) (*news.Raw, error) {
	path := a.r.archives[e.file]
	if path == "" {
		return nil, errors.New("it came on standard input or from the network")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unwrapPath(err)
	}
	defer f.Close() //nolint:errcheck // only read from
	in := newTape(f, nil)
	packed := string(in.peek(3)) == string(gzipMagic)
	in.seek(e.offset)
	if packed && string(in.peek(3)) != string(gzipMagic) {
		return nil, errors.New("the archive has changed")
	}
	b := a.r.openArchive(&source{name: path, path: path, in: in})
	if err := b.st.next(); err != nil {
		return nil, err
	}
	b.rec.Reset(b.st)
	rec, err := b.record()
	switch {
	case err != nil:
		return nil, err
	case hashOf("u", rec.uri()) != e.url || rec.skip != "":
		return nil, errors.New("its archive is packed as a whole")
	}
	x, _, err := rec.raw(a.r, name)
	if err == nil && x == nil {
		err = errors.New("it is not a page")
	}
	return x, err
}
