package input

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// linkedData reads a schema.org article, or those in a @graph. Other things
// (the organisation, the picture) are passed over.
func (r *run) linkedData(s *source, name string, o object) bool {
	found := 0
	for _, a := range articles(o, 0) {
		found++
		if !r.article(s, name, a) {
			return false
		}
	}
	if found == 0 {
		return r.problem(name, hint(bad("is linked data without an article"), "known are schema.org's NewsArticle, Article and their kinds"))
	}
	return r.going()
}

// articles finds the articles in an object and its graph.
func articles(o object, depth int) []object {
	if isArticle(o) {
		return []object{o}
	}
	var out []object
	for _, key := range []string{"@graph", "mainEntity", "itemListElement", "item"} {
		for _, v := range jsonList(o[key]) {
			if inner, err := parseObject(v); err == nil && depth < maxDepth {
				out = append(out, articles(inner, depth+1)...)
			}
		}
	}
	return out
}

// isArticle reports whether an object's type is one of schema.org's articles:
// NewsArticle, ReportageNewsArticle, BlogPosting, Report and so on.
func isArticle(o object) bool {
	for _, v := range jsonList(o["@type"]) {
		t := jsonText(v)
		t = t[strings.LastIndexAny(t, "/:#")+1:]
		if strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || t == "Report" {
			return true
		}
	}
	return false
}

func (r *run) article(s *source, name string, o object) bool {
	x := &news.Raw{
		Name: name, URL: firstOf(linkOf(o["url"]), linkOf(o["mainEntityOfPage"]), linkOf(o["@id"])),
		Title: plain(firstOf(o.text("headline"), o.text("name"))), Description: plain(o.text("description")),
		Lang: langTag(firstOf(o.text("inLanguage"), nameOf(o["inLanguage"], "alternateName"))), Authors: o.names("author"),
		Source: nameOf(o["publisher"], "name"), Published: firstOf(o.text("datePublished"), o.text("dateCreated")), UTF8: true,
	}
	if !isHTTP(x.URL) {
		x.ID, x.URL = x.URL, ""
	}
	if x.Published != "" {
		x.ReadFrom = news.ReadFromJSONLD
	}
	body := strings.TrimSpace(firstOf(o.text("articleBody"), o.text("text")))
	x.MediaType, x.Body = "text/plain", []byte(body)
	if hasMarkup(body) {
		x.MediaType = "text/html"
	}
	return r.orFetch(s, x, o)
}

// linkOf is an address, given as such or as the @id of an object.
func linkOf(v []byte) string {
	if o, err := parseObject(v); err == nil {
		return o.text("@id")
	}
	return jsonText(v)
}

// nameOf is a name, given as such or as a field of an object.
func nameOf(v []byte, key string) string {
	list := jsonList(v)
	if len(list) == 0 {
		return ""
	}
	if o, err := parseObject(list[0]); err == nil {
		return firstOf(o.text(key), o.text("name"))
	}
	return jsonText(list[0])
}
