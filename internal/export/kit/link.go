package kit

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
)

// URI is s in the letters that RFC 3986 allows where it is an address that may be followed (http or https with a
// host), else "". Letters of other scripts are written with percent signs, and as punycode in the host.
func URI(s string) string {
	u, err := url.Parse(news.Link(s))
	if err != nil || u.Host == "" {
		return ""
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		return ""
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	} else if strings.Contains(host, ":") {
		return "" // an address of IPv6 without its brackets: no report is read from one
	}
	u.Host, u.User = host, nil
	u.RawQuery, u.RawFragment = escape(u.RawQuery), ""
	return escape(u.String())
}

// escape writes with percent signs whatever no address may have.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7F || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// ReportURI is the address of a report: its own, else that of its page here, else "".
func ReportURI(opt format.Options, r *news.Report) string {
	for _, s := range []string{r.URL, r.Canonical, format.Page(opt.Base, "reports", r.ID)} {
		if u := URI(s); u != "" {
			return u
		}
	}
	return ""
}

// ReportID is the address by which a report goes among others: that which it was read at, else a URN.
func ReportID(r *news.Report) string {
	if u := URI(r.URL); u != "" {
		return u
	}
	return URN("report", r.ID)
}

// EntityURI is the address of an entity in a public register, "" where the id is of none.
func EntityURI(id string) string {
	switch {
	case Wikidata(id) != "":
		return "http://www.wikidata.org/entity/" + id
	case strings.HasPrefix(id, "GN:") && digits(id[3:]):
		return "https://sws.geonames.org/" + id[3:] + "/"
	}
	return ""
}

// Wikidata is an id where it is one of Wikidata's, else "".
func Wikidata(id string) string {
	if len(id) > 1 && id[0] == 'Q' && digits(id[1:]) {
		return id
	}
	return ""
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
