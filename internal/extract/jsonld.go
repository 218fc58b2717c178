package extract

import (
	"encoding/json"
	"html"
	"io"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/text"
)

// linked is what a schema.org article in a page's JSON-LD says of the report.
type linked struct {
	types     []string
	url       string
	headline  string
	published string
	authors   []string
	publisher string
	about     string // description
	body      string
}

// maxObjects bounds how many JSON-LD objects of a page are looked at.
const maxObjects = 2000

// readLinked finds the articles in the JSON-LD scripts of a page, in page order.
// Broken JSON is mended where the intention is plain, and otherwise searched
// for the few values that matter.
func readLinked(scripts []string) []linked {
	var found []linked
	for _, s := range scripts {
		s = bare(s)
		if s == "" {
			continue
		}
		values, ok := decodeJSON(s)
		if !ok {
			if values, ok = decodeJSON(mendJSON(s)); !ok {
				if values, ok = decodeJSON(mendJSON(html.UnescapeString(s))); !ok {
					found = append(found, salvage(s)...)
					continue
				}
			}
		}
		c := collector{ids: map[string]map[string]any{}}
		for _, v := range values {
			c.index(v, 0)
		}
		for _, v := range values {
			c.walk(v, 0)
		}
		found = append(found, c.found...)
	}
	return found
}

// bare takes off what pages wrap around JSON: comments, CDATA, a final semicolon.
func bare(s string) string {
	s = strings.TrimSpace(s)
	for _, wrap := range [][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"/*<![CDATA[*/", "/*]]>*/"}, {"<![CDATA[", "]]>"}} {
		if strings.HasPrefix(s, wrap[0]) {
			s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, wrap[0]), wrap[1]))
		}
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, "\ufeff"), ";"))
}

// decodeJSON reads one JSON value or several in a row.
func decodeJSON(s string) ([]any, bool) {
	dec := json.NewDecoder(strings.NewReader(s))
	var values []any
	for {
		var v any
		switch err := dec.Decode(&v); err {
		case nil:
			values = append(values, v)
		case io.EOF:
			return values, len(values) > 0
		default:
			return nil, false
		}
	}
}

// mendJSON repairs what publishers' templates break: line breaks and quotation
// marks within strings, unknown escapes, comments, and commas before a closing bracket.
func mendJSON(s string) string {
	var sb strings.Builder
	sb.Grow(len(s) + 64)
	inString := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !inString {
			switch {
			case c == ',' && closes(s[i+1:], "}]"):
				continue
			case c == '/' && strings.HasPrefix(s[i:], "/*"):
				end := strings.Index(s[i+2:], "*/")
				if end < 0 {
					return sb.String()
				}
				i += end + 3
				continue
			}
			inString = c == '"'
			sb.WriteByte(c)
			continue
		}
		switch {
		case c == '\\' && i+1 < len(s):
			i++
			if strings.IndexByte(`"\/bfnrtu`, s[i]) >= 0 {
				sb.WriteByte('\\')
			}
			sb.WriteByte(s[i])
		case c == '"' && closes(s[i+1:], ",:}]"):
			inString = false
			sb.WriteByte(c)
		case c == '"':
			sb.WriteString(`\"`)
		case c < 0x20:
			sb.WriteByte(' ')
		default:
			sb.WriteByte(c)
		}
	}
	return sb.String()
}

// closes reports whether the next character of s that is no space is one of set,
// or s is at its end.
func closes(s, set string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t', '\n', '\r':
			if i > 200 {
				return false
			}
		default:
			return strings.IndexByte(set, s[i]) >= 0
		}
	}
	return true
}

// salvage reads headline and time out of JSON beyond repair.
func salvage(s string) []linked {
	a := linked{
		types: []string{"Article"}, headline: stringAfter(s, `"headline"`), published: stringAfter(s, `"datePublished"`),
	}
	if a.headline == "" && a.published == "" {
		return nil
	}
	return []linked{a}
}

// stringAfter is the JSON string that follows key and a colon.
func stringAfter(s, key string) string {
	at := strings.Index(s, key)
	if at < 0 {
		return ""
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(s[at+len(key):]), ":")
	if rest = strings.TrimSpace(rest); !ok || rest == "" || rest[0] != '"' {
		return ""
	}
	end := strings.IndexByte(rest[1:], '"')
	if end < 0 {
		return ""
	}
	return collapse(rest[1 : 1+end])
}

// collector walks through the objects of one script.
type collector struct {
	found []linked
	ids   map[string]map[string]any
	seen  int
}

// index notes the objects that others may name by their @id.
func (c *collector) index(v any, depth int) {
	if depth > 12 || len(c.ids) > maxObjects {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > 1 {
			if _, taken := c.ids[id]; !taken {
				c.ids[id] = v
			}
		}
		for _, key := range sortedKeys(v) {
			c.index(v[key], depth+1)
		}
	case []any:
		for _, e := range v {
			c.index(e, depth+1)
		}
	}
}

