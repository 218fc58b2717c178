package web_test

import (
	"strings"
	"testing"
)

func TestReasonsAreInTheLanguageOfTheReader(t *testing.T) {
	h, _ := edited(t, "Barham", true)
	for ui, want := range map[string][]string{
		"fr": {"tous deux sont de : <bdi>Irak</bdi>", `<bdi lang="en" dir="ltr">Barham</bdi>`}, // the latter is no reason of ours
		"ar": {"كلاهما من <bdi>العراق</bdi>"},
	} {
		page := shown(t, h, "/inbox", "Cookie: ui="+ui)
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s: the inbox has no %s\n%s", ui, w, page)
			}
		}
	}
	for ui, want := range map[string]string{"fr": "des noms en commun (ressemblance <bdi>0.50</bdi>)", "ar": "أسماء مشتركة (التشابه <bdi>0.50</bdi>)"} {
		if page := shown(t, h, "/inbox/stories", "Cookie: ui="+ui); !strings.Contains(page, want) {
			t.Errorf("%s: the page has no %s\n%s", ui, want, page)
		}
	}
}
