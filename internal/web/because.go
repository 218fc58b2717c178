package web

import (
	"html/template"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// because writes why something is proposed, in the reader's language. It is kept in English: one that has no text is shown as it is.
func because(l *locale.Locale, reason string) template.HTML {
	key, values := news.ReadReason(reason)
	if key == "" {
		return foreign(reason, "en")
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v.Text
		switch v.Kind {
		case "country":
			args[i] = l.Country(v.Text)
		case "day":
			args[i] = dayOf(l, v.Text)
		case "n":
			if n, err := strconv.Atoi(v.Text); err == nil {
				args[i] = n
			}
		}
	}
	return l.HTML("because."+key, args...)
}
