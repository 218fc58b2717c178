package svg

import (
	"strings"
	"testing"
)

func TestTextHoldsNoMarkupAndTurnsNoDirection(t *testing.T) {
	got := Text("<script>\"a\" & 'b'\u202e\x00\n\u2066c")
	if want := "&lt;script&gt;&#34;a&#34; &amp; &#39;b&#39; c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPathIsShort(t *testing.T) {
	var p Path
	p.Move(10, 20.04)
	p.Line(10.52, 20)
	p.Line(10.51, 19.99) // no step
	p.Line(9, 30)
	p.Close()
	if want := "M10 20l.5 0l-1.5 10z"; p.String() != want {
		t.Errorf("got %q, want %q", p.String(), want)
	}
}

func TestNumberIsNeverWhatNoDrawingMayHold(t *testing.T) {
	zero := 0.0
	for v, want := range map[float64]string{1.26: "1.3", -0.5: "-0.5", 3: "3", 1 / zero: "0"} {
		if got := Number(v); got != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
	if got := Number(zero / zero); got != "0" {
		t.Errorf("got %q", got)
	}
}

func TestShort(t *testing.T) {
	if got := Short("برهم صالح", 5); got != "برهم…" {
		t.Errorf("got %q", got)
	}
	if got := Short("Salih", 5); got != "Salih" {
		t.Errorf("got %q", got)
	}
}

func TestLabelsNeitherOverlapNorLeaveTheDrawing(t *testing.T) {
	l := &Labels{Bounds: Box{0, 0, 100, 60}}
	var placed int
	for range 20 {
		if _, ok := l.Place(50, 30, 4, 30, 12, 1); ok {
			placed++
		}
	}
	if placed < 2 || placed == 20 {
		t.Errorf("%d of 20 labels of one dot were placed", placed)
	}
	for i, a := range l.taken {
		if !a.within(l.Bounds) {
			t.Errorf("%v leaves the drawing", a)
		}
		for _, b := range l.taken[:i] {
			if a.overlaps(b) {
				t.Errorf("%v and %v overlap", a, b)
			}
		}
	}
}

func TestTheFirstSideIsOutward(t *testing.T) {
	for outward, want := range map[int]string{1: "start", -1: "end"} {
		l := &Labels{Bounds: Box{0, 0, 200, 60}}
		if spot, ok := l.Place(100, 30, 4, 30, 12, outward); !ok || spot.Anchor != want {
			t.Errorf("outward %d: %v %v", outward, spot, ok)
		}
	}
}

func TestWidthKnowsWideAndNoWidth(t *testing.T) {
	if Width("中文", 10) != 20 {
		t.Errorf("two Han letters are %v wide", Width("中文", 10))
	}
	if a, b := Width("علي", 10), Width("عَلِي", 10); a != b {
		t.Errorf("vowel signs take room: %v, %v", a, b)
	}
	if Width(strings.Repeat("W", 10), 10) <= Width(strings.Repeat("i", 10), 10) {
		t.Error("ten W are no wider than ten i")
	}
}
