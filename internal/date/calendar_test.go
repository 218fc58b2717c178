package date

import (
	"testing"
	"time"
)

func TestJalali(t *testing.T) {
	for _, c := range []struct {
		y, m, d int
		want    string
	}{
		{1359, 10, 29, "1981-01-19"},
		{1399, 5, 1, "2020-07-22"},
		{1403, 12, 30, "2025-03-20"}, // a leap year
		{1404, 1, 1, "2025-03-21"},
		{1206, 1, 1, "1827-03-22"},
		{1357, 11, 22, "1979-02-11"},
		{1498, 1, 1, "2119-03-21"},
	} {
		got, ok := fromJalali(c.y, c.m, c.d)
		if !ok || got.Format(time.DateOnly) != c.want {
			t.Errorf("%d-%d-%d: got %s, want %s", c.y, c.m, c.d, got.Format(time.DateOnly), c.want)
		}
	}
	if _, ok := fromJalali(1400, 12, 30); ok {
		t.Error("30 Esfand of a common year was taken")
	}
}

// TestJalaliBackAndForth checks every day from 1850 to 2100: no day is left out
// or taken twice.
func TestJalaliBackAndForth(t *testing.T) {
	for day := date(1850, 1, 1); day.Year() < 2100; day = day.AddDate(0, 0, 1) {
		y, m, d := toJalali(day)
		if back, ok := fromJalali(y, m, d); !ok || !back.Equal(day) {
			t.Fatalf("%s is %d-%d-%d, which is %s", day.Format(time.DateOnly), y, m, d, back.Format(time.DateOnly))
		}
	}
}

func TestHijri(t *testing.T) {
	for _, c := range []struct {
		y, m, d int
		want    string // by the tabular civil calendar
	}{
		{1, 1, 1, "0622-07-19"},
		{1400, 1, 1, "1979-11-21"},
		{1421, 1, 1, "2000-04-06"},
		{1445, 9, 1, "2024-03-11"},
	} {
		got, ok := fromHijri(c.y, c.m, c.d)
		if !ok || got.Format(time.DateOnly) != c.want {
			t.Errorf("%d-%d-%d: got %s, want %s", c.y, c.m, c.d, got.Format(time.DateOnly), c.want)
		}
	}
}

func TestEaster(t *testing.T) {
	for y, want := range map[int]string{1998: "04-12", 2000: "04-23", 2008: "03-23", 2011: "04-24", 2024: "03-31", 2038: "04-25"} {
		if got := easter(y).Format("01-02"); got != want {
			t.Errorf("%d: got %s, want %s", y, got, want)
		}
	}
}
