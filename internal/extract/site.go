package extract

import (
	_ "embed"
	"net"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"
)

//go:embed rules/cctld.txt
var countryFile string

// countries maps country-code domains to ISO 3166-1 alpha-3.
var countries = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 260)
	for line := range strings.Lines(countryFile) {
		line = strings.TrimSpace(line)
		if tld, country, ok := strings.Cut(line, " "); ok && line[0] != '#' {
			m[tld] = country
		}
	}
	return m
})

// Domain is the registrable domain of an address: "bbc.co.uk" for
// https://www.bbc.co.uk/news. It is the host itself where there is none
// (an IP address, a name without a dot), and "" for what is no web address.
func Domain(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "" || net.ParseIP(host) != nil {
		return host
	}
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// Country is the publisher's country as its domain tells it, ISO 3166-1 alpha-3. It
// is "" for domains of no country, and for those that are sold as words (.tv,
// .io, .me).
func Country(domain string) string {
	return countries()[domain[strings.LastIndexByte(domain, '.')+1:]]
}

// canonicalURL is the address that the page gives as its own, "" if it gives none
// that can be true: it must be a web address of the same registrable domain, and
// not the site's front page when the page was read elsewhere.
func canonicalURL(h *head, pageURL string) string {
	base, err := url.Parse(pageURL)
	if err != nil {
		base = &url.URL{}
	}
	given := []string{h.canonical, h.first("og:url")}
	if h.article != nil {
		given = append(given, h.article.url)
	}
	for _, g := range given {
		u, err := base.Parse(g)
		if g == "" || err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			continue
		}
		if base.Host != "" && Domain(u.String()) != Domain(pageURL) {
			continue
		}
		if strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && (strings.Trim(base.Path, "/") != "" || base.RawQuery != "") {
			continue
		}
		u.Fragment = ""
		return u.String()
	}
	return ""
}

// path is an address without scheme, "www." and a final slash, for comparison.
func path(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" && u.Path == "" {
		return ""
	}
	p := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	if strings.IndexByte(p, '/') < 0 && u.RawQuery == "" {
		return "" // a front page says nothing
	}
	return p
}

// siteName is the outlet's name as the page gives it.
func siteName(h *head, domain string) string {
	name := h.first("og:site_name", "application-name", "dc.publisher", "article:publisher_name", "cre", "publisher")
	if name == "" && h.article != nil {
		name = h.article.publisher
	}
	if strings.Contains(name, "://") || strings.HasPrefix(name, "@") || len(name) > 100 {
		name = ""
	}
	if name == "" {
		_, rest := splitTitle(h.title)
		if label, _, _ := strings.Cut(domain, "."); rest != "" && sameName(rest, label) {
			name = rest
		}
	}
	return name
}

// sameName reports whether a name is that of a domain label: their letters are
// the same, or one begins with the other.
func sameName(name, label string) bool {
	n, l := compact(name), compact(label)
	return len(n) > 2 && len(l) > 2 && (strings.HasPrefix(n, l) || strings.HasPrefix(l, n))
}
