package web

import (
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
	day, err := time.Parse(time.DateOnly, p.Day)
	if err != nil {
		s.fail(w, r, &news.Error{Code: news.Invalid, Message: p.Day + " is no day"})
		return
	}
	p.Shown = p.L.Weekday(day)
	p.Title = p.L.T("digest.title", p.Shown)
	p.Before, p.After = with(p.here, "day", day.AddDate(0, 0, -1).Format(time.DateOnly)), with(p.here, "day", day.AddDate(0, 0, 1).Format(time.DateOnly))
	if err := s.digest(r, &p); err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "digest_show.html", p)
}

func (s *server) digest(r *http.Request, p *digestPage) error {
	watches, err := s.Watches.Watches(r.Context())
	if err != nil {
		return err
	}
	for _, one := range watches {
		part := digestPart{Watch: one, Path: watchPath(one.ID)}
		stories, more, err := s.Watches.OnDay(r.Context(), one, p.Day, digestShown)
		if err != nil {
			return err
		}
		part.More = more
		for _, story := range stories {
			card, err := s.card(r.Context(), p.frame, story)
			if err != nil {
				return err
			}
			part.Stories = append(part.Stories, card)
		}
		p.Parts = append(p.Parts, part)
	}
	return nil
}
