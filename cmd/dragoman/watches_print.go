package main

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/watch"
)

// watch prints a watch in a line.
func (c *console) watch(w store.Watch, fresh watch.Fresh, json bool) error {
	if json {
		out := export.NewWatch(w)
		out.New, out.More = &fresh.Count, fresh.More
		return export.Line(c.out, out)
	}
	var parts []string
	f := w.Filter
	for _, p := range [][2]string{
		{"since", f.Since},
		{"until", f.Until},
		{"lang", string(f.Lang)},
		{"country", f.Country},
		{"entity", f.Entity},
		{"place", f.Place},
		{"source", f.Source},
		{"type", string(f.Type)},
		{"status", string(f.Status)},
	} {
		if p[1] != "" {
			parts = append(parts, "--"+p[0]+" "+flat(p[1]))
		}
	}
	if w.Words != "" {
		parts = append(parts, "--words "+flat(w.Words))
	}
	if host := export.WebhookHost(w); host != "" {
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
func (c *console) digest(w store.Watch, day string, stories []*news.Story, more, json bool) error {
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
