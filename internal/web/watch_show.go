package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

const (
	newsShown  = 60 // of what is new to a watch
	matchShown = 30 // of what it matches
)

type watchPage struct {
	frame
	store.Watch
	Path    string
	Stories string // the list of stories with the same filters
	Asked   []active
	News    WatchNews
	Mark    string // looked up to here, for the form
	Fresh   []freshCard
	Others  []storyCard // what matches and is not new
	More    bool
	Edits   bool
	Host    string // of the webhook
	Waiting int
	Failed  string // why the last message could not be sent
}

// freshCard is a story that changed.
type freshCard struct {
	Card storyCard
	New  bool
	At   time.Time
}

func (s *server) watchShow(w http.ResponseWriter, r *http.Request) {
	one, err := s.Watches.Watch(r.Context(), r.PathValue("id"))
	p := watchPage{frame: s.frame(w, r, "watches", ""), Watch: one, Path: watchPath(one.ID), Stories: storiesPath(one)}
	p.Title, p.Asked = one.Name, watchFilters(p.L, one)
	_, p.Edits = s.who(r)
	if err == nil {
		err = s.watchStories(r, &p)
	}
	if err == nil && one.Webhook != "" {
		err = s.watchHook(r, &p)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "watch_show.html", p)
}

// watchStories fills in what is new, and what else matches.
func (s *server) watchStories(r *http.Request, p *watchPage) (err error) {
	ctx := r.Context()
	if p.News, err = s.Watches.News(ctx, p.Watch, newsShown); err != nil {
		return err
	}
	p.Mark = strconv.FormatInt(p.News.Until.UnixMilli(), 10)
	fresh := map[string]bool{}
	for _, ch := range p.News.Changes {
		fresh[ch.ID] = true
		card, err := s.card(ctx, p.frame, ch.Story)
		if err != nil {
			return err
		}
		p.Fresh = append(p.Fresh, freshCard{card, ch.New, ch.At})
	}
	stories, more, err := s.Watches.Matching(ctx, p.Watch, matchShown)
	p.More = more
	for _, story := range stories {
		if fresh[story.ID] {
			continue
		}
		card, err := s.card(ctx, p.frame, story)
		if err != nil {
			return err
		}
		p.Others = append(p.Others, card)
	}
	return err
}

// watchHook says how it goes with the webhook. Of its address only the host is shown: the rest may be a secret.
func (s *server) watchHook(r *http.Request, p *watchPage) error {
	if u, err := url.Parse(p.Webhook); err == nil {
		p.Host = u.Host
	}
	left, err := s.Watches.Deliveries(r.Context(), p.ID, 0)
	for _, d := range left {
		if !d.Next.IsZero() {
			p.Waiting++
		}
		if d.Error != "" {
			p.Failed = d.Error
		}
	}
	return err
}

// watchAct does what a button asks for: mark as seen, pause, go on, remove.
func (s *server) watchAct(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.form(w, r); !ok {
		return
	}
	id, back := r.PathValue("id"), watchPath(r.PathValue("id"))
	var err error
	switch act := r.PathValue("act"); act {
	case "seen":
		var until time.Time
		if until, err = seenUntil(r.PostForm.Get("until"), time.Now()); err == nil {
			err = s.Watches.SeeWatch(r.Context(), id, until)
		}
	case "pause", "resume":
		err = s.Watches.PauseWatch(r.Context(), id, act == "pause")
	case "remove":
		err, back = s.Watches.RemoveWatch(r.Context(), id), "/watches"
	default:
		s.refuse(w, r, http.StatusNotFound, func(l *locale.Locale) string { return l.T("error.page", r.URL.Path) })
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// seenUntil reads up to when changes were looked at: not later than now.
func seenUntil(s string, now time.Time) (time.Time, error) {
	ms, err := strconv.ParseInt(s, 10, 64)
	if err != nil || ms < 0 {
		return time.Time{}, &news.Error{Code: news.Invalid, Message: "until is no time"}
	}
	return time.UnixMilli(min(ms, now.UnixMilli())), nil
}

// watchFeed answers with a watch as a feed, or that it is as it was.
func (s *server) watchFeed(w http.ResponseWriter, r *http.Request) {
	kind, ok := strings.CutPrefix(r.PathValue("file"), "feed.")
	if !ok || kind != "rss" && kind != "atom" && kind != "json" {
		s.refuse(w, r, http.StatusNotFound, func(l *locale.Locale) string { return l.T("error.page", r.URL.Path) })
		return
	}
	one, err := s.Watches.Watch(r.Context(), r.PathValue("id"))
	var out bytes.Buffer
	var media string
	if err == nil {
		media, err = s.Watches.Feed(r.Context(), one, kind, s.base(r), &out)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	sum := sha256.Sum256(out.Bytes())
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		s.log.DebugContext(r.Context(), "reader went away", "path", r.URL.Path, "error", err)
	}
}

// base is the address of the pages as whoever asks has it.
func (s *server) base(r *http.Request) string {
	if s.Base != nil {
		return s.Base(r)
	}
	return "http://" + r.Host
}
