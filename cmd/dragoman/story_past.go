package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/filter"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// findStory returns the story that id means, now or, unless at is zero, as it stood then.
func findStory(ctx context.Context, st *sqlite.Store, id string, at time.Time) (*app.FoundStory, error) {
	if at.IsZero() {
		return app.FindStory(ctx, st, id)
	}
	return app.FindStoryAt(ctx, st, id, at)
}

// instant reads a moment: a day means its end. Without a zone it is that of this machine.
func instant(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, ok := filter.Instant(s, time.Local); ok {
		return t, nil
	}
	return time.Time{}, wrong("--"+flag+" "+s+" is no moment", "--"+flag+" 2026-11-20T10:00, or 2026-11-20 for the end of that day")
}

// clock writes a moment for people, in the zone of this machine.
func clock(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") }

func jsonFound(ctx context.Context, c *console, st *sqlite.Store, f *app.FoundStory) error {
	out, err := foundPage(ctx, st, f)
	if err != nil {
		return err
	}
	return export.Line(c.out, out)
}

// whichStory says before a story which one it is, where that is not plain from what was asked.
func (c *console) whichStory(f *app.FoundStory) {
	asked := nonEmpty(f.Asked, f.Story.ID)
	if !f.AsOf.IsZero() {
		c.printf("%s\n", c.style(yellow, "As it stood on "+clock(f.AsOf)))
	}
	if f.Asked != "" && !slices.Contains(f.Story.Reports, f.Asked) {
		is := "is now"
		if !f.AsOf.IsZero() {
			is = "was then"
		}
		c.printf("%s %s %s\n", flat(f.Asked), is, f.Story.ID)
	}
	for _, p := range f.Elsewhere {
		c.printf("%s of those that %s once held: now in %s\n", plural(len(p.Reports), "report", "reports"), flat(asked), p.Story)
	}
}

// past prints what was decided about a story, and when it changed.
func (p *storyPage) past(f *app.FoundStory) {
	p.decided(f)
	if len(f.Versions) < 2 && len(f.Formerly) == 0 {
		return
	}
	p.section("When it changed")
	at := make([]string, len(f.Versions))
	for i, v := range f.Versions {
		at[i] = clock(v.At)
	}
	if len(at) > mostShown {
		at = append(append(at[:1:1], fmt.Sprintf("%d times more", len(at)-mostShown)), at[len(at)-mostShown+1:]...)
	}
	p.printf("  %s\n", strings.Join(at, ", "))
	for i, was := range f.Formerly {
		if i == mostShown {
			break
		}
		p.printf("  %s in %s before\n", plural(len(was.Reports), "report was", "reports were"), was.Story)
	}
	p.printf("  %s\n", p.style(faint, "--as-of shows it as it stood then"))
}
