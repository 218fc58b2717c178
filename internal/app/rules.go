package app

import (
	"errors"
	"os"

	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Rules are the rows that events are found by. nil are those inside the program alone.
type Rules struct{ rows *event.Rules }

// OpenRules reads a folder of rows of the user's own, which are added to those inside the program; "" is none.
func OpenRules(dir string) (*Rules, error) {
	if dir == "" {
		return nil, nil //nolint:nilnil // no rules are good rules
	}
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, &news.Error{Code: news.Invalid, Message: "there is no folder " + dir + " with rules", Hint: "docs/adding-a-type.md describes it"}
	}
	r, err := event.NewRules(os.DirFS(dir))
	if e, ok := errors.AsType[*news.Error](err); ok {
		return nil, &news.Error{Code: e.Code, Message: "the rules in " + dir + " cannot be used: " + e.Message, Hint: e.Hint}
	}
	if err != nil {
		return nil, err
	}
	return &Rules{r}, nil
}

// Types are the event types that the rules add to those of the program.
func (r *Rules) Types() []news.EventType {
	if r == nil {
		return nil
	}
	return r.rows.Types()
}

func (r *Rules) find(doc *news.Document) []news.Event {
	if r == nil {
		return event.Find(doc)
	}
	return r.rows.Find(doc)
}

func (r *Rules) explain(doc *news.Document) []news.Considered {
	if r == nil {
		return event.Explain(doc)
	}
	return r.rows.Explain(doc)
}
