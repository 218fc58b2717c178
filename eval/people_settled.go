package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// evalSettled scores who is who after all reports of a set were kept and compared.
func evalSettled(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	var scores []score
	var errs []error
	for _, set := range []struct {
		name   string
		read   func(string) ([]goldReport, error)
		before func(*news.Document)
	}{
		{"reports settled", readReports, func(*news.Document) {}},
		{"reports, spellings", readReports, forget},
		{"baghdad settled", realReports, func(*news.Document) {}},
	} {
		rows, err := set.read(data)
		errs = append(errs, err)
		seen, err := settledPeople(rd, rows, set.before)
		scores, errs = append(scores, samePerson(set.name, seen)...), append(errs, err)
	}
	return scores, errors.Join(errs...)
}

// forget takes from a document what knowledge and likeness of sounds have said of its people: each has
// an id made of the longest spelling that the report has, so that settling alone says who is who.
func forget(doc *news.Document) {
	longest := map[string]string{}
	for _, m := range doc.Mentions {
		if written := m.Span.In(doc.Text); m.Kind == news.Person && len(written) > len(longest[m.Entity]) {
			longest[m.Entity] = written
		}
	}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == news.Person && m.Entity != "" {
			h := fnv.New64a()
			_, _ = h.Write([]byte(longest[m.Entity]))
			m.Entity, m.Name = fmt.Sprintf("L%016x", h.Sum64()), m.Span.In(doc.Text)
		}
	}
}

// settledPeople keeps the reports, settles them, and returns the people of the gold with the ids
// that hold then.
func settledPeople(rd *readers, rows []goldReport, before func(*news.Document)) (seen []sighted, err error) {
	ctx := context.Background()
	st, err := app.OpenStore(ctx, sqlite.Memory)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	for i, r := range rows {
		doc := r.document()
		doc.ID = strconv.Itoa(i)
		if err := rd.mentions(doc); err != nil {
			return nil, err
		}
		before(doc)
		if _, err := st.Add(ctx, []*news.Document{doc}); err != nil {
			return nil, err
		}
	}
	if _, err := app.Settle(ctx, st, nil); err != nil {
		return nil, err
	}
	docs := map[string]*news.Document{}
	for doc, err := range st.Documents(ctx, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		docs[doc.ID] = doc
	}
	for i, r := range rows {
		for _, p := range r.Gold.People {
			seen = append(seen, sighted{p.Name, r.Lang, mentionOf(docs[strconv.Itoa(i)], p.Mention).Entity})
		}
	}
	return seen, nil
}
