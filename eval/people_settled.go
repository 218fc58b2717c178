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
	for _, half := range []string{"tune", "held"} {
		unknown, err := evalUnknown(half)
		scores, errs = append(scores, unknown...), append(errs, err)
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
			m.Entity, m.Name = localID(longest[m.Entity]), m.Span.In(doc.Text)
		}
	}
}

// localID is an id made of a spelling.
func localID(written string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(written))
	return fmt.Sprintf("L%016x", h.Sum64())
}

// settledPeople keeps the reports, settles them, and returns the people of the gold with the ids
// that hold then.
func settledPeople(rd *readers, rows []goldReport, before func(*news.Document)) (seen []sighted, err error) {
	docs := make([]*news.Document, len(rows))
	for i, r := range rows {
		docs[i] = r.document()
		docs[i].ID = strconv.Itoa(i)
		if err := rd.mentions(docs[i]); err != nil {
			return nil, err
		}
		before(docs[i])
	}
	settled, err := settle(docs)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		for _, p := range r.Gold.People {
			seen = append(seen, sighted{p.Name, r.Lang, mentionOf(settled[strconv.Itoa(i)], p.Mention).Entity})
		}
	}
	return seen, nil
}

// settle keeps documents in a store, settles who is who, and returns them by id as the store then has them.
func settle(docs []*news.Document) (settled map[string]*news.Document, err error) {
	ctx := context.Background()
	st, err := app.OpenStore(ctx, sqlite.Memory)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if _, err := st.Add(ctx, docs); err != nil {
		return nil, err
	}
	if _, err := app.Settle(ctx, st, nil); err != nil {
		return nil, err
	}
	settled = map[string]*news.Document{}
	for doc, err := range st.Documents(ctx, store.Filter{}) {
		if err != nil {
			return nil, err
		}
		settled[doc.ID] = doc
	}
	return settled, nil
}
