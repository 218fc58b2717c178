package record

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// spell says in words what an entry has as an attribute.
func spell(e *news.Entry, attribute string) string {
	switch attribute {
	case news.AttributeType:
		return string(e.Type)
	case news.AttributeMode:
		return e.Mode
	case news.AttributeStatus:
		return string(e.Status)
	case news.AttributeDate:
		return dateWords(e.Date)
	case news.AttributePlace:
		return placeWords(e.Location)
	}
	return ""
}

func dateWords(iv *news.Interval) string {
	if iv == nil {
		return ""
	}
	return value(*iv)
}

func placeWords(l *news.Location) string {
	if l == nil {
		return ""
	}
	return l.Name
}

// EntryWords says an entry in one line: type, mode, status, who, to whom, where, when.
func EntryWords(e *news.Entry) string {
	parts := []string{string(e.Type), e.Mode, string(e.Status), namesOf(e.Actors)}
	if len(e.Recipients) > 0 {
		parts = append(parts, "→ "+namesOf(e.Recipients))
	}
	if e.Location != nil {
		parts = append(parts, "in "+e.Location.Name)
	}
	return strings.Join(strings.Fields(strings.Join(append(parts, dateWords(e.Date)), " ")), " ")
}

func namesOf(list []news.EntryParty) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}
