package text

import "testing"

func TestClipSplitsNoCodePoint(t *testing.T) {
	for n, want := range []string{"", "a", "a", "aع", "aعb", "aعb"} {
		if got := Clip("aعb", n); got != want {
			t.Errorf("%d bytes: %q, want %q", n, got, want)
		}
	}
	if got := Clip("ab", -1); got != "" {
		t.Errorf("-1 bytes: %q", got)
	}
}
