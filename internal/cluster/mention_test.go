package cluster

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// A well-known name is one that many reports share, in whatever language and script: it
// must not tie two stories together the more because it is rare in words of that language.
func TestKnownNameWeighsTheSameInEveryScript(t *testing.T) {
	for _, c := range []struct{ lang, text string }{
		{"en", "[Donald Trump|person|P:usa:donald-trump|USA] spoke of it on Monday."},
		{"tr", "[Donald Trump|person|P:usa:donald-trump|USA] pazartesi günü konuştu."},
		{"ru", "[Дональд Трамп|person|P:usa:donald-trump|USA] заявил об этом."},
		{"ar", "[دونالد ترامب|person|P:usa:donald-trump|USA] تحدث عن ذلك."},
		{"fa", "[دونالد ترامپ|person|P:usa:donald-trump|USA] درباره آن گفت."},
		{"zh", "[唐纳德·特朗普|person|P:usa:donald-trump|USA]星期一谈到了这件事。"},
	} {
		doc := document(t, "a."+c.lang, c.text)
		doc.Mentions[0].Name = "Donald Trump"
		unknown := document(t, "b."+c.lang, c.text)
		unknown.Mentions[0].Entity, unknown.Mentions[0].Name = "P:usa:obed-quarshie", "Obed Quarshie"
		unknown.Text = "Obed Quarshie" + unknown.Text[unknown.Mentions[0].Span.End:]
		unknown.Mentions[0].Span.End = len("Obed Quarshie")
		known, other := NewItem(doc).Names[0].Weight, NewItem(unknown).Names[0].Weight
		if known >= 0.7*other {
			t.Errorf("%s: the president weighs %.2f, somebody unknown %.2f", c.lang, known, other)
		}
	}
}

// What one report takes for the scene may be a place that the other names beside its
// own, so places differ only where neither report names the other's.
func TestPlacesDifferWhereNeitherIsNamed(t *testing.T) {
	const basra, mosul, erbil = "[Basra|place|GN:99532|IRQ]", "[Mosul|place|GN:99072|IRQ]", "[Erbil|place|GN:95446|IRQ]"
	told := func(id, text, at string) *Item {
		d := document(t, id+".en", text)
		d.Events = []news.Event{{Type: news.Assault, Status: news.Occurred, Location: &news.Location{Name: at, Precision: news.AtCity}}}
		return NewItem(d)
	}
	a := told("a", "A bomb went off in "+basra+" on Monday.", "Basra")
	for _, c := range []struct {
		name           string
		b              *Item
		agree, differs float64
	}{
		{"the same", told("b", "The blast in "+basra+" killed two.", "Basra"), 1, 0},
		{"another", told("b", "The blast in "+mosul+" killed two.", "Mosul"), 0, 1},
		{"another beside it", told("b", "Guards from "+mosul+" went to "+basra+".", "Mosul"), 0, 0},
		{"a third", told("b", "Guards from "+mosul+" went to "+erbil+".", "Erbil"), 0, 1},
		{"none", NewItem(document(t, "b.en", "The blast killed two.")), 0, 0},
	} {
		for _, s := range []Signals{Pair(a, c.b).Signals, Pair(c.b, a).Signals} {
			if s[PlaceAgrees] != c.agree || s[PlaceDiffers] != c.differs {
				t.Errorf("%s: agrees %v, differs %v; want %v, %v", c.name, s[PlaceAgrees], s[PlaceDiffers], c.agree, c.differs)
			}
		}
	}
}
