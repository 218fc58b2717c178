package input

import "strings"

// Outline is a feed that an OPML file lists.
type Outline struct {
	URL   string
	Title string // "" if not given
}

// ParseOPML reads the feeds of an OPML file, in its order and once each,
// however its folders are nested. It reads tag by tag, so that a truncated or
// unbalanced file keeps what is whole.
func ParseOPML(body []byte) ([]Outline, error) {
	if kind := SniffKind(body, "", ""); kind != KindOPML {
		return nil, bad("is no OPML (it looks like %s)", kind)
	}
	b := xmlText(body, "")
	var out []Outline
	seen := map[string]bool{}
	scan := tagScanner{b: b}
	for tag, ok := scan.next(); ok; tag, ok = scan.next() {
		if tag.closing || !strings.EqualFold(tag.local, "outline") {
			continue
		}
		a := attributes(b[tag.start:tag.end])
		url := strings.TrimSpace(a["xmlurl"])
		if rest, ok := strings.CutPrefix(url, "feed://"); ok {
			url = "https://" + rest
		}
		url = strings.TrimPrefix(url, "feed:")
		if url == "" || seen[url] {
			continue
		}
		seen[url] = true
		out = append(out, Outline{URL: url, Title: plain(firstOf(a["title"], a["text"]))})
	}
	if len(out) == 0 {
		return nil, bad("the OPML file lists no feeds")
	}
	return out, nil
}
