package main

import (
	"fmt"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// document prints what was found in one report, for people. Numbers in brackets
// are code points into the text.
func (c *console) document(doc *news.Document) error {
	at := text.NewOffsets(doc.Text)
	where := func(s news.Span) string {
		return c.style(faint, fmt.Sprintf("[%d–%d]", at.CodePoint(s.Start), at.CodePoint(s.End)))
	}
	title := doc.Title
	if title == "" {
		title = oneLine(doc.Text, 80)
	}
	c.printf("%s\n", c.style(bold, c.foreign(title)))
	c.row("report", flat(doc.ID), flat(nonEmpty(doc.Source, doc.Site)), flat(doc.URL))
	c.row("language", fmt.Sprintf("%s (%.2f)", doc.Lang, doc.LangConfidence))
	if doc.Published != nil {
		c.row("published", c.interval(doc.Published.Interval), fmt.Sprintf("(%s, read from %s)", doc.Published.Precision, doc.Published.ReadFrom))
	}
	if len(doc.Authors) > 0 {
		c.row("authors", c.foreign(strings.Join(doc.Authors, ", ")))
	}
	if doc.CopyOf != "" {
		c.row("copy of", flat(doc.CopyOf))
	}
	for _, p := range people(doc) {
		c.row("person", c.foreign(p.Name), c.foreign(p.Role), p.Country, where(p.Span))
	}
	for _, d := range doc.Dates {
		when := "unresolved"
		if d.Interval != nil {
			when = c.interval(*d.Interval)
		}
		c.row("date", c.foreign(d.Span.In(doc.Text)), "= "+when, d.Part, where(d.Span))
	}
	for _, q := range doc.Quotes {
		said := "says that"
		if q.Direct {
			said = "says"
		}
		speaker := nonEmpty(q.Speaker, "somebody")
		c.row("quote", c.foreign(speaker), said, c.foreign("“"+oneLine(q.Span.In(doc.Text), 90)+"”"), where(q.Span))
	}
	for _, e := range doc.Events {
		c.row("event", c.kind(e.Type, e.Mode, e.Contexts), string(e.Status), c.parties(e.Actors, e.Recipients), c.place(e.Location), c.when(e.Date),
			c.accordingTo(e.AccordingTo), where(first(e.Evidence)))
	}
	if n := len(doc.Dropped); n > 0 {
		c.row("dropped", fmt.Sprintf("%d pieces that are not the report's own: %s", n, reasons(doc.Dropped)))
	}
	c.printf("\n")
	return nil
}

// row prints a label and the parts that are not empty, on one line.
func (c *console) row(label string, parts ...string) {
	var kept []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return
	}
	c.printf("  %s %s\n", c.style(faint, fmt.Sprintf("%-9s", label)), strings.ReplaceAll(strings.Join(kept, "  "), "\n", `\n`))
}

// people lists each person once, by the longest form of the name.
func people(doc *news.Document) []news.Mention {
	var order []string
	best := map[string]news.Mention{}
	for _, m := range doc.Mentions {
		if m.Kind != news.Person {
			continue
		}
		key := m.Entity
		if key == "" {
			key = m.Name
		}
		old, seen := best[key]
		if !seen {
			order = append(order, key)
			best[key] = m
			continue
		}
		if len(m.Name) > len(old.Name) {
			old.Name, old.Span = m.Name, m.Span
		}
		old.Role, old.Country = nonEmpty(old.Role, m.Role), nonEmpty(old.Country, m.Country)
		best[key] = old
	}
	out := make([]news.Mention, len(order))
	for i, key := range order {
		out[i] = best[key]
	}
	return out
}

// kind is the type of an event, then, quietly, how it was done and what it has to do with, by PLOVER's names:
// "CONSULT phone · military, economic".
func (c *console) kind(t news.EventType, mode string, contexts []string) string {
	s := c.style(cyan, string(t))
	if mode != "" {
		s += " " + c.style(faint, flat(mode))
	}
	if len(contexts) > 0 {
		s += " " + c.style(faint, "· "+flat(strings.Join(contexts, ", ")))
	}
	return s
}

// accordingTo is the chain of those who say so, in the order of the text, each with its kind.
func (c *console) accordingTo(chain []news.Attribution) string {
	if len(chain) == 0 {
		return ""
	}
	links := make([]string, len(chain))
	for i, a := range chain {
		links[i] = c.foreign(a.Name) + " " + c.style(faint, "("+flat(a.Kind)+")")
	}
	return "according to " + strings.Join(links, ", ")
}

func (c *console) parties(actors, recipients []news.Party) string {
	names := func(ps []news.Party) string {
		out := make([]string, len(ps))
		for i, p := range ps {
			out[i] = c.foreign(p.Name)
		}
		return strings.Join(out, ", ")
	}
	s := names(actors)
	if len(recipients) > 0 {
		s += " → " + names(recipients)
	}
	return s
}

func (c *console) place(l *news.Location) string {
	if l == nil {
		return ""
	}
	return "in " + c.foreign(l.Name)
}

func (c *console) when(iv *news.Interval) string {
	if iv == nil {
		return ""
	}
	return c.interval(*iv)
}

func (c *console) interval(iv news.Interval) string {
	from, to := export.Interval(iv)
	if from == to {
		return from
	}
	return from + " to " + to
}

// reasons counts why pieces were dropped, in the order of first appearance.
func reasons(dropped []news.Dropped) string {
	var order []string
	n := map[string]int{}
	for _, d := range dropped {
		if n[d.Reason]++; n[d.Reason] == 1 {
			order = append(order, d.Reason)
		}
	}
	for i, r := range order {
		if n[r] > 1 {
			order[i] = fmt.Sprintf("%s ×%d", r, n[r])
		}
	}
	return strings.Join(order, ", ")
}

func nonEmpty(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

func first(spans []news.Span) news.Span {
	if len(spans) == 0 {
		return news.Span{}
	}
	return spans[0]
}
