package main

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestKindOfAnEvent(t *testing.T) {
	for _, tc := range []struct {
		name, mode string
		contexts   []string
		want       string
	}{
		{"type alone", "", nil, "CONSULT"},
		{"how", "third-party", nil, "CONSULT third-party"},
		{"about what", "", []string{"human_rights"}, "CONSULT · human_rights"},
		{"both", "phone", []string{"economic", "military"}, "CONSULT phone · economic, military"},
		{"a line stays one", "a\nb", []string{"c\x1b[2J"}, `CONSULT a\nb · c\u001b[2J`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := (&console{}).kind(news.Consult, tc.mode, tc.contexts); got != tc.want {
				t.Errorf("kind = %q, want %q", got, tc.want)
			}
		})
	}
	if got, want := (&console{outTerm: true}).kind(news.Consult, "phone", []string{"military"}),
		"\x1b[36mCONSULT\x1b[0m \x1b[2mphone\x1b[0m \x1b[2m· military\x1b[0m"; got != want {
		t.Errorf("on a terminal kind = %q, want %q", got, want)
	}
}

func TestAccordingToHasEachLinkWithItsKind(t *testing.T) {
	chain := []news.Attribution{{Name: "ISNA", Kind: "agency"}, {Name: "برهم\nصالح", Kind: "person"}}
	if got, want := (&console{}).accordingTo(chain), `according to ISNA (agency), برهم\nصالح (person)`; got != want {
		t.Errorf("accordingTo = %q, want %q", got, want)
	}
	if got := (&console{}).accordingTo(nil); got != "" {
		t.Errorf("accordingTo of nobody = %q", got)
	}
}
