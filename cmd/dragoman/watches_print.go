package main

import (
	"context"
	"net/url"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/watch"
)

// watchJSON is dragoman.watch/1. Of a webhook only the host is told: the rest of its address may be a secret.
type watchJSON struct {
	Schema  string            `json:"schema"`
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Words   string            `json:"words,omitempty"`
	Filter  map[string]string `json:"filter"`
	Owner   string            `json:"owner,omitempty"`
	Made    string            `json:"made"`
	Looked  string            `json:"looked"`
	Paused  bool              `json:"paused"`
	Webhook string            `json:"webhook_host,omitempty"`
	Secret  string            `json:"secret,omitempty"` // once, when it is made
	New     *int              `json:"new,omitempty"`    // since the last look
	More    bool              `json:"more,omitempty"`   // there is more that is new than was counted
}

// watchFilter is the filter of a watch by the names of the flags.
func watchFilter(f store.Filter) map[string]string {
	out := map[string]string{
		"since": f.Since, "until": f.Until, "lang": string(f.Lang), "country": f.Country, "entity": f.Entity, "place": f.Place,
		"source": f.Source, "type": string(f.Type), "status": string(f.Status),
	}
	for key, v := range out {
		if v == "" {
			delete(out, key)
		}
	}
	return out
}

func jsonWatch(w store.Watch, fresh *watch.Fresh, secret string) watchJSON {
	out := watchJSON{
		Schema: "dragoman.watch/1", ID: w.ID, Name: w.Name, Words: w.Words, Filter: watchFilter(w.Filter), Owner: w.Owner,
		Made: export.Clock(w.Made), Looked: export.Clock(w.Looked), Paused: w.Paused, Webhook: webhookHost(w), Secret: secret,
	}
	if fresh != nil {
		out.New, out.More = &fresh.Count, fresh.More
	}
	return out
}

func webhookHost(w store.Watch) string {
	u, err := url.Parse(w.Webhook)
	if err != nil {
		return ""
	}
	return u.Host
}

// watch prints a watch in a line.
func (c *console) watch(w store.Watch, fresh watch.Fresh, json bool) error {
	if json {
		return export.Line(c.out, jsonWatch(w, &fresh, ""))
	}
	var parts []string
	filter := watchFilter(w.Filter)
	for _, key := range []string{"since", "until", "lang", "country", "entity", "place", "source", "type", "status"} {
		if v := filter[key]; v != "" {
			parts = append(parts, "--"+key+" "+flat(v))
		}
	}
	if w.Words != "" {
		parts = append(parts, "--words "+flat(w.Words))
	}
	if host := webhookHost(w); host != "" {
		parts = append(parts, "to "+flat(host))
	}
	if w.Paused {
		parts = append(parts, "paused")
	}
	amount := plural(fresh.Count, "new story", "new stories")
	if fresh.More {
		amount = "at least " + amount
	}
	c.printf("%s  %s  %s  %s\n", w.ID, c.style(bold, flat(w.Name)), amount, c.style(faint, strings.Join(parts, " ")))
	return nil
}

// digestShown is how many stories of a watch the digest has.
const digestShown = 100

// digest prints what one watch has of a day.
func (c *console) digest(ctx context.Context, st *sqlite.Store, w store.Watch, day string, json bool) error {
	stories, more, err := watchDesk(st).OnDay(ctx, w, day, digestShown)
	if err != nil {
		return err
	}
	if json {
		ids := make([]string, len(stories))
		for i, s := range stories {
			ids[i] = s.ID
		}
		return export.Line(c.out, struct {
			Schema  string   `json:"schema"`
			Day     string   `json:"day"`
			Watch   string   `json:"watch"`
			Name    string   `json:"name"`
			Stories []string `json:"stories"`
			More    bool     `json:"more"`
		}{"dragoman.digest/1", day, w.ID, w.Name, ids, more})
	}
	c.printf("%s  %s\n", c.style(bold, flat(w.Name)), day)
	for _, s := range stories {
		c.storyHead(s)
	}
	switch {
	case len(stories) == 0:
		c.printf("  no story tells of this day\n")
	case more:
		c.printf("  and more\n")
	}
	return nil
}
