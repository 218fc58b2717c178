package storetest

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

var textTests = []test{
	{"a text is read without what was found in it, of any revision", func(t *testing.T, e *env) {
		e.add(t, report("a", "en", "", "first"), report("b", "en", "", ""))
		e.add(t, report("a", "en", "", "second"))
		e.add(t, report("a", "ar", "", "ثالث"))
		for _, tc := range []struct {
			id   string
			n    int
			want string
		}{{"a", 0, "ثالث"}, {"a", 1, "first"}, {"a", 2, "second"}, {"a", 3, "ثالث"}, {"b", 0, ""}, {"b", 1, ""}} {
			got, err := e.Text(e.ctx, tc.id, tc.n)
			if err != nil || got != tc.want {
				t.Errorf("Text(%s, %d) = %q, %v; want %q", tc.id, tc.n, got, err, tc.want)
			}
		}
		for _, missing := range []struct {
			id string
			n  int
		}{{"c", 0}, {"a", 4}, {"a", -1}, {"b", 2}, {"c", 1}} {
			_, err := e.Text(e.ctx, missing.id, missing.n)
			wantCode(t, "Text", err, news.NotFound)
		}
	}},
}
