package index

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Holders says which id holds for one that a report gave. It is never changed once
// made: With returns another. The zero value and nil hold nothing.
type Holders struct {
	all map[string]string
	in  map[place]string
}

type place struct{ id, report string }

// NewHolders returns the holders of some rows.
func NewHolders(rows []store.Holding) *Holders {
	h := &Holders{all: make(map[string]string), in: make(map[place]string)}
	for _, r := range rows {
		h.put(r)
	}
	return h
}

func (h *Holders) put(r store.Holding) {
	if r.Report == "" {
		h.all[r.ID] = r.Holder
	} else {
		h.in[place{r.ID, r.Report}] = r.Holder
	}
}

// Of returns the id that holds in a report for the id it gave.
func (h *Holders) Of(id, report string) string {
	if h == nil || len(h.all)+len(h.in) == 0 {
		return id
	}
	if holder, ok := h.in[place{id, report}]; ok {
		return holder
	}
	if holder, ok := h.all[id]; ok {
		return holder
	}
	return id
}

// With returns the holders after old rows went and fresh ones came.
func (h *Holders) With(old, fresh []store.Holding) *Holders {
	out := NewHolders(nil)
	if h != nil {
		for id, holder := range h.all {
			out.all[id] = holder
		}
		for at, holder := range h.in {
			out.in[at] = holder
		}
	}
	for _, r := range old {
		if r.Report == "" {
			delete(out.all, r.ID)
		} else {
			delete(out.in, place{r.ID, r.Report})
		}
	}
	for _, r := range fresh {
		out.put(r)
	}
	return out
}

// Rows returns all rows, by id and report.
func (h *Holders) Rows() []store.Holding {
	var out []store.Holding
	for id, holder := range h.all {
		out = append(out, store.Holding{ID: id, Holder: holder})
	}
	for at, holder := range h.in {
		out = append(out, store.Holding{ID: at.id, Report: at.report, Holder: holder})
	}
	SortHoldings(out)
	return out
}

// SortHoldings sorts by id and report.
func SortHoldings(rows []store.Holding) {
	slices.SortFunc(rows, func(a, b store.Holding) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Report, b.Report))
	})
}

// Apply returns doc with the ids that hold: doc itself where those it gave do, else a
// copy whose mentions, references and events are its own.
func (h *Holders) Apply(doc *news.Document) *news.Document {
	if !h.touches(doc) {
		return doc
	}
	out := *doc
	out.Mentions = slices.Clone(doc.Mentions)
	for i := range out.Mentions {
		out.Mentions[i].Entity = h.Of(out.Mentions[i].Entity, doc.ID)
	}
	out.References = slices.Clone(doc.References)
	for i := range out.References {
		out.References[i].Entity = h.Of(out.References[i].Entity, doc.ID)
	}
	out.Events = slices.Clone(doc.Events)
	for i := range out.Events {
		out.Events[i].Actors = h.parties(out.Events[i].Actors, doc.ID)
		out.Events[i].Recipients = h.parties(out.Events[i].Recipients, doc.ID)
	}
	return &out
}

func (h *Holders) parties(in []news.Party, report string) []news.Party {
	out := slices.Clone(in)
	for i := range out {
		out[i].Entity = h.Of(out[i].Entity, report)
	}
	return out
}

func (h *Holders) touches(doc *news.Document) bool {
	if h == nil || len(h.all)+len(h.in) == 0 {
		return false
	}
	other := func(id string) bool { return id != "" && h.Of(id, doc.ID) != id }
	party := func(p news.Party) bool { return other(p.Entity) }
	return slices.ContainsFunc(doc.Mentions, func(m news.Mention) bool { return other(m.Entity) }) ||
		slices.ContainsFunc(doc.References, func(r news.Reference) bool { return other(r.Entity) }) ||
		slices.ContainsFunc(doc.Events, func(e news.Event) bool {
			return slices.ContainsFunc(e.Actors, party) || slices.ContainsFunc(e.Recipients, party)
		})
}

// SortProposals puts the surest first, ties by ids and kind.
func SortProposals(p []store.Proposal) {
	slices.SortFunc(p, func(a, b store.Proposal) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Kind, b.Kind))
	})
}

// CheckDecision answers news.Invalid for a decision that says nothing.
func CheckDecision(d store.Decision) error {
	wrong := func(message string) error { return &news.Error{Code: news.Invalid, Message: message} }
	switch {
	case d.A == "":
		return wrong("a decision names nobody")
	case d.Kind != store.Merge && d.Kind != store.Split && d.Kind != store.Apart && d.Kind != store.Whole:
		return wrong("there is no decision of kind " + d.Kind)
	case d.Kind != store.Whole && d.B == "", d.A == d.B:
		return wrong("a decision to " + d.Kind + " needs two different ids")
	case d.Kind == store.Split && len(d.Reports) == 0:
		return wrong("a decision to split names no report")
	}
	return nil
}
