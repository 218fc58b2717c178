package news_test

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestRoleOn(t *testing.T) {
	k := &news.Known{Roles: []news.Role{
		{Title: "deputy", To: "2016-05"}, {Title: "minister", From: "2016-05-20", To: "2020"}, {Title: "president", From: "2020-05"},
	}}
	for date, want := range map[string]string{
		"2010-01-01": "deputy", "2016-05-10": "deputy", "2016-05-31": "minister", "2018-03-08": "minister",
		"2020-04-30": "minister", "2020-05-01": "president", "2026-01-01": "president", "": "president",
	} {
		if got := k.RoleOn(date); got != want {
			t.Errorf("on %q %q, want %q", date, got, want)
		}
	}
	ended := &news.Known{Roles: []news.Role{{Title: "mayor", From: "2001", To: "2004"}}}
	if got := ended.RoleOn("2020-01-01"); got != "" {
		t.Errorf("long after the end %q", got)
	}
	always := &news.Known{Roles: []news.Role{{Title: "adviser"}}}
	if got := always.RoleOn("2020-01-01") + (&news.Known{}).RoleOn("2020-01-01"); got != "adviser" {
		t.Errorf("without dates %q", got)
	}
}
