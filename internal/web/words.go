package web

import (
	"net/url"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// rightToLeft lists the languages written from right to left.
var rightToLeft = map[news.Lang]bool{
	"ar": true, "fa": true, "he": true, "ur": true, "ps": true, "ckb": true, "yi": true, "ug": true, "sd": true, "dv": true,
}

// direction is the direction of a language; that of a text whose language is not known follows from its letters.
func direction(l news.Lang) string {
	switch {
	case rightToLeft[l]:
		return "rtl"
	case l == "" || l == news.Undetermined:
		return "auto"
	}
	return "ltr"
}

// storyLang is the language whose title heads a story: English where there is
// one, else the first of the alphabet.
func storyLang(s *news.Story) news.Lang {
	if s.Titles["en"] != "" {
		return "en"
	}
	for _, l := range s.Languages {
		if s.Titles[l] != "" {
			return l
		}
	}
	return news.Undetermined
}

func storyTitle(s *news.Story) string {
	if t := s.Titles[storyLang(s)]; t != "" {
		return t
	}
	return "(no title)"
}

// opening is the first words of a text, for a report without a title.
func opening(s string) string {
	words := strings.Fields(s)
	const most = 12
	if len(words) <= most {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:most], " ") + " …"
}

func reportPath(id string) string { return "/reports/" + url.PathEscape(id) }

func storyPath(id string) string { return "/stories/" + url.PathEscape(id) }

// entityPath is the page of a person, an organisation or a place.
func entityPath(id string) string { return "/entities/" + url.PathEscape(id) }
