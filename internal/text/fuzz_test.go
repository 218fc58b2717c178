package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// seeds are texts whose punctuation has gone wrong somewhere.
var seeds = []string{
	"", ".", "...", "\n\n", "\xff.\xfe", "Dr. Smith met J. Biden. \"Go.\" He went.",
	"M. Dupont : « Partons ! » Puis l’Irak.", "قال د. محمد: «نعم.» وذهب؟ لا.", "“走。”他说。走了！", "A.\u200f B.", "е\u0308. Й", "می\u200cشود ۱۲۳٫۵",
	"a[1].[2] [12", "»«»“”. . »", "İ.I.ı ß ǅ", "…]）」", "ก็.ไทย", "3. März 2020. Die",
}

func FuzzSentences(f *testing.F) {
	for _, s := range seeds {
		for _, lang := range []string{"en", "de", "ru", "zh", ""} {
			f.Add(s, lang)
		}
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		at := 0
		for _, sp := range Sentences(s, news.Lang(lang)) {
			checkSpan(t, s, sp, at)
			if between := s[at:sp.Start]; strings.TrimFunc(between, isSpace) != "" {
				t.Fatalf("%q lies in no sentence of %q", between, s)
			}
			if in := sp.In(s); in != strings.TrimFunc(in, isSpace) {
				t.Fatalf("%q has space around it", in)
			}
			at = sp.End
		}
		if strings.TrimFunc(s[at:], isSpace) != "" {
			t.Fatalf("%q lies in no sentence of %q", s[at:], s)
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, w := range Words(s) {
			checkSpan(t, s, w, at)
			if strings.ContainsFunc(w.In(s), unicode.IsSpace) {
				t.Fatalf("%q has a space in it", w.In(s))
			}
			at = w.End
		}
		at = 0
		for _, tok := range Analyze(s) {
			if tok.Word == "" {
				t.Fatalf("an empty word in %q", s)
			}
			if tok.Span.Start < at {
				t.Fatalf("tokens of %q go back", s)
			}
			checkSpan(t, s, tok.Span, tok.Span.Start)
			at = tok.Span.Start
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if again := Fold(folded); again != folded {
			t.Fatalf("folding %q gives %q, folding that %q", s, folded, again)
		}
		if len(folded) > 64+24*len(s) {
			t.Fatalf("folding %d bytes gives %d", len(s), len(folded))
		}
		if utf8.ValidString(s) && !utf8.ValidString(folded) {
			t.Fatalf("folding %q gives broken UTF-8 %q", s, folded)
		}
	})
}

func FuzzStripControls(f *testing.F) {
	for _, s := range append(seeds, "a\r\nb\rc\u2028d\ufeff\u200b\u202e\u200c\u200d", "نم\u200c\u200f\u200cنم") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := StripControls(s)
		if again := StripControls(once); again != once && utf8.ValidString(s) {
			t.Fatalf("%q gives %q, that gives %q", s, once, again)
		}
		if len(once) > len(s) {
			t.Fatalf("%q grew to %q", s, once)
		}
		if n := NFC(once); utf8.ValidString(s) && !utf8.ValidString(n) {
			t.Fatalf("%q became broken UTF-8", s)
		}
	})
}

func FuzzOffsets(f *testing.F) {
	f.Add("héllo", 3)
	f.Fuzz(func(t *testing.T, s string, n int) {
		o := NewOffsets(s)
		if !utf8.ValidString(s) {
			return
		}
		total := utf8.RuneCountInString(s)
		n = max(0, min(n, total))
		if b := o.Byte(n); o.CodePoint(b) != n {
			t.Fatalf("code point %d of %q is at byte %d, which is code point %d", n, s, b, o.CodePoint(b))
		}
	})
}

// checkSpan fails where a span is empty, out of order or splits a rune.
func checkSpan(t *testing.T, s string, sp news.Span, from int) {
	t.Helper()
	if sp.Start < from || sp.End > len(s) || sp.Empty() {
		t.Fatalf("span %v is out of range or order in %q", sp, s)
	}
	if !utf8.ValidString(s) {
		return // a broken byte is a rune of its own
	}
	for _, at := range []int{sp.Start, sp.End} {
		if at < len(s) && !utf8.RuneStart(s[at]) {
			t.Fatalf("span %v splits a rune of %q", sp, s)
		}
	}
}
