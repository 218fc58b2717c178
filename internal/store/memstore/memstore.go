// Package memstore keeps everything in memory: for tests and for runs that leave
// nothing behind. It is the plainest reading of the contract in package store:
// maps, one lock, and every list computed when it is asked for. It does not
// grow; package sqlite does.
package memstore

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

var _ store.Store = (*Store)(nil)

// Store implements store.Store in memory.
type Store struct {
	opt store.Options

	mu       sync.RWMutex
	docs     map[string]*record
	stories  map[string]*storyRecord
	setAside map[asideKey]news.SetAside
	jobs     []*job // by id
	lastJob  int64
	leases   map[string]*lease
	feeds    map[string]store.Feed
	who      identities
	past     histories
	judged   verdicts
	access   accesses
	watch    watches
	imports  []imported // in the order in which they came

	own        map[string]ownRecord
	ownVersion int64
	ownIndex   []byte // of version ownIndexOf
	ownIndexOf int64
}

// record is the latest revision of a report and what is derived from it. It is replaced
// as a whole, never changed, but for copyOf, story and vectors.
type record struct {
	data      [][]byte // encoded revisions, the latest last: nobody can change what is kept
	title     string
	text      string
	published *news.Published
	withdrawn bool
	at        index.Publication
	lang      news.Lang
	source    string
	terms     map[string]bool
	namings   []index.Naming
	sightings []store.Sighting
	words     [2][]string // of title and text
	quotes    int
	events    int
	feature   []byte
	keys      map[string]bool
	hasRow    bool           // a feature row
	given     *news.Document // the latest revision, with the ids that it gives
	copyOf    string
	story     string
	vectors   []byte // nil for none
	model     string // that made them
}

type storyRecord struct {
	data  []byte
	story *news.Story // decoded once, for filters; never handed out
	terms map[string]bool
}

type asideKey struct{ name, reason string }

// New returns an empty store.
func New(opt store.Options) *Store {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return &Store{
		opt:      opt,
		docs:     make(map[string]*record),
		stories:  make(map[string]*storyRecord),
		setAside: make(map[asideKey]news.SetAside),
		leases:   make(map[string]*lease),
		feeds:    make(map[string]store.Feed),
		who:      newIdentities(),
		past:     histories{versions: make(map[string][]version)},
		own:      make(map[string]ownRecord),
		access:   newAccesses(),
		watch:    newWatches(),
	}
}

// Close does nothing.
func (s *Store) Close() error { return nil }

// Add keeps docs: see store.Writer.
func (s *Store) Add(ctx context.Context, docs []*news.Document) ([]store.Outcome, error) {
	fresh := make([]*record, len(docs))
	for i, doc := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r, err := s.newRecord(doc)
		if err != nil {
			return nil, err
		}
		fresh[i] = r
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	outcomes := make([]store.Outcome, len(docs))
	var err error
	for i, doc := range docs {
		if fresh[i], err = s.withdraw(fresh[i]); err != nil {
			return nil, err
		}
		s.identify(fresh[i], fresh[i].given)
		outcomes[i] = s.keep(doc, fresh[i])
	}
	return outcomes, nil
}

func (s *Store) keep(doc *news.Document, r *record) store.Outcome {
	old := s.docs[doc.ID]
	switch {
	case old == nil:
		s.see(nil, r)
		r.copyOf = doc.CopyOf
		s.docs[doc.ID] = r
		s.enqueueLocked(store.JobPlace, doc.ID, nil, false)
		return store.Added
	case old.title == r.title && old.text == r.text && old.withdrawn == r.withdrawn && index.SamePublication(old.published, r.published):
		if r.vectors != nil && r.model != old.model {
			old.vectors, old.model = r.vectors, r.model
		}
		return store.Same
	}
	s.see(old, r)
	r.data = append(slices.Clone(old.data), r.data...)
	r.copyOf, r.story = old.copyOf, old.story
	s.docs[doc.ID] = r
	s.enqueueLocked(store.JobPlace, doc.ID, nil, true)
	return store.Revised
}

// Replace puts new findings in place: see store.Writer.
func (s *Store) Replace(ctx context.Context, doc *news.Document) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r, err := s.newRecord(doc)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.docs[doc.ID]
	if old == nil {
		return notFound("report", doc.ID)
	}
	if r, err = s.withdraw(r); err != nil {
		return err
	}
	s.identify(r, r.given)
	s.see(old, r)
	r.data = append(slices.Clone(old.data[:len(old.data)-1]), r.data...)
	r.copyOf, r.story = old.copyOf, old.story
	if doc.CopyOf != "" {
		r.copyOf = doc.CopyOf
	}
	s.docs[doc.ID] = r
	return nil
}

