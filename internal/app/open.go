package app

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/clean"
	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/extract"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// open makes a document of what came in: main text out of a page, furniture out
// of a text, title, publication date and id.
func (p *parts) open(raw *news.Raw) (*news.Document, error) {
	if err := checkID(raw.ID); err != nil {
		return nil, err
	}
	report, fromPage, err := body(raw)
	if err != nil {
		return nil, err
	}
	if len(report.Text) > maxText {
		return nil, &news.Error{
			Code: news.Invalid, Message: fmt.Sprintf("its text has %d bytes, more than the %d MiB of a report", len(report.Text), maxText>>20),
			Hint: "if it holds many reports, give each as a file or a line of its own",
		}
	}
	tidy(report)
	cleaned := clean.Text(clean.Input{Title: report.Title, Text: report.Text, Lang: raw.Lang, FromPage: fromPage})
	report.Title, report.Text = cleaned.Title, cleaned.Text
	report.Dropped = append(report.Dropped, cleaned.Dropped...)
	if len(report.Authors) == 0 {
		report.Authors = cleaned.Authors
	}
	if report.Source == "" {
		report.Source = extract.Domain(report.URL)
	}
	if report.Country == "" {
		report.Country = extract.Country(report.Source)
	}
	if report.Published == nil {
		report.Published = cleaned.Published
	}
	if report.Published == nil {
		report.Published = fromFileName(raw)
	}
	report.Withdrawn = raw.Withdrawn
	if report.Withdrawn && !hasWords(report.Text) {
		report.Text = "" // a withdrawal need not say more
	} else if !hasWords(report.Text) {
		return nil, &news.Error{
			Code: news.Invalid, Message: "no text of a report in it",
			Hint: "only furniture or nothing was left after cleaning",
		}
	}
	report.ID = reportID(raw, report)
	return &news.Document{Report: *report}, nil
}

// maxText is the longest text, in bytes, that is read as one report: about
// 150,000 words. What is longer is a book, a log or many reports in one file,
// and its findings would take a hundred times its size in memory.
const maxText = 1 << 20

// maxID is the longest id, in bytes, that a report may bring along.
const maxID = 1 << 10

// checkID refuses an id that could not be given back: one must be able to write
// it after `dragoman report`, and to read it in a list.
func checkID(id string) error {
	switch {
	case len(id) > maxID:
		return &news.Error{
			Code: news.Invalid, Message: fmt.Sprintf("its id has %d bytes, the limit is %d", len(id), maxID),
			Hint: "leave the id out, and one is made from the address or the text",
		}
	case strings.IndexFunc(id, unicode.IsControl) >= 0:
		return &news.Error{
			Code: news.Invalid, Message: "its id has a control character in it",
			Hint: "leave the id out, and one is made from the address or the text",
		}
	}
	return nil
}

// tidy takes out of the short fields what no reader sees and what could play
// tricks where they are shown. The text itself was decoded so.
func tidy(r *news.Report) {
	for _, field := range []*string{&r.URL, &r.Canonical, &r.Source, &r.Site, &r.Title, &r.Description} {
		*field = line(*field)
	}
	for i := range r.Authors {
		r.Authors[i] = line(r.Authors[i])
	}
}

// line is s on one line, without controls.
func line(s string) string {
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(text.StripControls(s), func(r rune) bool { return r == '\n' || r == '\t' }), " "))
}

// body decodes what came in: a page through the extractor, a text as it is.
func body(raw *news.Raw) (report *news.Report, fromPage bool, err error) {
	if raw.MediaType == "text/html" {
		report, err = extract.HTML(raw, extract.Options{})
		return report, true, err
	}
	s, _, err := extract.Decode(raw.Body, raw.ContentType, raw.UTF8)
	if err != nil {
		return nil, false, err
	}
	report = &news.Report{
		URL: raw.URL, Source: raw.Source, Authors: raw.Authors,
		Title: text.StripControls(text.NFC(raw.Title)), Description: text.StripControls(text.NFC(raw.Description)),
		Text: s, Lang: raw.Lang,
	}
	if iv, ok := date.Parse(raw.Published, raw.Lang); ok {
		report.Published = &news.Published{Interval: iv, ReadFrom: raw.ReadFrom}
	}
	return report, false, nil
}

// language settles the language of the whole and of the parts that differ. A
// language given with the report stands unless a text of some length is plainly
// in another: feeds and pages often carry their template's language.
func (p *parts) language(doc *news.Document) error {
	p.model.expect()
	detector, err := p.detector()
	if err != nil {
		return err
	}
	given := doc.Lang
	doc.Lang, doc.LangConfidence, doc.Languages = detector.Document(doc.Text)
	const plain, length = 0.9, 200 // confidence, and bytes of text, that overrule what was given
	if given != "" && given != doc.Lang && (doc.LangConfidence < plain || len(doc.Text) < length) {
		doc.Lang, doc.LangConfidence, doc.Languages = given, 1-doc.LangConfidence, nil
	}
	return nil
}

// dated finds 2020-07-22, 2020_07_22 or 20200722 standing free in a file name.
var dated = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^0-9A-Za-z])((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])([-_.]?)(0[1-9]|[12]\d|3[01])(?:[^0-9A-Za-z]|$)`)
})

// fromFileName reads a day from the name of the file that held the report.
func fromFileName(raw *news.Raw) *news.Published {
	if raw.URL != "" {
		return nil
	}
	m := dated().FindStringSubmatch(filepath.Base(raw.Name))
	if m == nil || m[2] != m[4] {
		return nil
	}
	iv, ok := date.Parse(m[1]+"-"+m[3]+"-"+m[5], "")
	if !ok {
		return nil
	}
	return &news.Published{Interval: iv, ReadFrom: news.ReadFromFile}
}

// hasWords reports whether there is a word in s: a letter, or a few digits.
func hasWords(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) >= 0
}

// reportID is the id given, or a hash of the address, or of the words: the same
// report has the same id wherever and whenever it is read.
func reportID(raw *news.Raw, report *news.Report) string {
	switch {
	case raw.ID != "":
		return raw.ID
	case report.Canonical != "":
		return addressID(report.Canonical)
	case report.URL != "":
		return addressID(report.URL)
	default:
		return hashID("t", report.Source, report.Title, report.Text)
	}
}

// addressID is the id of the report at an address.
func addressID(address string) string { return hashID("u", plainURL(address)) }

func hashID(kind string, of ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return kind + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

// tracking are query parameters that say how a reader came, not what is read.
var tracking = []string{"utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "at_medium", "at_campaign", "xtor", "ocid", "cmpid"}

// plainURL drops what does not change the page: fragment, tracking, default case.
func plainURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Fragment, u.Scheme, u.Host = "", strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if u.Scheme == "http" {
		u.Scheme = "https"
	}
	q := u.Query()
	for key := range q {
		for _, t := range tracking {
			if strings.HasPrefix(strings.ToLower(key), t) {
				q.Del(key)
			}
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}
