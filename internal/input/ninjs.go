package input

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// isNinjs reports whether an object is an item of IPTC's News in JSON
// (iptc.org/std/ninjs): it has a uri and one of the standard's own fields.
func isNinjs(o object) bool {
	if o.text("uri") == "" {
		return false
	}
	for key := range o {
		k := ninjsKey(key)
		if slices.Contains([]string{"versioncreated", "headlines", "bodies", "pubstatus", "headline", "representationtype"}, k) ||
			strings.HasPrefix(k, "body_") || strings.HasPrefix(k, "headline_") {
			return true
		}
	}
	return false
}

// ninjsKey is a field's name as versions 1 and 2 write it; version 3 has capitals
// (versionCreated).
func ninjsKey(key string) string { return strings.ToLower(key) }

// ninjs reads one item, of version 1, 2 or 3, with the items that it carries.
func (r *run) ninjs(name string, o object) bool {
	o = lowerKeys(o)
	status := strings.ToLower(o.text("pubstatus"))
	x := &news.Raw{
		Name: name, ID: o.text("uri"), URL: o.text("url"), UTF8: true,
		Title: ninjsTitle(o), Lang: langTag(o.text("language")),
		Authors:     people(firstOf(o.text("byline"), o.text("by"))),
		Source:      firstOf(o.text("provider"), o.text("copyrightholder")),
		Description: ninjsText(o, "description", "descriptions", false).text,
		Published:   firstOf(o.text("versioncreated"), o.text("contentcreated"), o.text("firstcreated")),
		Withdrawn:   strings.HasPrefix(status, "cancel"),
	}
	if x.URL == "" && isHTTP(x.ID) {
		x.URL = x.ID
	}
	if x.Published != "" {
		x.ReadFrom = news.ReadFromFeed
	}
	body := ninjsText(o, "body", "bodies", true)
	x.MediaType, x.Body = "text/plain", []byte(strings.TrimSpace(body.text))
	if !strings.HasPrefix(body.ctype, "text/plain") && hasMarkup(body.text) { // a plain text may tell of <b>
		x.MediaType = "text/html"
	}
	switch kind := strings.ToLower(o.text("type")); {
	case status == "withheld":
		return r.problem(name, bad("is withheld by its provider"))
	case len(x.Body) > 0 || x.Withdrawn:
		return r.raw(x) && r.associated(name, o)
	case kind != "" && kind != "text":
		r.note(name, "is %s, not text", shorten(kind, 40))
		return r.associated(name, o)
	}
	return r.problem(name, bad("the item has no text")) && r.associated(name, o)
}

// associated reads the texts that a package carries inside it.
func (r *run) associated(name string, o object) bool {
	if o.text("type") != "composite" && o.text("type") != "package" {
		return r.going()
	}
	inner := jsonList(o["associations"])
	if group, err := parseObject(o["associations"]); err == nil { // version 1: by name
		inner = nil
		for _, key := range sortedKeys(group) {
			inner = append(inner, group[key])
		}
	}
	for _, v := range inner {
		if a, err := parseObject(v); err == nil && a.text("type") == "text" && isNinjs(a) {
			if !r.ninjs(name+" "+shorten(a.text("uri"), 60), a) {
				return false
			}
		}
	}
	return r.going()
}

func sortedKeys(o object) []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func lowerKeys(o object) object {
	low := make(object, len(o))
	for _, k := range sortedKeys(o) {
		low[ninjsKey(k)] = o[k]
	}
	return low
}

// ninjsTitle is the main headline: "headline" or "headline_main" of version 1, the
// entry with role main of "headlines" in later ones, else the first.
func ninjsTitle(o object) string {
	if t := firstOf(o.text("headline"), o.text("headline_main")); t != "" {
		return plain(t)
	}
	return plain(firstOf(ninjsText(o, "headline", "headlines", false).text, o.text("title")))
}

// ninjsChoice is one of several texts, and what it is said to be.
type ninjsChoice struct {
	text, ctype string
	rank        int
}

// ninjsText reads a text that version 1 keeps under "body_..." and the later ones
// in a list of {role, contenttype, value}. Of several, markup is preferred
// where wanted, as it knows the paragraphs; then the main role; then the order.
func ninjsText(o object, one, list string, markup bool) ninjsChoice {
	var best ninjsChoice
	consider := func(role, ctype, text string) {
		if strings.TrimSpace(text) == "" {
			return
		}
		c := ninjsChoice{text, strings.ToLower(ctype), 1}
		if markup && (strings.Contains(ctype, "html") || ctype == "" && hasMarkup(text)) {
			c.rank += 2
		}
		if role == "main" || role == "" {
			c.rank++
		}
		if c.rank > best.rank {
			best = c
		}
	}
	for _, key := range sortedKeys(o) {
		if role, ok := strings.CutPrefix(key, one+"_"); ok {
			ctype := ""
			if role == "html" || role == "xhtml" {
				ctype = "text/html"
			}
			consider(role, ctype, o.text(key))
		}
	}
	for _, v := range jsonList(o[list]) {
		if e, err := parseObject(v); err == nil {
			e = lowerKeys(e)
			consider(e.text("role"), e.text("contenttype"), e.text("value"))
		}
	}
	return best
}
