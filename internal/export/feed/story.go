package feed

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Formats are the three as exports of stories.
func Formats() []format.Format {
	return []format.Format{
		of(RSS, ".rss", "RSS 2.0: stories as items of a feed"),
		of(Atom, ".atom", "Atom 1.0: stories as entries of a feed"),
		of(JSON, ".feed.json", "JSON Feed 1.1: stories as items of a feed"),
	}
}

func of(kind Kind, extension, about string) format.Format {
	return format.Format{
		Name: string(kind), Extension: extension, MediaType: kind.MediaType(), About: about, Stories: true,
		Writer: format.WriterFunc(func(ctx context.Context, src format.Source, opt format.Options, w io.Writer) (format.Dropped, error) {
			var lost format.Drops
			f := Feed{
				ID: kit.URN("feed", "stories"), Title: "Stories", Description: "What reports in many languages tell of the same events",
				Page: opt.Base, Updated: opt.Now, Items: stories(ctx, src, opt, &lost),
			}
			err := Write(kind, f, w)
			return lost.List(), err
		}),
	}
}

func stories(ctx context.Context, src format.Source, opt format.Options, lost *format.Drops) iter.Seq2[Item, error] {
	docs := format.NewReports(src)
	return func(yield func(Item, error) bool) {
		for s, err := range src.Stories(ctx, opt.Filter) {
			if err != nil {
				yield(Item{}, err)
				return
			}
			item, err := Story(ctx, docs, opt, s)
			drop(lost, s)
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// most is how many entries of a story an item tells; the story's page has the others.
const most = 12

// Story makes an item of a story: what it tells, an entry a line, where reports differ, and the reports as sources.
func Story(ctx context.Context, docs *format.Reports, opt format.Options, s *news.Story) (Item, error) {
	title, lang := kit.Title(s)
	item := Item{ID: kit.URN("story", s.ID), Title: title, Lang: lang, Page: format.Page(opt.Base, "stories", s.ID)}
	reports, err := kit.Load(ctx, docs, s.Reports)
	if err != nil {
		return item, err
	}
	for _, doc := range reports {
		item.report(opt, doc)
	}
	if item.Page == "" && len(item.Sources) > 0 {
		item.Page = item.Sources[0].URL
	}
	for _, e := range s.Entries {
		if !slices.Contains(item.Categories, string(e.Type)) {
			item.Categories = append(item.Categories, string(e.Type))
		}
	}
	item.Text = tell(s)
	return item, nil
}

// report counts a report that stands and is no copy among the sources.
func (i *Item) report(opt format.Options, doc *news.Document) {
	at, dated := kit.Stamp(doc.Published)
	if dated && (i.Published.IsZero() || at.Before(i.Published)) {
		i.Published = at
	}
	if dated && at.After(i.Updated) {
		i.Updated = at
	}
	if doc.CopyOf != "" || doc.Withdrawn {
		return
	}
	title, name := kit.ReportTitle(doc), kit.Publisher(doc)
	if name != "" {
		title = name + ": " + title
	}
	i.Sources = append(i.Sources, Source{title, kit.ReportURI(opt, &doc.Report), doc.Lang})
	if name != "" && !slices.Contains(i.Authors, name) {
		i.Authors = append(i.Authors, name)
	}
}

// tell is a story in lines.
func tell(s *news.Story) string {
	var lines []string
	for i := range s.Entries[:min(most, len(s.Entries))] {
		lines = append(lines, kit.Sentence(&s.Entries[i]))
	}
	if n := len(s.Entries) - most; n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", n))
	}
	for _, d := range s.Differences {
		var values []string
		for _, v := range d.Values {
			values = append(values, fmt.Sprintf("%s (%d)", kit.Line(v.Value), len(v.Reports)))
		}
		lines = append(lines, "Reports differ, "+kit.Line(d.Attribute)+": "+strings.Join(values, " / "))
	}
	return strings.Join(lines, "\n")
}

func drop(lost *format.Drops, s *news.Story) {
	lost.AddN("entries", "an item tells the first twelve", len(s.Entries)-most)
	lost.AddN("withdrawn", "a feed has no sources that no longer stand", len(s.Withdrawn))
	lost.AddN("copies", "sources are those who wrote a text, not those who carry it", s.Copies)
	for _, e := range s.Entries {
		lost.AddN("entries.evidence", "an item is text: it names no place in another text", len(e.Evidence))
		lost.AddN("entries.actors.entity", "people are written as text", len(e.Actors)+len(e.Recipients))
		if e.Location != nil && e.Location.HasPoint {
			lost.Add("entries.place.lat", "a place is written as text")
		}
	}
	lost.AddN("titles", "an item has one title", len(s.Titles)-1)
}
