package feed

import (
	"cmp"
	"io"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export/kit"
)

type jsonHead struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	Page        string       `json:"home_page_url"`
	Self        string       `json:"feed_url,omitempty"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors"`
	Items       []jsonItem   `json:"items"` // none: they follow
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url,omitempty"`
	External  string       `json:"external_url,omitempty"`
	Title     string       `json:"title,omitempty"`
	Text      string       `json:"content_text"`
	Published string       `json:"date_published,omitempty"`
	Modified  string       `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Language  string       `json:"language,omitempty"`
	Sources   []jsonSource `json:"_sources,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

// jsonSource is an extension, which begins with an underscore.
type jsonSource struct {
	Title    string `json:"title,omitempty"`
	URL      string `json:"url"`
	Language string `json:"language,omitempty"`
}

// jsonFeed writes JSON Feed 1.1.
func jsonFeed(f Feed, w io.Writer) error {
	head, err := kit.Marshal(jsonHead{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Page: f.Page, Self: f.Self, Description: f.Description,
		Language: tag(f.Lang), Authors: []jsonAuthor{{"Dragoman"}}, Items: []jsonItem{},
	}, true)
	if err != nil {
		return err
	}
	list := kit.NewList(w, strings.TrimSuffix(string(head), "]}"), true)
	err = each(f, func(i Item) error {
		item := jsonItem{
			ID: i.ID, URL: i.Page, Title: i.Title, Text: cmp.Or(i.Text, i.Title), Published: rfc3339(i.Published), Modified: rfc3339(i.Updated),
			Tags: i.Categories, Language: tag(i.Lang),
		}
		for _, a := range i.Authors {
			item.Authors = append(item.Authors, jsonAuthor{a})
		}
		for _, s := range i.Sources {
			item.Sources = append(item.Sources, jsonSource{s.Title, s.URL, tag(s.Lang)})
		}
		if len(i.Sources) > 0 {
			item.External = i.Sources[0].URL
		}
		return list.Add(item)
	})
	if err != nil {
		return err
	}
	return list.Close("\n]}\n")
}
