package main

import (
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestStoriesWithoutCommitmentsAreRememberedAsTheyWere(t *testing.T) {
	at := time.Date(2026, 1, 8, 0, 0, 0, 0, time.UTC)
	p := &promiseless{now: func() time.Time { return at }}
	s := &news.Story{ID: "s1", Reports: []string{"a", "b"}}
	if p.none(s) {
		t.Error("known before it was looked at")
	}
	p.add(s)
	if !p.none(s) {
		t.Error("not remembered")
	}
	for name, other := range map[string]*news.Story{
		"another story":    {ID: "s2", Reports: s.Reports},
		"another report":   {ID: "s1", Reports: []string{"a", "b", "c"}},
		"another revision": {ID: "s1", Reports: s.Reports, Revisions: map[string]int{"a": 2}},
		"one withdrawn":    {ID: "s1", Reports: s.Reports, Withdrawn: []string{"a"}},
	} {
		if p.none(other) {
			t.Errorf("%s is taken for it", name)
		}
	}
	if at = at.Add(promiselessTime); p.none(s) {
		t.Error("remembered for too long")
	}
	var nothing *promiseless
	if nothing.add(s); nothing.none(s) {
		t.Error("nothing remembers")
	}
}
