// Package extract reads an HTML page into a Report: its text, title, authors,
// outlet and time of publication. It leaves to others what a line of the text is
// (clean), which language it is in (lang) and what it tells. It does no I/O and
// keeps no state.
package extract

import (
	"fmt"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Options sets the limits. The zero value is the default.
type Options struct {
	MaxBytes int // pages larger than this are refused; 0 means 16 MiB
}

const defaultMaxBytes = 16 << 20

// HTML reads the page in raw.Body. What raw knows already outranks what the page
// says of itself. The error is a *news.Error of code Invalid when the page is too
// large, cannot be decoded or holds no text of a report.
func HTML(raw *news.Raw, opt Options) (*news.Report, error) {
	limit := opt.MaxBytes
	if limit == 0 {
		limit = defaultMaxBytes
	}
	if len(raw.Body) > limit {
		return nil, &news.Error{
			Code:    news.Invalid,
			Message: fmt.Sprintf("the page has %d bytes, more than the %d that are read", len(raw.Body), limit),
		}
	}
	page, _, err := Decode(raw.Body, raw.ContentType, raw.UTF8)
	if err != nil {
		return nil, err
	}
	if n := elements(page); n > maxElements {
		return nil, &news.Error{
			Code: news.Invalid, Message: fmt.Sprintf("the page has %d elements, more than the %d that are read", n, maxElements),
			Hint: "if it holds many reports, give each as a page of its own",
		}
	}
	root, err := parse(page)
	if err != nil {
		return nil, &news.Error{Code: news.Invalid, Message: "the page cannot be read as HTML", Err: err}
	}
	t := newTree(root)
	h := t.readHead(raw.URL)
	r := t.report(raw, h)
	got := t.body(h).withoutTitle(r.Title)
	r.Text, r.Dropped = join(got.blocks), got.dropped
	if r.Text == "" {
		return nil, &news.Error{Code: news.Invalid, Message: "no text of a report in this page"}
	}
	return r, nil
}

// maxElements bounds the memory that a page can make us use, about 1 KB for each
// element: the longest live blogs have some 20,000.
const maxElements = 150_000

// elements counts what looks like the beginning of an element, which costs little
// next to parsing.
func elements(page string) int {
	n := 0
	for {
		at := strings.IndexByte(page, '<')
		if at < 0 || at+1 == len(page) {
			return n
		}
		page = page[at+1:]
		if c := page[0] | 0x20; 'a' <= c && c <= 'z' {
			n++
		}
	}
}

// report fills in everything but the text.
func (t *tree) report(raw *news.Raw, h *head) *news.Report {
	canonical := canonicalURL(h, raw.URL)
	domain := Domain(firstOf(raw.URL, canonical))
	site := siteName(h, domain)
	r := &news.Report{
		ID: raw.ID, URL: raw.URL, Canonical: canonical, Withdrawn: raw.Withdrawn,
		Source: firstOf(raw.Source, domain), Site: tidy(site), Country: Country(domain),
		Title:       tidy(firstOf(plain(raw.Title), pageTitle(h, site, domain))),
		Description: tidy(firstOf(plain(raw.Description), h.first("og:description", "description", "twitter:description", "dc.description"))),
		Lang:        raw.Lang,
		Published:   t.published(raw, h),
	}
	if r.Authors = CleanAuthors(raw.Authors, site); len(r.Authors) == 0 {
		r.Authors = t.pageAuthors(h, site)
	}
	for i, a := range r.Authors {
		r.Authors[i] = tidy(a)
	}
	if r.Lang == "" {
		r.Lang = langHint(h.lang)
	}
	return r
}

// tidy brings a line of metadata into the form of the text.
func tidy(s string) string { return text.NFC(collapse(text.StripControls(s))) }

// withoutTitle takes the headline off the beginning of the text: it is in
// Report.Title.
func (r reading) withoutTitle(title string) reading {
	if len(r.blocks) < 2 || title == "" || r.blocks[0].kind != heading || compact(r.blocks[0].text) != compact(title) {
		return r
	}
	r.dropped = append([]news.Dropped{{Text: tidy(r.blocks[0].text), Reason: "title"}}, r.dropped...)
	r.blocks = r.blocks[1:]
	return r
}

// join writes the blocks as paragraphs, a blank line between them.
func join(blocks []block) string {
	var sb strings.Builder
	for i := range blocks {
		s := strings.TrimSpace(text.NFC(text.StripControls(blocks[i].text)))
		if s == "" {
			continue
		}
		if sb.Len() > 0 {
			sb.WriteString("\n\n")
		}
		sb.WriteString(s)
	}
	return sb.String()
}
