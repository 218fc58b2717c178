package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestPeopleHaveOneNameInAStory(t *testing.T) {
	doc := func(id string, lang news.Lang, names ...string) *news.Document {
		d := report(id, lang, "2031-05-06")
		for i := 0; i < len(names); i += 2 {
			d.Mentions = append(d.Mentions, news.Mention{Kind: news.Person, Entity: names[i], Name: names[i+1]})
		}
		return d
	}
	docs := []*news.Document{
		doc("a", "ar", "P1", "دانيال موانغي", "P2", "كاري لونده", "P2", "لونده", "P3", "بينتو"),
		doc("b", "fr", "P1", "Daniel Mwangui", "P1", "Daniel Mwangui", "P3", "Rui Pinto"),
		doc("c", "en", "P1", "Mwangi", "P1", "Daniel Mwangi", "P4", "Wang"),
		doc("d", "zh", "P4", "王小明", "", "无名"),
	}
	want := map[string]string{"P1": "Daniel Mwangi", "P2": "كاري لونده", "P3": "Rui Pinto", "P4": "王小明"}
	if diff := cmp.Diff(want, Called(docs)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	e := met(news.Party{Name: "دانيال موانغي", Entity: "P1", Kind: news.Person}, nga)
	docs[0].Events = []news.Event{e}
	entries, _ := Build(docs)
	if got := entries[0].Actors[0].Name; got != "Daniel Mwangi" {
		t.Errorf("the entry calls him %q", got)
	}
	if docs[0].Events[0].Actors[0].Name != "دانيال موانغي" {
		t.Error("the report's own event was changed")
	}
}
