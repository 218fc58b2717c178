package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// perPage is how many rows a page shows.
const perPage = 50

// filter reads the filters that live in the address.
func filter(r *http.Request) store.Filter {
	q := r.URL.Query()
	value := func(key string) string { return strings.TrimSpace(q.Get(key)) }
	return store.Filter{
		Since: value("since"), Until: value("until"), Lang: news.Lang(strings.ToLower(value("lang"))), Source: value("source"),
		Country: strings.ToUpper(value("country")), Entity: value("entity"), Type: news.EventType(strings.ToUpper(value("type"))),
		Status: news.Status(strings.ToLower(value("status"))), After: q.Get("after"), Limit: perPage,
	}
}

// pageBehind is a page of rows that have places in a list: what stands behind a place, and the place of its last row where there is more behind
// that. A page begins behind a place, not at a number, so nothing is lost or shown twice while rows come and go.
func pageBehind[T any](rows []T, after string, place func(T) string) (page []T, last string) {
	at := make(map[int]string, len(rows))
	var order []int
	for i, row := range rows {
		if at[i] = place(row); at[i] > after {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(strings.Compare(at[i], at[j]), cmp.Compare(i, j)) })
	for _, i := range order[:min(len(order), perPage)] {
		page = append(page, rows[i])
	}
	if len(order) > perPage {
		last = at[order[perPage-1]]
	}
	return page, last
}

// hasWords reports whether all words of a search are in a text, however they are written.
func hasWords(in, words string) bool {
	in = text.Fold(in)
	return !slices.ContainsFunc(strings.Fields(text.Fold(words)), func(w string) bool { return !strings.Contains(in, w) })
}

// active is a filter that is in force, with the address of the page without it.
type active struct {
	Key, Value string
	Without    string
}

// filterKeys lists the filters of stories in the order in which they are shown.
var filterKeys = []string{"since", "until", "lang", "from", "source", "country", "place", "entity", "type", "status"}

// inForce lists the filters of an address that are in force, as the reader's language has them.
func inForce(l *locale.Locale, here url.URL) []active {
	var out []active
	q := here.Query()
	for _, key := range filterKeys {
		v := strings.TrimSpace(q.Get(key))
		if v == "" {
			continue
		}
		out = append(out, active{l.T("filter." + key), shownFilter(l, key, v), with(here, key, "", "after", "", "before", "")})
	}
	return out
}

func shownFilter(l *locale.Locale, key, v string) string {
	switch key {
	case "since", "until":
		return dayOf(l, v)
	case "lang":
		return l.Language(v)
	case "from", "country":
		return l.Country(strings.ToUpper(v))
	case "type":
		return named(l, "type.", strings.ToUpper(v))
	case "status":
		return named(l, "status.", strings.ToLower(v))
	}
	return v
}

// countryCodes puts the code in the place of a country that was written by its name, so that addresses are the same in
// every language.
func countryCodes(l *locale.Locale, q url.Values) (changed bool) {
	for _, key := range []string{"from", "country"} {
		v := strings.TrimSpace(q.Get(key))
		if v == "" {
			continue
		}
		if code := l.CountryCode(v); code != "" && code != v {
			q.Set(key, code)
			changed = true
		}
	}
	return changed
}

// choice is one of the values that a filter can have.
type choice struct {
	Value, Name string
	Chosen      bool
}

// choices makes them of values, sorted by the names they go by in the reader's language.
func choices[T ~string](values []T, chosen string, name func(T) string) []choice {
	out := make([]choice, len(values))
	for i, v := range values {
		out[i] = choice{string(v), name(v), string(v) == chosen}
	}
	slices.SortStableFunc(out, func(a, b choice) int { return strings.Compare(a.Name, b.Name) })
	return out
}
