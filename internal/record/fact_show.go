package record

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/quantity"
)

// attribute names what a figure is of.
func attribute(f *fact) string {
	switch f.kind {
	case onDay:
		return "date"
	case string(quantity.Clock):
		return "hour"
	case string(quantity.Count):
		return "count of " + cmp.Or(f.q.Unit, f.q.Noun)
	case string(quantity.Money):
		return "money"
	}
	return f.kind
}

// show writes a value so that it reads the same in any language: "about 200000", "13 days", "22:30".
func show(f *fact) string {
	if f.kind == onDay {
		from := time.Unix(int64(f.q.From)*86400, 0).UTC().Format(time.DateOnly)
		if f.q.To != f.q.From {
			return from + "/" + time.Unix(int64(f.q.To)*86400, 0).UTC().Format(time.DateOnly)
		}
		return from
	}
	return quantityString(f.q)
}

// quantityString writes a quantity with its bound and unit.
func quantityString(q quantity.Quantity) string {
	write := amount
	over, under := "over ", "under "
	switch q.Kind {
	case quantity.Clock:
		write = func(v float64) string { return time.Unix(int64(v)*60, 0).UTC().Format("15:04") }
		over, under = "after ", "before "
	case quantity.Duration:
		write = duration
	}
	s := write(q.From)
	if q.To != q.From {
		s += " to " + write(q.To)
	}
	switch q.Bound {
	case quantity.About:
		s = "about " + s
	case quantity.AtLeast:
		s = over + s
	case quantity.AtMost:
		s = under + s
	}
	switch q.Kind {
	case quantity.Money, quantity.Measure:
		s += " " + q.Unit
	case quantity.Percent:
		s += " %"
	}
	return s
}

// amount writes a number as people read it: 1,250, 200,000, 8.5 million.
func amount(v float64) string {
	for _, big := range []struct {
		name string
		of   float64
	}{{" trillion", 1e12}, {" billion", 1e9}, {" million", 1e6}} {
		if x := v / big.of; x >= 1 && math.Abs(x*1000-math.Round(x*1000)) < 1e-6 {
			return strconv.FormatFloat(x, 'f', -1, 64) + big.name
		}
	}
	s := strconv.FormatFloat(v, 'f', -1, 64)
	whole, rest, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		return whole + "." + rest
	}
	return whole
}

// duration writes minutes in the largest unit that leaves no more than halves.
func duration(minutes float64) string {
	units := []struct {
		name string
		of   float64
	}{{"year", 525600}, {"month", 43800}, {"week", 10080}, {"day", 1440}, {"hour", 60}}
	for _, u := range units {
		if v := minutes / u.of; v >= 1 && v*2 == math.Trunc(v*2) {
			return plural(v, u.name)
		}
	}
	return plural(minutes, "minute")
}

func plural(n float64, unit string) string {
	s := strconv.FormatFloat(n, 'f', -1, 64) + " " + unit
	if n != 1 {
		s += "s"
	}
	return s
}
