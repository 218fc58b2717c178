package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// digestShown is how many stories of a watch the digest has.
const digestShown = 30

type digestPage struct {
	frame
	Day           string // an ISO date
	Shown         string // the same in words
	Before, After string // addresses of the days beside it
	Parts         []digestPart
}

// digestPart is what one watch has of the day.
type digestPart struct {
	store.Watch
	Path    string
	Stories []storyCard
	More    bool
}

// digestShow tells of a day by watch: the stories that tell of it, whenever they came.
func (s *server) digestShow(w http.ResponseWriter, r *http.Request) {
	p := digestPage{frame: s.frame(w, r, "watches", "")}
	p.Day = strings.TrimSpace(r.URL.Query().Get("day"))
	if p.Day == "" {
		p.Day = time.Now().In(p.Zone).Format(time.DateOnly)
	}
	err := s.digest(r.Context(), &p)
	if err == nil {
		err = p.onDay()
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "digest_show.html", p)
}

// onDay names the day, and leads to those beside it.
func (p *digestPage) onDay() error {
	day, err := time.Parse(time.DateOnly, p.Day)
	p.Shown = p.L.Weekday(day)
	p.Title = p.L.T("digest.title", p.Shown)
	p.Before, p.After = with(p.here, "day", day.AddDate(0, 0, -1).Format(time.DateOnly)), with(p.here, "day", day.AddDate(0, 0, 1).Format(time.DateOnly))
	return err
}

func (s *server) digest(ctx context.Context, p *digestPage) error {
	return s.Watches.Digest(ctx, p.Day, digestShown, func(one store.Watch, stories []*news.Story, more bool) error {
		part := digestPart{Watch: one, Path: watchPath(one.ID), More: more}
		for _, story := range stories {
			card, err := s.card(ctx, p.frame, story)
			if err != nil {
				return err
			}
			part.Stories = append(part.Stories, card)
		}
		p.Parts = append(p.Parts, part)
		return nil
	})
}
