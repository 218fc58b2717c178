package text

import "testing"

func TestGuessCharset(t *testing.T) {
	arabic := "\xe6\xde\xdf\xdc \xc7\xe1\xd1\xc6\xed\xd3 \xc7\xe1\xda\xd1\xc7\xde\xed \xc5\xe1\xec \xc8\xdb\xcf\xc7\xcf \xed\xe6\xe3 \xc7\xe1\xc3\xcd\xcf \xe6\xc7\xe1\xca\xde\xec \xc7\xe1\xe6\xd2\xed\xd1"
	if got := GuessCharset([]byte(arabic)); got != "windows-1256" {
		t.Errorf("Arabic = %q, want windows-1256", got)
	}
	for range 200 { // two encodings fit these bytes equally well
		if got, want := GuessCharset([]byte("\x84\xd9b0&")), GuessCharset([]byte("\x84\xd9b0&")); got != want {
			t.Fatalf("the same bytes are %q and %q", got, want)
		}
	}
}
