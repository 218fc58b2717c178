package phrase

import (
	"testing"
	"unicode/utf8"
)

func TestTable(t *testing.T) {
	tab := NewTable[string](0)
	for _, p := range []string{"United Nations", "Iraq", "irakien*", "العراق", "Россия", "رئیس جمهور", "U.N.", "阿联酋", "Sud Corée"} {
		tab.Add(p, p)
	}
	for name, c := range map[string]struct{ text, at, want string }{
		"a phrase of two words is found across a line of space": {"the United  Nations met", "United  Nations", "United Nations"},
		"a stem takes an ending":                                {"les irakiennes", "irakiennes", "irakien*"},
		"the Arabic article and conjunctions are read through":  {"والعراق", "العراق", "العراق"},
		"two lams after the preposition keep the second":        {"للعراق", "لعراق", "العراق"},
		"a Russian case ending does not hide the name":          {"о России", "России", "Россия"},
		"a joiner inside a Persian word is as good as a space":  {"رئیس\u200cجمهور", "رئیس\u200cجمهور", "رئیس جمهور"},
		"points inside initials are kept":                       {"a U.N. envoy", "U.N", "U.N."},
		"Chinese letters need no spaces":                        {"与阿联酋签署", "阿联酋", "阿联酋"},
		"an accent missing does not matter":                     {"sud-coree", "sud-coree", "Sud Corée"},
	} {
		t.Run(name, func(t *testing.T) {
			toks := Tokens(c.text)
			for i := range toks {
				if m := tab.At(c.text, toks, i); m.N > 0 {
					if got := m.Span(toks, i).In(c.text); got != c.at || m.Values[0] != c.want {
						t.Fatalf("found %q for %q, want %q for %q", got, m.Values[0], c.at, c.want)
					}
					return
				}
			}
			t.Fatal("nothing found")
		})
	}
}

func TestAPhraseDoesNotCrossASentence(t *testing.T) {
	tab := NewTable[int](0)
	tab.Add("United Nations", 1)
	s := "They stay united. nations differ, United, Nations"
	toks := Tokens(s)
	for i := range toks {
		if m := tab.At(s, toks, i); m.N > 0 {
			t.Errorf("found %q", m.Span(toks, i).In(s))
		}
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("L'Irak, Iraq’s “peace”\n总统说 رئیس\u200cجمهور والعراق e\u0301 Ирак\xff")
	tab := NewTable[int](0)
	tab.Add("a b*", 1)
	tab.Add("ира*", 1)
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		toks := Tokens(s)
		for i, k := range toks {
			if k.Span.Start < end || k.Span.Empty() || k.Span.End > len(s) {
				t.Fatalf("span %v after %d in %d bytes", k.Span, end, len(s))
			}
			if !utf8.RuneStart(s[k.Span.Start]) || k.Span.End < len(s) && utf8.ValidString(s) && !utf8.RuneStart(s[k.Span.End]) {
				t.Fatalf("%v splits a rune", k.Span)
			}
			end = k.Span.End
			if m := tab.At(s, toks, i); m.N > 0 && m.Span(toks, i).Empty() {
				t.Fatal("empty match")
			}
		}
	})
}
