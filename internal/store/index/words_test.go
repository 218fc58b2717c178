package index_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

func TestParseQuery(t *testing.T) {
	type phrases = []index.Phrase
	for _, tc := range []struct {
		name, query string
		want        index.Query
	}{
		{"words are phrases of one", "Ali Shamkhani", index.Query{Must: phrases{{"ali"}, {"shamkhani"}}}},
		{"quotation marks of any script hold a phrase", `"a b" “c d” «e f» „g h“`, index.Query{Must: phrases{{"a", "b"}, {"c", "d"}, {"e", "f"}, {"g", "h"}}}},
		{"a minus takes out", `a -b -"c d"`, index.Query{Must: phrases{{"a"}}, Not: phrases{{"b"}, {"c", "d"}}}},
		{"a dash between spaces is none", "a - b", index.Query{Must: phrases{{"a"}, {"b"}}}},
		{"a hyphened word is a phrase", "al-Kadhimi", index.Query{Must: phrases{{"al", "kadhimi"}}}},
		{"an open quotation runs to the end", `"a b`, index.Query{Must: phrases{{"a", "b"}}}},
		{"an Arabic word sheds what is written onto it", "والعراق", index.Query{Must: phrases{{"عراق"}}}},
		{"Chinese is pairs", "伊拉克", index.Query{Must: phrases{{"伊拉", "拉克"}}}},
		{"a quotation begins within a word", `a"b c"`, index.Query{Must: phrases{{"a"}, {"b", "c"}}}},
		{"a number keeps its point", "3.5", index.Query{Must: phrases{{"3·5"}}}},
		{"nothing asks for nothing", "  ", index.Query{}},
		{"marks alone are hopeless", "!? …", index.Query{Hopeless: true}},
		{"marks beside a word are not", "!? a", index.Query{Must: phrases{{"a"}}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, index.ParseQuery(tc.query)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.query, diff)
			}
		})
	}
}

func TestSnippet(t *testing.T) {
	filler := strings.Repeat("nothing of note was said here today. ", 30)
	for _, tc := range []struct{ name, body, query, want string }{
		{"the piece with most different words wins", "treaty treaty treaty. " + filler + "the treaty of peace was signed. " + filler, "treaty peace", "the [treaty] of [peace] was signed."},
		{"of equal pieces the earliest wins", filler + "first treaty. " + filler + "second treaty. " + filler, "treaty", "first [treaty]."},
		{"an elided article stays with its word", filler + "le peuple de l’Irak attend. " + filler, "irak", "de l’[Irak] attend."},
		{"an Arabic word is marked whole", "قالت الوزارة إن والعراق مستعد.", "عراق", "[والعراق]"},
		{"a phrase is one mark", "The Security Council met.", `"security council"`, "[Security Council]"},
		{"overlapping phrases are one mark", "a b c d", `"a b" "b c"`, "[a b c] d"},
		{"without a match it is the beginning", "Nothing here. " + filler, "treaty", "Nothing here."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			piece, marks, at := index.Snippet(tc.body, index.ParseQuery(tc.query))
			got := mark(piece, marks)
			if !strings.Contains(got, tc.want) {
				t.Errorf("snippet %q, want %q in it", got, tc.want)
			}
			if n := utf8.RuneCountInString(piece); n > 290 {
				t.Errorf("%d characters", n)
			}
			if at.In(tc.body) != piece {
				t.Errorf("at %v there is %q", at, at.In(tc.body))
			}
		})
	}
}

func mark(piece string, marks []news.Span) string {
	var sb strings.Builder
	at := 0
	for _, m := range marks {
		sb.WriteString(piece[at:m.Start] + "[" + m.In(piece) + "]")
		at = m.End
	}
	return sb.String() + piece[at:]
}

func FuzzSnippet(f *testing.F) {
	f.Add("The Security Council met in New York.", `"security council" -york met`)
	f.Add("اجتمع مجلس الأمن الدولي، وقالت الوزارة إنّ العراق", "عراق وزاره")
	f.Add("安全理事会在纽约开会", "纽约")
	f.Add("l’Irak \xff\xfe", `"`)
	f.Fuzz(func(t *testing.T, body, query string) {
		q := index.ParseQuery(query)
		if len(q.Must)+len(q.Not) > 32 {
			t.Fatalf("%d phrases", len(q.Must)+len(q.Not))
		}
		for _, w := range index.Words(body) {
			if w == "" || strings.ContainsAny(w, " \"'\x00-*") {
				t.Fatalf("word %q", w)
			}
		}
		piece, marks, at := index.Snippet(body, q)
		if !utf8.ValidString(body) {
			return
		}
		if at.Start < 0 || at.End > len(body) || at.In(body) != piece || !utf8.ValidString(piece) {
			t.Fatalf("snippet %q at %v", piece, at)
		}
		last := 0
		for _, m := range marks {
			if m.Start < last || m.End <= m.Start || m.End > len(piece) || !utf8.ValidString(m.In(piece)) {
				t.Fatalf("marks %v of %q", marks, piece)
			}
			last = m.End
		}
	})
}
