package web

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
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
	Address string // the one of the subscription, without the password that it may have
	Advice  string // behind "feeds.advice.", "" where all is well
}

// place is where it stands in the list: those with errors come first.
func (f feedRow) place() string {
	if f.LastError != "" {
		return "1" + f.Address
	}
	return "2" + f.Address
}

// feedListPage lists subscriptions. A desk has hundreds, and looks for one of them or for those that are broken.
type feedListPage struct {
	frame
	May      bool
	Done     *notice
	All      int    // subscriptions
	Wrong    int    // of them with an error
	Find     string // what is looked for in titles and addresses
	Errors   bool   // those with an error alone are asked for
	Feeds    []feedRow
	Next     string
	narrowed url.Values
}

// Narrowed reports whether some may be left out.
func (p *feedListPage) Narrowed() bool { return p.Find != "" || p.Errors }

// Act is where a change of a subscription is sent to, so that it leads back to what is shown now.
func (p *feedListPage) Act(change string) string { return feedsPath("/feeds/"+change, p.narrowed) }

// feedsPath is a path with what narrows the list, and where its page begins.
func feedsPath(path string, q url.Values) string {
	u := url.URL{Path: path}
	return with(u, "q", q.Get("q"), "errors", q.Get("errors"), "after", q.Get("after"))
}

func (s *server) feedList(w http.ResponseWriter, r *http.Request) {
	feeds, err := s.st.ListFeeds(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	q := r.URL.Query()
	page := &feedListPage{
		frame: s.frame(w, r, "feeds", ""), May: s.Desk.Feeds != nil && s.may(r), All: len(feeds),
		Find: strings.TrimSpace(q.Get("q")), Errors: q.Get("errors") != "", narrowed: q,
	}
	page.Title, page.Done = page.L.T("feeds.title"), noticed(w, r, page.L)
	var rows []feedRow
	for _, f := range feeds {
		if f.LastError != "" {
			page.Wrong++
		}
		row := feedRow{f, withoutPassword(f.URL), advice(f)}
		if (f.LastError != "" || !page.Errors) && hasWords(f.Title+" "+row.Address, page.Find) {
			rows = append(rows, row)
		}
	}
	var last string
	if page.Feeds, last = pageBehind(rows, q.Get("after"), feedRow.place); last != "" {
		page.Next = page.With("after", last)
	}
	s.render(w, r, "feed_list.html", page)
}

// withoutPassword is an address for the eyes of whoever may look at it.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	return u.Redacted()
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
	if news.Link(address) == "" {
		s.fail(w, r, &news.Error{Code: news.Invalid, Message: strconv.Quote(text.Clip(address, mostNoticeBytes)) + " is no address: one begins with https:// or http://"})
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
	done(w, r, feedsPath("/feeds", r.URL.Query()), notice{Key: key, Text: address})
}
