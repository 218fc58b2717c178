package date

import (
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// maxYear bounds the years read, so that a stray 9999 dates nothing. There is
// no clock here: the bound is fixed.
const maxYear = 2100

// minYear is the first year that a publication date may bear.
const minYear = 1800

// parts names the parts of the day by their number in rows.
var parts = [...]string{"", "morning", "noon", "afternoon", "evening", "night"}

// Resolve puts a date that hangs on the day of publication onto the calendar,
// now that ref, the publication date, is known. A date that has an interval
// already comes back as it is, and so does one for which ref is too coarse: a
// weekday needs a day, "last month" needs a month.
//
// A bare weekday is the last such day on or before publication; with a
// Direction it is the next one strictly before or after it. A month and day
// without a year fall in the year that puts them nearest to publication, where
// the future has to be twice as near as the past to win.
func Resolve(d news.Date, ref news.Interval) news.Date {
	if d.Interval != nil || d.Relation == nil {
		return d
	}
	return resolve(d, ref, 0)
}

// resolve is Resolve where a verb says which way the date looks: with lean -1 a
// date without a year is rather past, and with +1 a weekday may be today.
func resolve(d news.Date, ref news.Interval, lean int) news.Date {
	iv, ok := onRelation(d.Relation, ref, lean)
	if !ok {
		return d
	}
	if d.Part != "" && iv.Precision == news.Day {
		iv.Precision = news.PartOfDay
	}
	d.Interval = &iv
	return d
}

// grain orders precisions: how coarse a reference may be.
var grain = map[news.Precision]int{
	news.Second: 0, news.Minute: 0, news.Hour: 0, news.PartOfDay: 1, news.Day: 1, news.Week: 2,
	news.Month: 3, news.Season: 4, news.Year: 5, news.Decade: 6, news.Range: 6,
}

func onRelation(r *news.Relation, ref news.Interval, lean int) (news.Interval, bool) {
	fine, known := grain[ref.Precision]
	if !known || ref.From.IsZero() {
		return news.Interval{}, false
	}
	if ref.Precision == news.Range && sameDay(ref.From, ref.To) {
		fine = 1
	}
	y, m, d := ref.From.Date()
	today := date(y, int(m), d)
	iv, need := fromRelation(r, today, ref, lean)
	if fine > need || need < 0 {
		return news.Interval{}, false
	}
	if r.Until != nil {
		end, ok := onRelation(r.Until, ref, lean)
		if !ok {
			return news.Interval{}, false
		}
		if end.To.Before(iv.From) && r.Until.Month > 0 { // over New Year
			end.To = end.To.AddDate(1, 0, 0)
		}
		if end.To.Before(iv.From) && r.Until.Weekday > 0 { // the weekend that has begun
			end.To = end.To.AddDate(0, 0, 7)
		}
		if end.To.Before(iv.From) {
			return news.Interval{}, false
		}
		iv = news.Interval{From: iv.From, To: end.To, Precision: news.Range}
	}
	if r.Clock != "" {
		iv = atClock(iv, r.Clock, nil)
	}
	return iv, true
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// fromRelation resolves r against today and says how fine today has to be
// known (see grain), -1 when r says nothing.
func fromRelation(r *news.Relation, today time.Time, ref news.Interval, lean int) (iv news.Interval, need int) {
	switch {
	case r.Month > 0 && r.DayOfMonth > 0:
		return monthDay(r, today, lean), grain[news.Month]
	case r.Unit == news.Season:
		return seasonOf(r, today), grain[news.Month]
	case r.Month > 0:
		return monthAlone(r, today, lean), grain[news.Month]
	case r.DayOfMonth > 0:
		return dayOfMonth(r, today, lean)
	case r.Weekday > 0 && r.Unit == news.Day:
		return dayOf(closest(today.AddDate(0, 0, r.Offset), r.Weekday)), grain[news.Day]
	case r.Weekday > 0 && r.Unit == news.Week:
		monday := today.AddDate(0, 0, 1-isoWeekday(today)+7*r.Offset)
		return dayOf(monday.AddDate(0, 0, r.Weekday-1)), grain[news.Day]
	case r.Weekday > 0:
		if lean > 0 && isoWeekday(today) == r.Weekday {
			return dayOf(today), grain[news.Day]
		}
		return dayOf(weekdayNear(today, r.Weekday, r.Direction)), grain[news.Day]
	}
	return offset(r, today, ref)
}

// offset resolves a number of units before or after publication.
func offset(r *news.Relation, today time.Time, ref news.Interval) (iv news.Interval, need int) {
	switch r.Unit {
	case news.Hour:
		t := ref.From.Add(time.Duration(r.Offset) * time.Hour)
		return news.Interval{From: t, To: t, Precision: news.Hour, Floating: ref.Floating}, grain[news.Hour]
	case news.Day:
		return dayOf(today.AddDate(0, 0, r.Offset)), grain[news.Day]
	case news.Week:
		monday := today.AddDate(0, 0, 1-isoWeekday(today)+7*r.Offset)
		return news.Interval{From: monday, To: monday.AddDate(0, 0, 6), Precision: news.Week}, grain[news.Day]
	case news.Month:
		first := date(today.Year(), int(today.Month())+r.Offset, 1)
		return wholeMonth(first.Year(), int(first.Month())), grain[news.Month]
	case news.Year:
		return wholeYear(today.Year() + r.Offset), grain[news.Year]
	case news.Decade:
		return wholeDecade((today.Year()/10 + r.Offset) * 10), grain[news.Year]
	}
	return news.Interval{}, -1
}

func isoWeekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// weekdayNear is the weekday on or before today, or strictly before or after it.
func weekdayNear(today time.Time, wd, direction int) time.Time {
	back := (isoWeekday(today) - wd + 7) % 7
	switch {
	case direction > 0:
		return today.AddDate(0, 0, 7-back)
	case direction < 0 && back == 0:
		back = 7
	}
	return today.AddDate(0, 0, -back)
}

// closest is the weekday wd within two days of t, else t. "The day before
// yesterday, Saturday" may be read a day late; the weekday is then right.
func closest(t time.Time, wd int) time.Time {
	for _, k := range [...]int{0, -1, 1, -2, 2} {
		if n := t.AddDate(0, 0, k); isoWeekday(n) == wd {
			return n
		}
	}
	return t
}

// monthDay resolves "8 March".
func monthDay(r *news.Relation, today time.Time, lean int) news.Interval {
	if r.Unit == news.Year {
		y := today.Year() + r.Offset
		return dayOf(date(y, r.Month, min(r.DayOfMonth, monthDays(y, r.Month))))
	}
	var near []news.Interval
	for y := today.Year() - 1; y <= today.Year()+1; y++ {
		if valid(y, r.Month, r.DayOfMonth) && (r.Weekday == 0 || isoWeekday(date(y, r.Month, r.DayOfMonth)) == r.Weekday) {
			near = append(near, dayOf(date(y, r.Month, r.DayOfMonth)))
		}
	}
	if len(near) == 0 { // a weekday that no year bears out, or 29 February
		for y := today.Year() - 1; y <= today.Year()+1; y++ {
			near = append(near, dayOf(date(y, r.Month, min(r.DayOfMonth, monthDays(y, r.Month)))))
		}
	}
	return nearest(near, today, r.Direction, lean)
}

// monthAlone resolves "March".
func monthAlone(r *news.Relation, today time.Time, lean int) news.Interval {
	if r.Unit == news.Year {
		return wholeMonth(today.Year()+r.Offset, r.Month)
	}
	var near []news.Interval
	for y := today.Year() - 1; y <= today.Year()+1; y++ {
		near = append(near, wholeMonth(y, r.Month))
	}
	return nearest(near, today, r.Direction, lean)
}

// dayOfMonth resolves "the 12th of this month" and Chinese "7日".
func dayOfMonth(r *news.Relation, today time.Time, lean int) (news.Interval, int) {
	if r.Unit == news.Month {
		first := date(today.Year(), int(today.Month())+r.Offset, 1)
		return dayOf(first.AddDate(0, 0, min(r.DayOfMonth, monthDays(first.Year(), int(first.Month())))-1)), grain[news.Month]
	}
	var near []news.Interval
	for k := -2; k <= 2; k++ {
		first := date(today.Year(), int(today.Month())+k, 1)
		if valid(first.Year(), int(first.Month()), r.DayOfMonth) {
			near = append(near, dayOf(first.AddDate(0, 0, r.DayOfMonth-1)))
		}
	}
	if lean <= 0 {
		lean = -1
	}
	return nearest(near, today, r.Direction, lean), grain[news.Day]
}

// seasonOf resolves "last summer" (Month is the first of the season) and
// "this quarter" (no Month).
func seasonOf(r *news.Relation, today time.Time) news.Interval {
	if r.Month == 0 {
		q := date(today.Year(), (int(today.Month())-1)/3*3+1+3*r.Offset, 1)
		return threeMonths(q)
	}
	var near []news.Interval
	for y := today.Year() - 2; y <= today.Year()+1; y++ {
		near = append(near, threeMonths(date(y, r.Month, 1)))
	}
	if r.Direction < 0 { // "last summer" is over
		for i := len(near) - 1; i >= 0; i-- {
			if near[i].To.Before(today) {
				return near[i]
			}
		}
	}
	return nearest(near, today, r.Direction, 0)
}

// nearest chooses among intervals in order of time. The future has to be twice
// as near as the past, six times where a verb in the past stands beside it; the
// past three times where it is a verb in the future.
func nearest(near []news.Interval, today time.Time, direction, lean int) news.Interval {
	past, future := -1, -1
	for i, iv := range near {
		if !iv.From.After(today) {
			past = i
		} else if future < 0 {
			future = i
		}
	}
	switch {
	case past >= 0 && !near[past].To.Before(today): // now
		return near[past]
	case future < 0, direction < 0 && past >= 0:
		return near[past]
	case past < 0, direction > 0:
		return near[future]
	}
	before := today.Sub(near[past].To)
	after := near[future].From.Sub(today)
	switch {
	case lean > 0:
		after /= 3
	case lean < 0:
		after *= 6
	default:
		after *= 2
	}
	if after < before {
		return near[future]
	}
	return near[past]
}

func dayOf(t time.Time) news.Interval {
	return news.Interval{From: t, To: t, Precision: news.Day}
}

func wholeMonth(y, m int) news.Interval {
	return news.Interval{From: date(y, m, 1), To: date(y, m, monthDays(y, m)), Precision: news.Month}
}

func wholeYear(y int) news.Interval {
	return news.Interval{From: date(y, 1, 1), To: date(y, 12, 31), Precision: news.Year}
}

func wholeDecade(y int) news.Interval {
	return news.Interval{From: date(y, 1, 1), To: date(y+9, 12, 31), Precision: news.Decade}
}

func threeMonths(first time.Time) news.Interval {
	return news.Interval{From: first, To: first.AddDate(0, 3, -1), Precision: news.Season}
}

// atClock sets the time of the day, "22:30" or "18", in zone, or floating.
func atClock(iv news.Interval, clock string, zone *time.Location) news.Interval {
	if iv.Precision != news.Day && iv.Precision != news.PartOfDay {
		return iv
	}
	h, m, minutes := strings.Cut(clock, ":")
	hh, _ := strconv.Atoi(h)
	mm, _ := strconv.Atoi(m)
	iv.Floating = zone == nil
	if zone == nil {
		zone = time.UTC
	}
	y, mo, d := iv.From.Date()
	iv.From = time.Date(y, mo, d, hh, mm, 0, 0, zone)
	iv.To = iv.From
	iv.Precision = news.Hour
	if minutes {
		iv.Precision = news.Minute
	}
	return iv
}
