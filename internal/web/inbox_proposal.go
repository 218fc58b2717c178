package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// proposalView is a proposal with what speaks for and against it.
type proposalView struct {
	store.Proposal
	Percent int
	Sides   []proposalSide
	Both    []reportRow // that name both: of a merger they speak against it
}

// proposalSide is one of the two whom a proposal is about.
type proposalSide struct {
	*news.Entity
	Letter string      // "A" or "B"
	Names  []scriptRow // by script
	Titles []news.Role // what reports call them, the commonest first
	Words  []naming
}

// naming is a sentence that names somebody.
type naming struct {
	Before, Name, After string
	Lang                news.Lang
	Outlet              string
	Href                string
	Date                *news.Interval
}

// reportRow is a report by its title.
type reportRow struct {
	ID, Heading string
	Lang        news.Lang
}

const (
	mostShownNaming = 6   // reports of each side that are looked at
	mostNamings     = 3   // sentences of each side
	mostTitles      = 6   // roles of each side
	mostAround      = 140 // letters on each side of a name
)

func entityFilter(id string) store.Filter { return store.Filter{Entity: id} }

// proposal gathers what speaks for and against a proposal.
func (s *server) proposal(ctx context.Context, f frame, p store.Proposal) (*proposalView, error) {
	v := &proposalView{Proposal: p, Percent: percent(p.Confidence)}
	a, err := s.entityNamed(ctx, p.A)
	if err != nil {
		return nil, err
	}
	docsA, err := s.naming(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	if p.Kind == store.Split {
		there := func(d *news.Document) bool { return slices.Contains(p.Reports, d.ID) }
		docsB, err := s.reports(ctx, p.Reports)
		if err != nil {
			return nil, err
		}
		docsA = slices.DeleteFunc(docsA, there)
		v.Sides = []proposalSide{newSide(f, "A", parted(a, docsA), a.ID, docsA), newSide(f, "B", parted(a, docsB), a.ID, docsB)}
		return v, nil
	}
	b, err := s.entityNamed(ctx, p.B)
	if err != nil {
		return nil, err
	}
	docsB, err := s.naming(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	v.Sides = []proposalSide{newSide(f, "A", a, a.ID, docsA), newSide(f, "B", b, b.ID, docsB)}
	for _, d := range docsA {
		if mention(d, a.ID) >= 0 && mention(d, b.ID) >= 0 {
			v.Both = append(v.Both, reportRow{d.ID, heading(d), d.Lang})
		}
	}
	return v, nil
}

// naming returns the latest reports that name an entity.
func (s *server) naming(ctx context.Context, id string) ([]*news.Document, error) {
	var out []*news.Document
	if id == "" {
		return nil, nil
	}
	for d, err := range s.st.Documents(ctx, store.Filter{Entity: id, Limit: mostShownNaming}) {
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// reports returns the first of some reports, those that are there.
func (s *server) reports(ctx context.Context, ids []string) ([]*news.Document, error) {
	var out []*news.Document
	for _, id := range ids[:min(len(ids), mostShownNaming)] {
		d, err := s.st.Document(ctx, id)
		if news.CodeOf(err) == news.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// parted is what some reports alone say of an entity.
func parted(e *news.Entity, docs []*news.Document) *news.Entity {
	out := &news.Entity{ID: e.ID, Kind: e.Kind, Name: e.Name, Reports: len(docs)}
	countries := map[string]int{}
	for _, d := range docs {
		for _, m := range d.Mentions {
			if m.Entity != e.ID {
				continue
			}
			if countries[m.Country]++; m.Country != "" && (out.Country == "" || countries[m.Country] > countries[out.Country]) {
				out.Country = m.Country
			}
			countName(out, m.Span.In(d.Text), d.Lang)
			countRole(out, m.Role)
		}
	}
	return out
}

func countName(e *news.Entity, name string, lang news.Lang) {
	for i := range e.Aliases {
		if e.Aliases[i].Name == name && e.Aliases[i].Lang == lang {
			e.Aliases[i].N++
			return
		}
	}
	e.Aliases = append(e.Aliases, news.Alias{Name: name, Lang: lang, N: 1})
}

func countRole(e *news.Entity, title string) {
	if title == "" {
		return
	}
	for i := range e.Roles {
		if e.Roles[i].Title == title {
			e.Roles[i].N++
			return
		}
	}
	e.Roles = append(e.Roles, news.Role{Title: title, N: 1})
}

func newSide(f frame, letter string, e *news.Entity, id string, docs []*news.Document) proposalSide {
	names, _ := (&about{e: e}).names()
	titles := slices.Clone(e.Roles)
	slices.SortStableFunc(titles, func(x, y news.Role) int { return cmp.Compare(y.N, x.N) })
	v := proposalSide{Entity: e, Letter: letter, Names: names, Titles: titles[:min(len(titles), mostTitles)]}
	for _, d := range docs {
		i := mention(d, id)
		if i < 0 || len(v.Words) == mostNamings {
			continue
		}
		v.Words = append(v.Words, newNaming(f, d, d.Mentions[i].Span))
	}
	return v
}

// mention is the first mention of an entity in a report, -1 where there is none.
func mention(d *news.Document, id string) int {
	return slices.IndexFunc(d.Mentions, func(m news.Mention) bool {
		return m.Entity == id && m.Span.Start >= 0 && !m.Span.Empty() && m.Span.End <= len(d.Text)
	})
}

func newNaming(f frame, d *news.Document, at news.Span) naming {
	from, to := at.Start, at.End
	for _, sentence := range d.Sentences {
		if sentence.Start <= at.Start && at.End <= sentence.End && sentence.End <= len(d.Text) {
			from, to = sentence.Start, sentence.End
		}
	}
	n := naming{
		Before: lastLetters(d.Text[from:at.Start], mostAround), Name: at.In(d.Text), After: firstLetters(d.Text[at.End:to], mostAround),
		Lang: d.Lang, Href: wordsAt(d, text.NewOffsets(d.Text), at), Outlet: cmp.Or(d.Source, d.Site, f.L.T("report.noSource")),
	}
	if d.Published != nil {
		n.Date = &d.Published.Interval
	}
	return n
}

// firstLetters is the beginning of a text, with a mark where it goes on.
func firstLetters(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimSpace(string(r[:most])) + " …"
}

// lastLetters is the end of a text, with a mark where something stands before.
func lastLetters(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return "… " + strings.TrimLeft(string(r[len(r)-most:]), " ")
}

// proposalAnswer accepts or rejects a proposal.
func (s *server) proposalAnswer(w http.ResponseWriter, r *http.Request) {
	n, err := number(r, "number")
	answer := r.PostFormValue("answer")
	if err == nil && answer != "accept" && answer != "reject" {
		err = &news.Error{Code: news.Invalid, Message: "an answer is accept or reject"}
	}
	if err == nil {
		err = s.Desk.People.Answer(r.Context(), n, answer == "accept")
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, "/inbox", notice{Key: answer, N: n})
}

// peopleUndo takes back what was decided last about who is who.
func (s *server) peopleUndo(w http.ResponseWriter, r *http.Request) {
	step, err := number(r, "step")
	if err == nil {
		err = s.Desk.People.Undo(r.Context(), step)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, "/inbox#people", notice{Key: "undone"})
}
