package record

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestEarlierIsWhatAnEntryRecalls(t *testing.T) {
	entry := func(story, on_ string, status news.Status, parties ...news.Party) *news.Entry {
		e := met(parties...)
		e.Status = status
		if on_ != "" {
			e.Date = on(on_)
		}
		entries, _ := Build([]*news.Document{report("r"+story, "en", "", e)})
		entries[0].Story = story
		return &entries[0]
	}
	past := entry("old", "2031-01-10", news.Occurred, okafor, pinto)
	other := entry("older", "2030-06-01", news.Occurred, okafor, pinto)
	elsewhere := entry("else", "2031-01-10", news.Occurred, okafor, lunde)
	for _, c := range []struct {
		name   string
		e      *news.Entry
		before string
		among  []*news.Entry
		want   *news.Entry
	}{
		{"the same two on the day that is told", entry("new", "2031-01-10", news.Background, okafor, pinto), "2031-05-06", []*news.Entry{past, other, elsewhere}, past},
		{"countries stand for their ministers", entry("new", "2031-01-10", news.Background, nga, prt), "2031-05-06", []*news.Entry{past, other}, past},
		{"without a day, the only one", entry("new", "", news.Background, okafor, pinto), "2031-05-06", []*news.Entry{past, elsewhere}, past},
		{"without a day, two may be meant", entry("new", "", news.Background, okafor, pinto), "2031-05-06", []*news.Entry{past, other}, nil},
		{"another day", entry("new", "2031-01-11", news.Background, okafor, pinto), "2031-05-06", []*news.Entry{past}, nil},
		{"what came after is not recalled", entry("new", "", news.Background, okafor, pinto), "2031-01-10", []*news.Entry{past}, nil},
		{"what is new recalls nothing", entry("new", "2031-01-10", news.Occurred, okafor, pinto), "2031-05-06", []*news.Entry{past}, nil},
		{"its own story is not earlier", entry("old", "2031-01-10", news.Background, okafor, pinto), "2031-05-06", []*news.Entry{past}, nil},
		{"nobody", entry("new", "", news.Background, okafor, pinto), "", nil, nil},
	} {
		if got := Earlier(c.e, c.before, c.among); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
