package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// prepared is a document with everything that is derived from it, ready to be
// written: computed before the write transaction begins.
type prepared struct {
	doc         *news.Document // with the ids that it gives
	held        *index.Holders // under which terms and namings are
	at          index.Publication
	same        []byte
	data        []byte
	terms       []string // posting terms, feature keys too
	namings     []index.Naming
	title, body string // words
	feature     []byte
	hasFeature  bool
	keys        []string         // of the feature row, as terms
	sightings   []store.Sighting // how it names people
	vectors     []byte           // nil for none
	model       string           // that made them
}

// prepare checks and derives all docs, on all cores.
func (s *Store) prepare(ctx context.Context, docs []*news.Document) ([]*prepared, error) {
	out := make([]*prepared, len(docs))
	errs := make([]error, len(docs))
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(docs))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(docs); i += workers {
				if errs[i] = ctx.Err(); errs[i] == nil {
					out[i], errs[i] = s.prepareOne(ctx, docs[i])
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs { // the first in the order of docs, not of time
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Store) prepareOne(ctx context.Context, doc *news.Document) (*prepared, error) {
	if err := index.Check(doc); err != nil {
		return nil, err
	}
	data, err := codec.EncodeDocument(doc)
	if err != nil {
		return nil, err
	}
	p := &prepared{
		doc: doc, at: index.PublicationOf(doc), same: digest(doc), data: data,
		title: strings.Join(index.Words(doc.Title), " "), body: strings.Join(index.Words(doc.Text), " "),
	}
	if p.vectors = codec.EncodeVectors(doc); p.vectors != nil {
		p.model = doc.Reading.Model
	}
	p.features(s.opt.Features, doc)
	if s.opt.Sightings != nil {
		p.sightings = s.opt.Sightings(doc)
	}
	held, err := s.holders(ctx)
	p.derive(held)
	return p, err
}

// features computes the feature row and its keys.
func (p *prepared) features(of store.Featurer, doc *news.Document) {
	if of == nil {
		return
	}
	feature, keys := of(doc)
	if feature == nil {
		feature = []byte{}
	}
	p.feature, p.hasFeature, p.keys = feature, true, nil
	for _, k := range keys {
		p.keys = append(p.keys, index.FeatureTerm(k))
	}
}

// derive computes what hangs on the ids that hold.
func (p *prepared) derive(held *index.Holders) {
	doc := held.Apply(p.doc)
	p.held, p.terms, p.namings = held, append(index.Terms(doc), p.keys...), index.Namings(doc)
}

// digestSize is enough that two texts under one id never meet by chance.
const digestSize = 16

// digest identifies what makes a revision: title, text, publication time, and
// whether the report was withdrawn.
func digest(doc *news.Document) []byte {
	h := sha256.New()
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(doc.Title)))
	b = append(b, doc.Title...)
	b = binary.AppendUvarint(b, uint64(len(doc.Text)))
	h.Write(b)
	h.Write([]byte(doc.Text))
	b = b[:0]
	if p := doc.Published; p != nil {
		b = append(append(b, 1), p.Precision...)
		if p.Floating {
			b = append(b, '~')
		}
		for _, t := range []time.Time{p.From, p.To} {
			_, zone := t.Zone()
			b = binary.BigEndian.AppendUint64(b, uint64(t.Unix()))
			b = binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
			b = binary.BigEndian.AppendUint32(b, uint32(zone))
		}
	}
	if doc.Withdrawn {
		b = append(b, "withdrawn"...)
	}
	h.Write(b)
	return h.Sum(nil)[:digestSize]
}

const (
	placeBits  = 24
	places     = 1 << placeBits
	daySeconds = 24 * 60 * 60
	epochDay   = 719163 // 1 January 1970, when 1 January of year 1 is day 1
)

// dayOf numbers the UTC day of an instant; 0 is for the undated.
func dayOf(instant int64) int64 {
	if instant == index.Undated {
		return 0
	}
	day := instant / daySeconds
	if instant%daySeconds < 0 {
		day--
	}
	return max(day+epochDay, 1)
}

// dayOfDate numbers an ISO date that was checked.
func dayOfDate(date string) int64 {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return 0
	}
	return dayOf(t.Unix())
}

// span is how many days past the first a publication reaches.
func span(at index.Publication) int64 { return dayOfDate(at.Last) - dayOfDate(at.First) }
