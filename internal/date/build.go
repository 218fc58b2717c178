package date

import (
	"fmt"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// build turns a frame into a date. ok is false where the words name no time
// that exists (31 February) or none that can be told.
func (f *frame) build(span news.Span, ref *news.Interval) (d news.Date, ok bool) {
	f.settle()
	d = news.Date{Span: span, Part: parts[f.part]}
	if iv, absolute, valid := f.absolute(); absolute {
		if !valid {
			return d, false
		}
		d.Interval = &iv
		return d, true
	}
	d.Relation = f.relation()
	if d.Relation == nil {
		return d, false
	}
	if f.lean > 0 && d.Relation.Weekday > 0 && d.Relation.Month == 0 {
		d.Relation.Direction = 1
	}
	if f.until != nil {
		f.until.settle()
		d.Relation.Until = f.until.relation()
		if d.Relation.Until == nil {
			return d, false
		}
	}
	if ref == nil {
		return d, true
	}
	if iv, ok := f.otherCalendar(*ref); ok {
		d.Interval = &iv
		return d, true
	}
	d = resolve(d, *ref, f.lean)
	if d.Interval != nil && f.zone != nil && f.is(hasHour) {
		iv := atClock(dayOf(d.Interval.From), f.clockText(), f.zone)
		d.Interval = &iv
	}
	return d, true
}

// settle derives what the words imply: "late Sunday" is in the evening.
func (f *frame) settle() {
	if f.is(hasEdge) && f.is(hasWeekday|hasRel) && !f.is(hasPart|hasUnit) {
		switch f.edge {
		case -1:
			f.takePart(values["morning"])
		case 1:
			f.takePart(values["evening"])
		}
	}
}

// absolute resolves what needs no publication date.
func (f *frame) absolute() (iv news.Interval, absolute, valid bool) {
	if f.until != nil {
		f.until.settle()
		a, ok, valid := f.alone()
		b, okToo, validToo := f.until.alone()
		if !ok || !okToo {
			return iv, false, false
		}
		return news.Interval{From: a.From, To: b.To, Precision: news.Range}, true, valid && validToo && !b.To.Before(a.From)
	}
	return f.alone()
}

// alone resolves one end.
func (f *frame) alone() (iv news.Interval, absolute, valid bool) {
	switch {
	case f.is(hasDecade):
		return f.ofDecade(), true, true
	case !f.is(hasYear):
		return iv, false, false
	case f.is(hasMonth) && f.is(hasDay):
		t, ok := onCalendar(f.calendar, f.year, f.month, f.day)
		return f.withClock(dayOf(t)), true, ok
	case f.is(hasMonth):
		from, to, ok := monthOf(f.calendar, f.year, f.month)
		return news.Interval{From: from, To: to, Precision: news.Month}, true, ok
	case f.is(hasHoliday):
		t, ok := holidayOf(f.holiday, f.year)
		return f.withClock(dayOf(t)), true, ok
	case f.is(hasSeason):
		return threeMonths(date(f.year, 3*f.season, 1)), true, true
	case f.is(hasQuarter):
		return threeMonths(date(f.year, 3*f.quarter-2, 1)), true, f.quarter >= 1 && f.quarter <= 4
	case f.is(hasHalf):
		first := date(f.year, 6*f.half-5, 1)
		return news.Interval{From: first, To: first.AddDate(0, 6, -1), Precision: news.Range}, true, f.half == 1 || f.half == 2
	}
	from, to, ok := yearOf(f.calendar, f.year)
	return news.Interval{From: from, To: to, Precision: news.Year}, true, ok
}

// ofDecade resolves 80 and 1980; a decade below 100 is of the last century.
func (f *frame) ofDecade() news.Interval {
	y := f.decade
	if y < 100 {
		y += 1900
	}
	if f.calendar == jalali || y >= 1300 && y < 1420 {
		from, _, _ := yearOf(jalali, y)
		_, to, _ := yearOf(jalali, y+9)
		return news.Interval{From: from, To: to, Precision: news.Decade}
	}
	return wholeDecade(y / 10 * 10)
}

// holidayOf puts a holiday of the table into a year.
func holidayOf(h, y int) (time.Time, bool) {
	if h > 2000 {
		return easter(y).AddDate(0, 0, h-2100), true
	}
	return date(y, h/100, h%100), valid(y, h/100, h%100)
}

// withClock refines a day by the part of the day or the hour said.
func (f *frame) withClock(iv news.Interval) news.Interval {
	switch {
	case f.is(hasHour):
		return atClock(iv, f.clockText(), f.zone)
	case f.part > 0:
		iv.Precision = news.PartOfDay
	}
	return iv
}

func (f *frame) clockText() string {
	switch {
	case !f.is(hasHour):
		return ""
	case f.is(hasMinute):
		return fmt.Sprintf("%02d:%02d", f.hour, f.minute)
	}
	return fmt.Sprintf("%02d", f.hour)
}

// relation writes f as what hangs on the publication date, nil if it does not.
func (f *frame) relation() *news.Relation {
	r := &news.Relation{Clock: f.clockText()}
	switch {
	case f.is(hasRel):
		r.Unit, r.Offset, r.Weekday = news.Day, f.rel, f.weekday
	case f.is(hasCount) && f.is(hasUnit) && f.is(hasAgo):
		return f.counted(r)
	case f.is(hasSeason):
		r.Unit, r.Month, r.Direction = news.Season, 3*f.season, f.mod
	case f.is(hasQuarter):
		r.Unit, r.Month, r.Direction = news.Season, 3*f.quarter-2, f.mod
	case f.is(hasHoliday):
		return f.holidayRelation(r)
	case f.is(hasMonth):
		f.monthRelation(r)
	case f.is(hasDay):
		r.DayOfMonth = f.day
		if f.is(hasUnit) {
			r.Unit, r.Offset = news.Month, f.mod
		} else {
			r.Direction = f.mod
		}
	case f.is(hasWeekday):
		r.Weekday = f.weekday
		if f.is(hasUnit) {
			r.Unit, r.Offset = news.Week, f.mod
		} else {
			r.Direction = f.mod
		}
	case f.is(hasUnit) && f.is(hasMod):
		return f.unitRelation(r)
	case f.weekend():
		r.Weekday = 6
		r.Until = &news.Relation{Weekday: 7, Direction: max(f.lean, 0)}
	case f.is(hasHour):
		r.Unit = news.Day
	default:
		return nil
	}
	return r
}

// counted is "three days ago".
func (f *frame) counted(r *news.Relation) *news.Relation {
	n := f.count * f.ago
	switch f.unit {
	case unitHour:
		r.Unit, r.Offset = news.Hour, n
	case unitDay:
		r.Unit, r.Offset = news.Day, n
	case unitWeek, unitWeekend:
		r.Unit, r.Offset = news.Week, n
	case unitMonth:
		r.Unit, r.Offset = news.Month, n
	case unitQuarter:
		r.Unit, r.Offset = news.Season, n
	case unitYear:
		r.Unit, r.Offset = news.Year, n
	case unitDecade:
		r.Unit, r.Offset = news.Year, 10*n
	case unitCentury:
		r.Unit, r.Offset = news.Year, 100*n
	default:
		return nil
	}
	return r
}

// monthRelation is "8 March", "last March", "in March of this year".
func (f *frame) monthRelation(r *news.Relation) {
	r.Month, r.DayOfMonth = f.month, f.day
	if f.calendar != gregorian {
		f.gregorianMonth(r)
	}
	switch {
	case f.is(hasUnit):
		r.Unit, r.Offset = news.Year, f.mod
	case f.is(hasMod) && f.mod == 0:
		r.Unit = news.Year
	default:
		r.Direction = f.mod
	}
	if f.is(hasDay) {
		r.Weekday = f.weekday
	}
}

// gregorianMonth gives the Gregorian month and day on which a Persian date
// falls in a common year; otherCalendar is exact once the year is known. A
// lunar month keeps nothing, for it falls anywhere.
func (f *frame) gregorianMonth(r *news.Relation) {
	if f.calendar != jalali {
		return
	}
	const common = 1402
	if t, ok := fromJalali(common, f.month, max(f.day, 16)); ok {
		r.Month = int(t.Month())
		if f.day > 0 {
			t, _ = fromJalali(common, f.month, f.day)
			r.Month, r.DayOfMonth = int(t.Month()), t.Day()
		}
	}
}

func (f *frame) holidayRelation(r *news.Relation) *news.Relation {
	if f.holiday > 2000 { // Easter moves: only the month is sure enough
		r.Month = 4
	} else {
		r.Month, r.DayOfMonth = f.holiday/100, f.holiday%100
	}
	if f.is(hasUnit) {
		r.Unit, r.Offset = news.Year, f.mod
	} else {
		r.Direction = f.mod
	}
	return r
}

// unitRelation is "last week".
func (f *frame) unitRelation(r *news.Relation) *news.Relation {
	r.Offset = f.mod
	switch f.unit {
	case unitDay:
		r.Unit = news.Day
	case unitWeek:
		r.Unit = news.Week
	case unitWeekend:
		r.Unit, r.Weekday = news.Week, 6
		r.Until = &news.Relation{Unit: news.Week, Weekday: 7, Offset: f.mod}
	case unitMonth:
		r.Unit = news.Month
	case unitQuarter:
		r.Unit = news.Season
	case unitYear:
		r.Unit = news.Year
	case unitDecade:
		r.Unit = news.Decade
	default:
		return nil
	}
	return r
}

// otherCalendar resolves what Relation cannot hold: dates without a year of the
// Persian and the lunar calendar, moving holidays, quarters, halves and
// seasons of a year named by its distance.
func (f *frame) otherCalendar(ref news.Interval) (news.Interval, bool) {
	if f.until != nil || grain[ref.Precision] > grain[news.Month] || ref.From.IsZero() {
		return news.Interval{}, false
	}
	y, m, d := ref.From.Date()
	today := date(y, int(m), d)
	switch {
	case f.is(hasUnit) && f.unit == unitYear && f.is(hasQuarter|hasHalf|hasSeason|hasHoliday):
		g := *f
		g.has = f.has&^(hasUnit|hasMod) | hasYear
		g.year = y + f.mod
		iv, _, ok := g.alone()
		return iv, ok
	case f.is(hasHoliday) && f.holiday > 2000, f.is(hasMonth) && f.calendar != gregorian:
	default:
		return news.Interval{}, false
	}
	var near []news.Interval
	for k := -1; k <= 1; k++ {
		g := *f
		g.has |= hasYear
		g.year = y + k
		switch f.calendar {
		case jalali:
			jy, _, _ := toJalali(today)
			g.year = jy + k
		case hijri:
			g.year = hijriYear(today) + k
		}
		if iv, _, ok := g.alone(); ok {
			near = append(near, iv)
		}
	}
	if len(near) == 0 {
		return news.Interval{}, false
	}
	if f.is(hasWeekday) && f.is(hasDay) { // the weekday tells the year
		for _, iv := range near {
			if isoWeekday(iv.From) == f.weekday {
				return iv, true
			}
		}
	}
	if f.is(hasMod) && f.mod == 0 && len(near) == 3 {
		return near[1], true
	}
	return nearest(near, today, f.mod, f.lean), true
}

// hijriYear is the lunar year that today lies in.
func hijriYear(today time.Time) int {
	y := (today.Year() - 622) * 33 / 32
	for {
		if from, ok := fromHijri(y+1, 1, 1); !ok || from.After(today) {
			return y
		}
		y++
	}
}
