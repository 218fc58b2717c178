package index

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// maxWatchText bounds the texts of a watch, in bytes.
const maxWatchText = 2000

// CheckWatch says what is wrong with a watch.
func CheckWatch(w store.Watch) error {
	f := w.Filter
	switch {
	case w.ID == "" || strings.TrimSpace(w.Name) == "":
		return &news.Error{Code: news.Invalid, Message: "a watch without an id or a name"}
	case w.Webhook != "" && w.Secret == "":
		return &news.Error{Code: news.Invalid, Message: "a webhook without a secret"}
	case w.Webhook != "" && !isWebAddress(w.Webhook):
		return &news.Error{Code: news.Invalid, Message: "the webhook is no address of the web", Hint: "https://example.org/hook"}
	}
	for _, s := range []string{w.ID, w.Name, w.Words, w.Webhook, string(f.Lang), f.Source, f.Country, f.Entity, f.Place, string(f.Type), string(f.Status)} {
		if len(s) > maxWatchText || !utf8.ValidString(s) {
			return &news.Error{Code: news.Invalid, Message: "a watch with a text that is too long, or none"}
		}
	}
	for _, day := range []string{f.Since, f.Until} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return &news.Error{Code: news.Invalid, Message: day + " is no day", Hint: "2020-03-08"}
		}
	}
	return nil
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// WatchFilter is what is kept of the filter of a watch.
func WatchFilter(f store.Filter) store.Filter {
	f.Kind, f.Limit, f.After, f.Past = "", 0, "", store.Place{}
	return f
}
