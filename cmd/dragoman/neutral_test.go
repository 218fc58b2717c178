package main

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"
)

func written(s string, styled bool) string {
	var out bytes.Buffer
	n := &neutral{&out, func() bool { return styled }}
	if k, err := n.Write([]byte(s)); err != nil || k != len(s) {
		panic(err)
	}
	return out.String()
}

func TestNothingOnATerminalActs(t *testing.T) {
	for _, tc := range []struct {
		name, in, want string
		styled         bool
	}{
		{"plain text and other scripts pass", "Café\tبغداد\n北京", "Café\tبغداد\n北京", false},
		{"the window is not renamed", "a\x1b]0;owned\ab", `a\u001b]0;owned\u0007b`, true},
		{"the screen is not cleared", "\x1b[2Jx", `\u001b[2Jx`, true},
		{"nor by one character of C1", "\u009b2Jx", `\u009b2Jx`, true},
		{"nor by a raw byte of C1", "\x9b2Jx", `\x9b2Jx`, true},
		{"the line is not written over", "good\rbad\b\x7f", `good\u000dbad\u0008\u007f`, true},
		{"nor turned round", "\u202egpj.exe", `\u202egpj.exe`, true},
		{"our own styles pass on a terminal", "\x1b[1mx\x1b[0m", "\x1b[1mx\x1b[0m", true},
		{"and nowhere else", "\x1b[1mx", `\u001b[1mx`, false},
		{"other styles never", "\x1b[8mhidden", `\u001b[8mhidden`, true},
		{"isolates of ours pass on a terminal", "\u2068x\u2069", "\u2068x\u2069", true},
		{"and nowhere else either", "\u2068x", `\u2068x`, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := written(tc.in, tc.styled); got != tc.want {
				t.Errorf("%q became %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

func TestWhatAStrangerWroteStaysOneLine(t *testing.T) {
	if got, want := flat("a\nset aside: b\x1b[0m\u2069\xff"), `a\nset aside: b\u001b[0m\u2069\xff`; got != want {
		t.Errorf("flat = %q, want %q", got, want)
	}
}

func FuzzNeutral(f *testing.F) {
	f.Add("a\x1b[31mb\u202e\u009b\r\x00\x7f")
	f.Add("\xe2\x80")
	f.Fuzz(func(t *testing.T, s string) {
		for _, styled := range []bool{true, false} {
			out := written(s, styled)
			if !utf8.ValidString(out) {
				t.Fatalf("%q became %q, which is not UTF-8", s, out)
			}
			if written(out, styled) != out {
				t.Fatalf("%q became %q, which changes again", s, out)
			}
		}
		in, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var a, b string
		if json.Unmarshal(in, &a) != nil || json.Unmarshal([]byte(written(string(in), false)), &b) != nil || a != b {
			t.Fatalf("the JSON of %q reads as %q", a, b)
		}
	})
}
