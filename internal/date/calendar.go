package date

import "time"

// date is midnight UTC of a Gregorian date: the form of every day here.
func date(y, m, d int) time.Time {
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
}

// valid reports whether the Gregorian date exists.
func valid(y, m, d int) bool {
	t := date(y, m, d)
	return t.Year() == y && int(t.Month()) == m && t.Day() == d
}

// monthDays is how many days the month has.
func monthDays(y, m int) int { return date(y, m+1, 0).Day() }

// jalaliBreaks are the years in which the 33-year rhythm of leap years of the
// Persian calendar shifts, by K. M. Borkowski, "The Persian calendar for 3000
// years", Earth, Moon, and Planets 74 (1996), 223-230.
var jalaliBreaks = [...]int{
	-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210,
	1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178,
}

// newYear returns the Gregorian date of 1 Farvardin of a Persian year and
// whether that year is a leap year.
func newYear(jy int) (time.Time, bool) {
	gy := jy + 621
	leap, prev := -14, jalaliBreaks[0]
	var jump int
	for _, b := range jalaliBreaks[1:] {
		jump = b - prev
		if jy < b {
			break
		}
		leap += jump/33*8 + jump%33/4
		prev = b
	}
	n := jy - prev
	leap += n/33*8 + (n%33+3)/4
	if jump%33 == 4 && jump-n == 4 {
		leap++
	}
	gregorianLeaps := gy/4 - (gy/100+1)*3/4 - 150
	march := 20 + leap - gregorianLeaps
	if jump-n < 6 {
		n = n - jump + (jump+4)/33*33
	}
	r := ((n+1)%33 - 1) % 4
	if r == -1 {
		r = 4
	}
	return date(gy, 3, march), r == 0
}

// fromJalali converts a Persian solar date; ok is false where it does not exist.
func fromJalali(y, m, d int) (time.Time, bool) {
	if y < 1 || y > 1600 || m < 1 || m > 12 || d < 1 || d > jalaliMonthDays(y, m) {
		return time.Time{}, false
	}
	start, _ := newYear(y)
	return start.AddDate(0, 0, 31*(m-1)-max(m-7, 0)+d-1), true
}

func jalaliMonthDays(y, m int) int {
	switch {
	case m <= 6:
		return 31
	case m <= 11:
		return 30
	}
	if _, leap := newYear(y); leap {
		return 30
	}
	return 29
}

// toJalali converts a Gregorian date to a Persian year, month and day.
func toJalali(t time.Time) (y, m, d int) {
	t = date(t.Year(), int(t.Month()), t.Day())
	y = t.Year() - 621
	start, _ := newYear(y)
	if t.Before(start) {
		y--
		start, _ = newYear(y)
	}
	n := int(t.Sub(start).Hours() / 24)
	if n < 186 {
		return y, n/31 + 1, n%31 + 1
	}
	n -= 186
	return y, n/30 + 7, n%30 + 1
}

// islamicEpoch is the day before 1 Muharram of year 1 as days before 1970.
const islamicEpoch = 1948440 - 2440588 // Julian day numbers, civil reckoning

// fromHijri converts a lunar Hijri date by the tabular civil calendar (leap
// years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30). The calendar by
// sighting and Umm al-Qura differ from it by a day, seldom two.
func fromHijri(y, m, d int) (time.Time, bool) {
	if y < 1 || y > 1600 || m < 1 || m > 12 || d < 1 || d > hijriMonthDays(y, m) {
		return time.Time{}, false
	}
	days := d + (59*(m-1)+1)/2 + (y-1)*354 + (3+11*y)/30 + islamicEpoch - 1
	return date(1970, 1, 1).AddDate(0, 0, days), true
}

func hijriMonthDays(y, m int) int {
	if m%2 == 1 || m == 12 && (14+11*y)%30 < 11 {
		return 30
	}
	return 29
}

// easter returns Easter Sunday of the western churches (the anonymous
// Gregorian computus, Meeus, Astronomical Algorithms, ch. 8).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month := (h + l - 7*m + 114) / 31
	day := (h+l-7*m+114)%31 + 1
	return date(y, month, day)
}

// onCalendar converts a day of any calendar.
func onCalendar(c calendar, y, m, d int) (time.Time, bool) {
	switch c {
	case jalali:
		return fromJalali(y, m, d)
	case hijri:
		return fromHijri(y, m, d)
	}
	return date(y, m, d), valid(y, m, d)
}

// monthOf returns the first and last day of a month of any calendar.
func monthOf(c calendar, y, m int) (from, to time.Time, ok bool) {
	n := 0
	switch c {
	case jalali:
		n = jalaliMonthDays(y, m)
	case hijri:
		n = hijriMonthDays(y, m)
	default:
		n = monthDays(y, m)
	}
	from, ok = onCalendar(c, y, m, 1)
	return from, from.AddDate(0, 0, n-1), ok
}

// yearOf returns the first and last day of a year of any calendar.
func yearOf(c calendar, y int) (from, to time.Time, ok bool) {
	from, _, ok = monthOf(c, y, 1)
	_, to, _ = monthOf(c, y, 12)
	return from, to, ok
}
