package format

import (
	"net/url"
	"strings"
)

// Page is the address of a web page of Dragoman's, such as Page(base, "stories", id); "" where base is.
func Page(base, kind, id string) string {
	if base == "" || id == "" {
		return ""
	}
	return strings.TrimSuffix(base, "/") + "/" + kind + "/" + url.PathEscape(id)
}
