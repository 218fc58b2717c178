package news

import (
	"net/url"
	"strings"
)

// Link is s where it is an address that may be followed, http or https with a host, else "". What a report gives as its address may be a
// script or a file: whoever hands addresses out, or makes links of them, asks here.
func Link(s string) string {
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
