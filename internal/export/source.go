package export

import (
	"net/url"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// The schema names of Source and Feed.
const (
	SourceSchema = "dragoman.source/1"
	FeedSchema   = "dragoman.feed/1"
)

// Source is dragoman.source/1: how much an outlet published, and when. Source is "" for reports that name none.
type Source struct {
	Schema    string   `json:"schema"`
	Source    string   `json:"source"`
	Languages []string `json:"languages"`
	Reports   int      `json:"reports"` // that are no copies
	Copies    int      `json:"copies"`
	Undated   int      `json:"undated"` // of both, not known to the day
	First     string   `json:"first"`   // day with a report, "" where none is known to the day
	Last      string   `json:"last"`
}

// NewSources sums up counts, sorted by source as they are, a line for each.
func NewSources(counts []news.DayCount) []Source {
	out := []Source{}
	for _, c := range counts {
		if n := len(out); n == 0 || out[n-1].Source != c.Source {
			out = append(out, Source{Schema: SourceSchema, Source: c.Source, Languages: []string{}})
		}
		out[len(out)-1].add(c)
	}
	return out
}

func (s *Source) add(c news.DayCount) {
	if l := string(c.Lang); !slices.Contains(s.Languages, l) {
		s.Languages = append(s.Languages, l)
	}
	s.Reports += c.Reports
	s.Copies += c.Copies
	if c.Day == "" {
		s.Undated += c.Reports + c.Copies
		return
	}
	if s.First == "" || c.Day < s.First {
		s.First = c.Day
	}
	s.Last = max(s.Last, c.Day)
}

// Feed is dragoman.feed/1: a subscription and how it fares. Times are "" for never; a next poll that is "" is due.
type Feed struct {
	Schema      string `json:"schema"`
	URL         string `json:"url"` // without the password that it may have
	Title       string `json:"title"`
	Kind        string `json:"kind"`
	Paused      bool   `json:"paused"`
	Reports     int    `json:"reports"`
	LastSuccess string `json:"last_success"`
	NextPoll    string `json:"next_poll"`
	LastError   string `json:"last_error"` // in words
	Failures    int    `json:"failures"`   // in a row
}

// NewFeed renders f.
func NewFeed(f store.Feed) Feed {
	clock := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return Clock(t)
	}
	out := Feed{
		Schema: FeedSchema, URL: news.Link(f.URL), Title: f.Title, Kind: f.Kind, Paused: f.Paused, Reports: f.Reports,
		LastSuccess: clock(f.LastSuccess), NextPoll: clock(f.NextPoll), LastError: f.LastError, Failures: f.Failures,
	}
	if u, err := url.Parse(out.URL); err == nil {
		out.URL = u.Redacted()
	}
	return out
}
