package web

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// followUp is a commitment with what later stories tell of it.
type followUp struct {
	Pledge
	By, For template.HTML
	Told    []said
	After   []followed
}

// followed is what a later story tells of what became of a commitment, with its words.
type followed struct {
	news.FollowUp
	Percent int
	Words   []said
}

// verdictView is what was decided about a follow-up, with the first words of either side.
type verdictView struct {
	news.Verdict
	Made, Told said
}

// followUpsPage lists what later stories tell of commitments, and what was decided about that.
type followUpsPage struct {
	frame
	May     bool
	Done    *notice
	Filter  store.Filter
	Rows    []followUp
	Looked  int // commitments that were looked at
	Full    bool
	Decided []verdictView
}

// mostPledges is how many commitments one page looks at: later stories are read for each.
const mostPledges = 60

// followUpsShow is the page on what may have become of commitments, and what did as somebody decided.
func (s *server) followUpsShow(w http.ResponseWriter, r *http.Request) {
	f := s.frame(w, r, "inbox", "")
	f.Title = f.L.T("followed.title")
	q := r.URL.Query()
	p := &followUpsPage{
		frame: f, May: s.may(r) && s.Desk.FollowUps != nil, Done: noticed(w, r, f.L),
		Filter: store.Filter{Since: q.Get("since"), Until: q.Get("until"), Limit: mostPledges},
	}
	about := &about{server: s, ctx: r.Context(), f: f, docs: map[string]*news.Document{}}
	err := s.followUps(r.Context(), p, about)
	if err == nil {
		p.Decided, err = s.verdicts(r.Context(), about)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "inbox_commitments.html", p)
}

// followUps fills the commitments of which a later story tells something.
func (s *server) followUps(ctx context.Context, p *followUpsPage, about *about) error {
	if s.Entities.Pledges == nil {
		return nil
	}
	pledges, more, err := s.Entities.Pledges(ctx, p.Filter)
	if err != nil {
		return err
	}
	p.Looked, p.Full = len(pledges), more
	for _, c := range pledges {
		if len(c.After) == 0 {
			continue
		}
		row := followUp{Pledge: c, By: peopleOf(p.L, c.Who), For: peopleOf(p.L, c.To)}
		for _, w := range c.What {
			words, err := about.quoted(news.ReportSpan{Report: w.Report, Span: w.Clause})
			if err != nil {
				return err
			}
			row.Told = append(row.Told, words...)
		}
		for _, a := range c.After {
			v := followed{FollowUp: a, Percent: percent(a.Confidence)}
			for _, ev := range a.Evidence[:min(len(a.Evidence), mostTellings)] {
				words, err := about.quoted(ev)
				if err != nil {
					return err
				}
				v.Words = append(v.Words, words...)
			}
			row.After = append(row.After, v)
		}
		p.Rows = append(p.Rows, row)
	}
	return nil
}

// quoted is the words of a span; none where the report is not there, or was changed since.
func (a *about) quoted(s news.ReportSpan) ([]said, error) {
	d, err := a.doc(s.Report)
	if err != nil || d == nil || s.Span.Start < 0 || s.Span.Empty() || s.Span.End > len(d.Text) {
		return nil, err
	}
	return []said{*saidAt(d, s.Span)}, nil
}

// verdicts lists what was decided about follow-ups, the latest first.
func (s *server) verdicts(ctx context.Context, about *about) ([]verdictView, error) {
	all, err := s.st.Verdicts(ctx)
	if err != nil {
		return nil, err
	}
	slices.Reverse(all)
	var out []verdictView
	for _, v := range all[:min(len(all), mostDecided)] {
		view := verdictView{Verdict: v}
		if view.Made, err = about.wasSaid(v.Made); err != nil {
			return nil, err
		}
		if view.Told, err = about.wasSaid(v.Told); err != nil {
			return nil, err
		}
		out = append(out, view)
	}
	return out, nil
}

// wasSaid is the first of some words that were quoted, with their place where the report has them there still.
func (a *about) wasSaid(words []news.Quoted) (said, error) {
	if len(words) == 0 {
		return said{}, nil
	}
	q := words[0]
	out := said{Text: shortened(q.Text, mostLetters), Href: reportPath(q.Report)}
	d, err := a.doc(q.Report)
	if err != nil || d == nil {
		return out, err
	}
	if q.Span.End <= len(d.Text) && q.Span.In(d.Text) == q.Text {
		return *saidAt(d, q.Span), nil
	}
	out.Lang = d.Lang
	return out, nil
}

// followUpAnswer accepts or rejects a follow-up.
func (s *server) followUpAnswer(w http.ResponseWriter, r *http.Request) {
	answer := r.PostFormValue("answer")
	var v news.Verdict
	var err error
	if answer != "accept" && answer != "reject" {
		err = &news.Error{Code: news.Invalid, Message: "an answer is accept or reject"}
	} else {
		by, _ := s.who(r)
		v, err = s.Desk.FollowUps.AnswerFollowUp(r.Context(), r.PostFormValue("id"), answer == "accept", by)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, followUpsPath(r), notice{Key: answer, N: v.Number})
}

// verdictUndo takes back what was decided about a follow-up.
func (s *server) verdictUndo(w http.ResponseWriter, r *http.Request) {
	n, err := number(r, "number")
	if err == nil {
		_, err = s.Desk.FollowUps.UndoVerdict(r.Context(), n)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, followUpsPath(r), notice{Key: "storyUndone", N: n})
}

// followUpsPath leads back to the days that the page showed.
func followUpsPath(r *http.Request) string {
	days := url.Values{}
	for _, name := range []string{"since", "until"} {
		if v := r.PostFormValue(name); v != "" {
			days.Set(name, v)
		}
	}
	if len(days) == 0 {
		return "/inbox/commitments"
	}
	return "/inbox/commitments?" + days.Encode()
}