func (s *Store) newRecord(doc *news.Document) (*record, error) {
	if err := index.Check(doc); err != nil {
		return nil, err
	}
	data, err := codec.EncodeDocument(doc)
	if err != nil {
		return nil, err
	}
	kept, err := codec.DecodeDocument(data)
	if err != nil {
		return nil, err
	}
	r := &record{
		data: [][]byte{data}, title: kept.Title, text: kept.Text, published: kept.Published, withdrawn: kept.Withdrawn, at: index.PublicationOf(kept),
		lang: kept.Lang, source: kept.Source,
		given:  kept,
		words:  [2][]string{index.Words(kept.Title), index.Words(kept.Text)},
		quotes: len(kept.Quotes), events: len(kept.Events),
	}
	if r.vectors = codec.EncodeVectors(doc); r.vectors != nil {
		r.model = doc.Reading.Model
	}
	if s.opt.Sightings != nil {
		r.sightings = s.opt.Sightings(kept)
	}
	s.features(r, doc)
	return r, nil
}

func (s *Store) features(r *record, doc *news.Document) {
	if s.opt.Features != nil {
		feature, keys := s.opt.Features(doc)
		r.feature, r.keys, r.hasRow = slices.Clone(feature), set(keys), true
	}
}

// withdraw makes a withdrawn report ready: it keeps the features of its latest revision that stood,
// and the latest revision's text and findings where it comes without a text.
func (s *Store) withdraw(r *record) (*record, error) {
	old := s.docs[r.given.ID]
	if !r.withdrawn || old == nil {
		return r, nil
	}
	if r.text == "" {
		doc := *old.given
		doc.Withdrawn = true
		var err error
		if r, err = s.newRecord(&doc); err != nil {
			return nil, err
		}
	}
	for _, data := range slices.Backward(old.data) {
		doc, err := codec.DecodeDocument(data)
		if err != nil {
			return nil, err
		}
		if !doc.Withdrawn {
			s.features(r, doc)
			break
		}
	}
	return r, nil
}

// SetAside records inputs that could not be read: see store.Writer.
func (s *Store) SetAside(ctx context.Context, items []news.SetAside) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range items {
		s.setAside[asideKey{it.Name, it.Reason}] = it
	}
	return nil
}

// ApplyStories keeps one step of clustering: see store.Writer.
func (s *Store) ApplyStories(ctx context.Context, ch store.StoryChanges) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := index.CheckStories(ch); err != nil {
		return err
	}
	fresh := make([]*storyRecord, len(ch.Put))
	for i, st := range ch.Put {
		r, err := newStory(st)
		if err != nil {
			return err
		}
		fresh[i] = r
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.mayApply(ch); err != nil {
		return err
	}
	for _, id := range ch.Delete {
		if s.stories[id] != nil {
			s.write(id, nil)
		}
		s.dropStory(id)
	}
	for i, st := range ch.Put {
		s.dropStory(st.ID)
		s.stories[st.ID] = fresh[i]
		s.write(st.ID, fresh[i].data)
	}
	for _, st := range ch.Put {
		for _, id := range st.Reports {
			s.docs[id].story = st.ID
		}
	}
	for id, original := range ch.Copies {
		s.docs[id].copyOf = original
	}
	s.ackLocked(ch.Jobs)
	return nil
}

// mayApply checks what a step needs of the store before anything is changed.
func (s *Store) mayApply(ch store.StoryChanges) error {
	if ch.Fence.Lease != "" {
		if err := s.checkLocked(ch.Fence.Lease, ch.Fence.Epoch); err != nil {
			return err
		}
	}
	for _, st := range ch.Put {
		for _, id := range st.Reports {
			if s.docs[id] == nil {
				return notFound("report", id)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ch.Copies)) {
		if s.docs[id] == nil {
			return notFound("report", id)
		}
	}
	return nil
}

func newStory(st *news.Story) (*storyRecord, error) {
	data, err := codec.EncodeStory(index.NameEntries(st))
	if err != nil {
		return nil, err
	}
	kept, err := codec.DecodeStory(data)
	if err != nil {
		return nil, err
	}
	r := &storyRecord{data: data, story: kept, terms: make(map[string]bool)}
	for i := range kept.Entries {
		for _, t := range index.EntryTerms(&kept.Entries[i]) {
			r.terms[t] = true
		}
	}
	return r, nil
}

func (s *Store) dropStory(id string) {
	old := s.stories[id]
	if old == nil {
		return
	}
	delete(s.stories, id)
	for _, report := range old.story.Reports {
		if r := s.docs[report]; r != nil && r.story == id {
			r.story = ""
		}
	}
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, v := range list {
		m[v] = true
	}
	return m
}

func notFound(what, id string) error {
	return &news.Error{Code: news.NotFound, Message: "no " + what + " " + id}
}
