package extract

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/net/html/atom"
)

// reason says in words why a part was left out; see news.Dropped.
type reason string

//go:embed rules/drop.txt
var dropFile string

//go:embed rules/content.txt
var contentFile string

// rule is one line of a rule file: what is looked at, how, and for what.
type rule struct {
	reason     reason
	everywhere bool
	where      string
	how        string // "*=", "^=" or "="
	value      string
}

// dropRules are the rules of drop.txt in its order, contentGroups those of
// content.txt by group.
var (
	dropRules     = sync.OnceValue(func() []rule { return parseRules(dropFile) })
	contentGroups = sync.OnceValue(func() [][]rule {
		var groups [][]rule
		var last reason
		for _, r := range parseRules(contentFile) {
			if r.reason != last {
				groups, last = append(groups, nil), r.reason
			}
			groups[len(groups)-1] = append(groups[len(groups)-1], r)
		}
		return groups
	})
)

// parseRules reads a rule file; the notation is explained in drop.txt.
func parseRules(file string) []rule {
	var rules []rule
	var section reason
	var everywhere bool
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			name, rest, _ := strings.Cut(line[1:], "]")
			section, everywhere = reason(name), strings.TrimSpace(rest) == "everywhere"
			continue
		}
		at := strings.IndexByte(line, '=')
		r := rule{reason: section, everywhere: everywhere, where: line[:at], how: "=", value: line[at+1:]}
		if c := line[at-1]; c == '*' || c == '^' {
			r.where, r.how = line[:at-1], string(c)+"="
		}
		rules = append(rules, r)
	}
	return rules
}

// holds reports whether the rule is true of n.
func (r *rule) holds(n *node) bool {
	switch r.where {
	case "any":
		return r.fits(n.id) || r.fits(n.class)
	case "class":
		return r.fits(n.class)
	case "id":
		return r.fits(n.id)
	case "tag":
		return n.src.Data == r.value
	default:
		return hasAttr(n.src, r.where) && r.fits(strings.ToLower(attr(n.src, r.where)))
	}
}

func (r *rule) fits(s string) bool {
	switch r.how {
	case "*=":
		return strings.Contains(s, r.value)
	case "^=":
		return strings.HasPrefix(s, r.value)
	default:
		return s == r.value
	}
}

// dropReason says why the rules leave n out, "" if they do not.
func (t *tree) dropReason(n *node) reason {
	if n.isText() {
		return ""
	}
	if len(n.src.Attr) == 0 {
		return ""
	}
	generic := genericTag(n.tag())
	key := n.id + "\x00" + n.class
	if generic {
		key += "\x00g"
	}
	why, seen := t.names[key]
	if !seen {
		why = firstRule(n, generic, true)
		t.names[key] = why
	}
	if why != "" {
		return why
	}
	return firstRule(n, generic, false)
}

// firstRule is the reason of the first rule that holds of n, looking at id and
// class only, or at the other attributes only.
func firstRule(n *node, generic, names bool) reason {
	rules := dropRules()
	for i := range rules {
		r := &rules[i]
		byName := r.where == "any" || r.where == "class" || r.where == "id"
		if byName == names && (generic || r.everywhere) && r.holds(n) {
			return r.reason
		}
	}
	return ""
}

// genericTag reports whether an element says nothing by its tag, so that its
// name decides.
func genericTag(a atom.Atom) bool {
	switch a {
	case atom.Div, atom.Dd, atom.Dt, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.P, atom.Section, atom.Span:
		return true
	}
	return false
}

// tagReason says why an element is never part of a report, "" for the others.
// The list is trafilatura's (settings.py, MANUALLY_CLEANED; Apache-2.0), without
// the elements that may hold the report itself: form, label and time.
func tagReason(a atom.Atom) reason {
	switch a {
	case atom.Nav, atom.Menu, atom.Menuitem:
		return "menu"
	case atom.Aside:
		return "aside"
	case atom.Footer:
		return "footer"
	case atom.Figure, atom.Figcaption, atom.Picture:
		return "caption"
	case atom.Button, atom.Input, atom.Select, atom.Option, atom.Optgroup, atom.Textarea, atom.Legend,
		atom.Datalist, atom.Fieldset, atom.Output, atom.Progress, atom.Dialog:
		return "form"
	case atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Object, atom.Embed, atom.Applet,
		atom.Audio, atom.Video, atom.Canvas, atom.Svg, atom.Math, atom.Map, atom.Area, atom.Link, atom.Source,
		atom.Track, atom.Param, atom.Frame, atom.Frameset, atom.Marquee, atom.Template, atom.Rp, atom.Rt:
		return "embedded"
	}
	return ""
}
