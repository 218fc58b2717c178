package phrase

import "testing"

func TestCompactFindsWhatATableFinds(t *testing.T) {
	phrases := []string{"United Nations", "United Nations Security Council", "Iraq", "العراق", "Россия", "رئیس جمهور", "U.N.", "阿联酋", "阿里·沙姆哈尼", "Владимир Путин"}
	tab, com := NewTable[uint32](0), &Compact{}
	for i, p := range phrases {
		tab.Add(p, uint32(i))
		com.Add(p, uint32(i))
	}
	com.Settle()
	kept := com.Append(nil)
	com, rest, ok := ReadCompact(append(kept, "rest"...))
	if !ok || string(rest) != "rest" {
		t.Fatalf("ReadCompact: %v, %q", ok, rest)
	}
	for n := range kept {
		if _, _, ok := ReadCompact(kept[:n]); ok {
			t.Fatalf("the first %d bytes are read", n)
		}
	}
	found := 0
	for _, s := range []string{
		"the United  Nations met", "the United Nations Security Council", "united. nations", "والعراق", "للعراق", "о России",
		"رئیس\u200cجمهور", "a U.N. envoy", "与阿联酋签署", "阿里·沙姆哈尼", "阿里沙姆哈尼", "Владимира Путина", "nothing", "United",
	} {
		toks := Tokens(s)
		for i := range toks {
			want, got := tab.At(s, toks, i), com.At(s, toks, i)
			if want.N != got.N || want.Drop != got.Drop || want.N > 0 && want.Values[0] != got.Values[0] {
				t.Errorf("%q token %d: %+v, the table has %+v", s, i, got, want)
			}
			if got.N > 0 {
				found++
			}
		}
	}
	if found < 10 {
		t.Errorf("%d found", found)
	}
}

func TestCompactKeepsAllNumbersOfAPhrase(t *testing.T) {
	c := &Compact{}
	if m := c.At("x", Tokens("x"), 0); m.N != 0 {
		t.Errorf("an empty one finds %+v", m)
	}
	c.Add("Ann Example", 7)
	c.Add("ann example", 3)
	c.Add("ANN EXAMPLE", 7)
	c.Add("…", 1)
	c.Settle()
	s := "Ann Example"
	m := c.At(s, Tokens(s), 0)
	if m.N != 2 || len(m.Values) != 2 || m.Values[0] != 3 || m.Values[1] != 7 || c.Len() != 2 {
		t.Errorf("found %+v of %d", m, c.Len())
	}
}
