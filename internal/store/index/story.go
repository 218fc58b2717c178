package index

import (
	"fmt"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// CheckStories says whether a step of clustering can be kept, as far as that
// shows without a store. Its error has code news.Invalid.
func CheckStories(ch store.StoryChanges) error {
	owner := make(map[string]string)
	for _, s := range ch.Put {
		if s == nil || s.ID == "" {
			return invalid("a story has no id", "")
		}
		if slices.Contains(ch.Delete, s.ID) {
			return invalid(fmt.Sprintf("story %s is to be put and deleted in one step", s.ID), "")
		}
		for _, r := range s.Reports {
			if o, ok := owner[r]; ok && o != s.ID {
				return invalid(fmt.Sprintf("stories %s and %s both claim report %s", o, s.ID, r), "")
			}
			owner[r] = s.ID
		}
		seen := make(map[string]bool, len(s.Entries))
		for _, e := range s.Entries {
			if e.ID != "" && seen[e.ID] {
				return invalid(fmt.Sprintf("story %s has two entries with the id %s", s.ID, e.ID), "")
			}
			seen[e.ID] = true
		}
	}
	return nil
}

// NameEntries returns s with an id for each entry: those without get
// "<story>/<index>". It changes a copy where it must.
func NameEntries(s *news.Story) *news.Story {
	if !slices.ContainsFunc(s.Entries, func(e news.Entry) bool { return e.ID == "" }) {
		return s
	}
	c := *s
	c.Entries = slices.Clone(s.Entries)
	for i := range c.Entries {
		if c.Entries[i].ID == "" {
			c.Entries[i].ID = fmt.Sprintf("%s/%d", s.ID, i)
		}
	}
	return &c
}
