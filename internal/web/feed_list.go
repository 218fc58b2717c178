package web

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// FeedDesk changes what is followed.
type FeedDesk interface {
	// Follow subscribes to what is at an address: a feed, a sitemap, a page that names its feed, or a list of feeds. It answers with
	// how many of them are new, and refuses addresses that the program may not ask.
	Follow(ctx context.Context, address string) (fresh int, err error)
	// Change pauses, resumes or removes a subscription, or answers news.NotFound.
	Change(ctx context.Context, address string, c FeedChange) error
}

// FeedChange is what can be done with a subscription.
type FeedChange string

// The changes.
const (
	PauseFeed  FeedChange = "pause"
	ResumeFeed FeedChange = "resume"
	RemoveFeed FeedChange = "remove"
)

// feedRow is a subscription with what to do about its error.
type feedRow struct {
	store.Feed
	Advice string // behind "feeds.advice.", "" where all is well
}

func (s *server) feedList(w http.ResponseWriter, r *http.Request) {
	feeds, err := s.st.ListFeeds(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	page := struct {
		frame
		May   bool
		Done  *notice
		Feeds []feedRow
	}{frame: s.frame(w, r, "feeds", ""), May: s.Desk.Feeds != nil && s.may(r)}
	page.Title, page.Done = page.L.T("feeds.title"), noticed(w, r, page.L)
	for _, f := range feeds {
		page.Feeds = append(page.Feeds, feedRow{f, advice(f)})
	}
	s.render(w, r, "feed_list.html", page)
}

// answered finds the status in the words of an error.
var answered = regexp.MustCompile(`answered ([1-5][0-9][0-9])\b`)

// advice is what can be done about the last error of a subscription.
func advice(f store.Feed) string {
	if f.LastError == "" {
		return ""
	}
	status := 0
	if m := answered.FindStringSubmatch(f.LastError); m != nil {
		status, _ = strconv.Atoi(m[1]) // three digits
	}
	switch {
	case f.Paused && strings.Contains(f.LastError, "gone for good"), status == http.StatusGone:
		return "gone"
	case status == http.StatusNotFound:
		return "missing"
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusPaymentRequired, strings.Contains(f.LastError, "robots"):
		return "refused"
	case status == http.StatusTooManyRequests, status >= 500:
		return "later"
	case status == 0 && (strings.Contains(f.LastError, "in time") || strings.Contains(f.LastError, "could not be fetched")):
		return "silent"
	}
	return "look"
}

// feedAdd follows what is at an address.
func (s *server) feedAdd(w http.ResponseWriter, r *http.Request) {
	address := strings.TrimSpace(r.PostFormValue("url"))
	if outward(address) == "" {
		s.fail(w, r, &news.Error{Code: news.Invalid, Message: strconv.Quote(clipped(address, mostNoticeBytes)) + " is no address: one begins with https:// or http://"})
		return
	}
	fresh, err := s.Desk.Feeds.Follow(r.Context(), address)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	key := "followed"
	if fresh == 0 {
		key = "followedAlready"
	}
	done(w, r, "/feeds", notice{Key: key, N: int64(fresh), Text: address})
}

// feedChange pauses, resumes or removes a subscription. Its reports stay in any case.
func (s *server) feedChange(w http.ResponseWriter, r *http.Request) {
	var key string
	c := FeedChange(r.PathValue("change"))
	switch c {
	case PauseFeed:
		key = "paused"
	case ResumeFeed:
		key = "resumed"
	case RemoveFeed:
		key = "removed"
	default:
		s.fail(w, r, &news.Error{Code: news.NotFound, Message: "a feed is paused, resumed or removed"})
		return
	}
	address := r.PostFormValue("url")
	if err := s.Desk.Feeds.Change(r.Context(), address, c); err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, "/feeds", notice{Key: key, Text: address})
}