// walk gathers articles. Those inside lists of other articles are passed over.
func (c *collector) walk(v any, depth int) {
	if c.seen++; depth > 12 || c.seen > maxObjects {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			c.walk(e, depth+1)
		}
	case map[string]any:
		if types := typesOf(v); isArticle(types) {
			c.found = append(c.found, c.article(v, types))
			return
		}
		for _, key := range sortedKeys(v) {
			switch key {
			case "itemListElement", "hasPart", "mentions", "citation", "relatedLink", "review", "comment", "offers":
			default:
				c.walk(v[key], depth+1)
			}
		}
	}
}

// article reads one article object.
func (c *collector) article(v map[string]any, types []string) linked {
	a := linked{
		types:     types,
		headline:  firstString(v["headline"], v["name"], v["alternativeHeadline"]),
		published: firstString(v["datePublished"], v["dateCreated"], v["uploadDate"]),
		about:     firstString(v["description"]),
		body:      rawString(v["articleBody"]),
		url:       firstString(v["url"], v["@id"]),
	}
	switch m := v["mainEntityOfPage"].(type) {
	case string:
		a.url = m
	case map[string]any:
		if u := firstString(m["@id"], m["url"]); u != "" {
			a.url = u
		}
	}
	a.authors = c.names(v["author"], 0)
	if len(a.authors) == 0 {
		a.authors = c.names(v["creator"], 0)
	}
	if p := c.names(v["publisher"], 0); len(p) > 0 {
		a.publisher = p[0]
	}
	return a
}

// names reads people or organisations given as strings, objects, lists or by id.
func (c *collector) names(v any, depth int) []string {
	if depth > 3 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if s := plain(text.Clip(v, longestValue)); s != "" {
			return []string{s}
		}
	case []any:
		var all []string
		for _, e := range v[:min(len(v), 50)] {
			all = append(all, c.names(e, depth+1)...)
		}
		return all
	case map[string]any:
		switch name := v["name"].(type) {
		case string:
			if s := plain(text.Clip(name, longestValue)); s != "" {
				return []string{s}
			}
		case []any:
			return c.names(name, depth+1)
		}
		if given, family := firstString(v["givenName"]), firstString(v["familyName"]); family != "" {
			return []string{strings.TrimSpace(given + " " + family)}
		}
		if id, ok := v["@id"].(string); ok && c.ids[id] != nil {
			return c.names(withoutID(c.ids[id]), depth+1)
		}
	}
	return nil
}

// withoutID copies an object without its @id, so that names that point at one
// another end.
func withoutID(v map[string]any) map[string]any {
	return map[string]any{"name": v["name"], "givenName": v["givenName"], "familyName": v["familyName"]}
}

// typesOf is the @type of an object, without the address of the vocabulary.
func typesOf(v map[string]any) []string {
	var types []string
	add := func(v any) {
		if s, ok := v.(string); ok {
			types = append(types, s[strings.LastIndexAny(s, "/#:")+1:])
		}
	}
	switch t := v["@type"].(type) {
	case []any:
		for _, e := range t[:min(len(t), 20)] {
			add(e)
		}
	default:
		add(t)
	}
	return types
}

// isArticle reports whether one of the types is schema.org's Article or below it.
func isArticle(types []string) bool {
	return slices.ContainsFunc(types, func(t string) bool {
		switch t {
		case "Report", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "DiscussionForumPosting":
			return true
		}
		return strings.HasSuffix(t, "Article")
	})
}

// firstString is the first of the values that is a string with text, or a list
// that begins with one.
func firstString(values ...any) string {
	for _, v := range values {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		if s, ok := v.(string); ok {
			if s = plain(text.Clip(s, longestValue)); s != "" {
				return s
			}
		}
	}
	return ""
}

// rawString is v if it is a string.
func rawString(v any) string {
	s, _ := v.(string)
	return s
}

// plain takes entities and tags out of a value that should have none.
func plain(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(html.UnescapeString(s))
	}
	if strings.IndexByte(s, '<') >= 0 {
		s = stripTags(s)
	}
	return collapse(s)
}

// stripTags puts a space in place of every tag.
func stripTags(s string) string {
	var sb strings.Builder
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 || open+1 >= len(s) {
			break
		}
		if c := s[open+1]; c != '/' && c != '!' && (c|0x20 < 'a' || c|0x20 > 'z') {
			sb.WriteString(s[:open+1])
			s = s[open+1:]
			continue
		}
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			break
		}
		sb.WriteString(s[:open])
		sb.WriteByte(' ')
		s = s[open+end+1:]
	}
	sb.WriteString(s)
	return sb.String()
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
