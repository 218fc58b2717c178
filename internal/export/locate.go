package export

import (
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// locator turns spans of many reports into code points, reading each text once.
// The first error stays in err and ends the asking.
type locator struct {
	texts Texts
	seen  map[string]*text.Offsets
	err   error
}

func newLocator(texts Texts) *locator {
	return &locator{texts: texts, seen: map[string]*text.Offsets{}}
}

func (l *locator) span(s news.ReportSpan) ReportSpan {
	at, ok := l.seen[s.Report]
	if !ok && l.err == nil {
		body, err := l.texts(s.Report)
		if err != nil {
			l.err = err
			return ReportSpan{Report: s.Report}
		}
		at = text.NewOffsets(body)
		l.seen[s.Report] = at
	}
	if at == nil {
		return ReportSpan{Report: s.Report}
	}
	return ReportSpan{s.Report, Span{at.CodePoint(s.Span.Start), at.CodePoint(s.Span.End)}}
}
