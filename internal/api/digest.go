package api

import (
	"cmp"
	"net/http"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Digest is dragoman.digest_day/1: what all watches have of a day.
type Digest struct {
	Schema string       `json:"schema"`
	Day    string       `json:"day"`
	Items  []DigestPart `json:"items"` // a watch each, the oldest first
}

// DigestPart is what one watch has of a day.
type DigestPart struct {
	Watch string         `json:"watch"`
	Name  string         `json:"name"`
	More  bool           `json:"more"` // there may be more
	Items []export.Story `json:"items"`
}

// DigestSchema is the schema name of Digest.
const DigestSchema = "dragoman.digest_day/1"

// digestLimit is how many stories of a watch a digest has unless it is said, as the page of it.
const digestLimit = 30

func digestRoute() *route {
	return &route{
		path: "/digest", id: "getDigest", handle: digestShow, answer: typeOf[Digest](),
		params: []param{
			{name: "day", typ: "string", example: "2020-03-08", about: "The day that is told of: today, in UTC, unless it is said."},
			{name: "limit", typ: "integer", least: 1, example: "30", about: "Stories of each watch, 30 unless it is said, 200 at most."},
		},
		about: "The digest of a day: by watch the stories that tell of it, whenever they came.",
	}
}

func digestShow(s *server, w http.ResponseWriter, q *request) error {
	limit, err := q.upTo(digestLimit)
	if err != nil {
		return err
	}
	render, err := s.stories(q.Context())
	if err != nil {
		return err
	}
	out := Digest{Schema: DigestSchema, Day: cmp.Or(q.get("day"), s.Now().UTC().Format(time.DateOnly)), Items: []DigestPart{}}
	err = s.Watches.Digest(q.Context(), out.Day, limit, func(one store.Watch, stories []*news.Story, more bool) error {
		part := DigestPart{Watch: one.ID, Name: one.Name, More: more, Items: []export.Story{}}
		for _, story := range stories {
			item, err := render(story)
			if err != nil {
				return err
			}
			part.Items = append(part.Items, item)
		}
		out.Items = append(out.Items, part)
		return nil
	})
	if err != nil {
		return err
	}
	return s.write(w, q, out)
}
