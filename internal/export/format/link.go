package format

import (
	"net/url"
	"strings"
)

// Link is s where it is an address that may be followed, http or https with a host, else "". What a report gives as
// its address may be a script or a file.
func Link(s string) string {
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}

// Page is the address of a web page of Dragoman's, such as Page(base, "stories", id); "" where base is.
func Page(base, kind, id string) string {
	if base == "" || id == "" {
		return ""
	}
	return strings.TrimSuffix(base, "/") + "/" + kind + "/" + url.PathEscape(id)
}
