package date

import "time"

// has is the set of fields of a frame that are known.
type has uint32

const (
	hasWeekday has = 1 << iota
	hasDay
	hasMonth
	hasYear
	hasPart
	hasRel
	hasUnit
	hasCount
	hasMod
	hasSeason
	hasQuarter
	hasHalf
	hasDecade
	hasHoliday
	hasHour
	hasMinute
	hasAgo // a direction for the count
	hasEdge
)

// calendar is the one that day, month and year are counted in.
type calendar uint8

const (
	gregorian calendar = iota
	jalali
	hijri
)

// frame is what the words of one expression say, before it is put on the
// calendar. Parts that stand side by side are found apart and joined here, so
// that no language has to list every order.
type frame struct {
	has        has
	calendar   calendar
	weekday    int
	day        int
	month      int
	year       int
	part       int
	rel        int
	unit       int
	count      int
	mod        int
	season     int
	quarter    int
	half       int
	decade     int
	holiday    int
	hour       int
	minute     int
	pm         int // 1 am, 13 pm, 0 not said, applied once in the hour
	ago        int // -1 before, +1 after
	narrative  bool
	lean       int // the tense of the verb beside a date that does not say which way it looks
	edge       int
	zone       *time.Location
	ordinalDay bool // the day had a mark of its own: "21st", "الخامس"
	until      *frame
}

func (f *frame) is(h has) bool { return f.has&h != 0 }

// put sets a field once; a second month is the same month in other words.
func (f *frame) put(h has, field *int, v int) {
	if f.has&h == 0 {
		f.has |= h
		*field = v
	}
}

// take adds what a capture says.
func (f *frame) take(lex *lexicon, c capture) {
	switch c.class {
	case weekday:
		f.put(hasWeekday, &f.weekday, c.value)
		f.takePart(c.aux)
	case month, monthnum:
		f.put(hasMonth, &f.month, c.value)
	case jmonth:
		f.put(hasMonth, &f.month, c.value)
		f.calendar = jalali
	case hmonth:
		f.put(hasMonth, &f.month, c.value)
		f.calendar = hijri
	case part:
		f.takePart(c.value)
	case rel:
		f.put(hasRel, &f.rel, c.value)
		f.takePart(c.aux)
	case unit:
		f.put(hasUnit, &f.unit, c.value)
	case mod:
		f.put(hasMod, &f.mod, c.value)
		f.narrative = f.narrative || c.aux == 1
	case edge:
		f.put(hasEdge, &f.edge, c.value)
	case season:
		f.put(hasSeason, &f.season, c.value)
	case decade:
		f.put(hasDecade, &f.decade, c.value)
	case half:
		f.put(hasHalf, &f.half, c.value)
	case quarter:
		f.put(hasQuarter, &f.quarter, c.value)
	case zone:
		f.zone = fixedZone(c.value)
	case holiday:
		f.put(hasHoliday, &f.holiday, c.value)
	case ago, earlier:
		f.put(hasAgo, &f.ago, -1)
		f.narrative = f.narrative || c.class == earlier
	case hence, later:
		f.put(hasAgo, &f.ago, 1)
		f.narrative = f.narrative || c.class == later
	default:
		f.takeNumber(lex, c)
	}
}

func (f *frame) takeNumber(lex *lexicon, c capture) {
	switch c.class {
	case day:
		f.put(hasDay, &f.day, c.value)
		f.ordinalDay = f.ordinalDay || c.aux == 1
	case year, recent:
		f.put(hasYear, &f.year, c.value)
	case yy:
		f.put(hasYear, &f.year, century(c.value))
	case count, cardinal:
		f.put(hasCount, &f.count, c.value)
	case hour, oclock:
		f.put(hasHour, &f.hour, c.value)
	case minute:
		f.put(hasMinute, &f.minute, c.value)
	case ampm:
		f.pm = c.value + 1
	}
	if f.is(hasYear) && f.calendar == gregorian {
		if lex.jalali && f.year >= 1200 && f.year < 1500 {
			f.calendar = jalali
		}
	}
}

func (f *frame) takePart(p int) {
	if p > 0 {
		f.put(hasPart, &f.part, p)
	}
}

// century widens a year of two digits: 00 to 49 are of this century.
func century(yy int) int {
	if yy < 50 {
		return 2000 + yy
	}
	return 1900 + yy
}

// frameOf gathers the captures of a match; what comes after "to" is the other
// end, and each end lends the other what it leaves out.
func frameOf(lex *lexicon, caps []capture, fix []fixed) frame {
	var f frame
	now := &f
	for _, c := range caps {
		if c.class == to && f.until == nil && f.has != 0 {
			f.until = &frame{}
			now = f.until
			continue
		}
		now.take(lex, c)
	}
	for _, x := range fix {
		if x.class == decade && f.is(hasYear) { // "the 1980s", "les années 80", but "los años 1988 y 1994"
			if f.year%10 != 0 {
				continue
			}
			f.has &^= hasYear
			x.value = f.year
		}
		f.take(lex, capture{class: x.class, value: x.value, aux: x.aux})
	}
	f.clock()
	if f.until != nil {
		f.until.clock()
		share(&f, f.until)
	}
	return f
}

// share completes both ends of a range from one another.
func share(a, b *frame) {
	lend := func(h has, x, y *int) {
		switch {
		case a.has&h != 0 && b.has&h == 0:
			b.has |= h
			*y = *x
		case b.has&h != 0 && a.has&h == 0:
			a.has |= h
			*x = *y
		}
	}
	if a.is(hasDay) || b.is(hasDay) {
		lend(hasMonth, &a.month, &b.month)
	}
	if a.is(hasMonth) || b.is(hasMonth) {
		lend(hasYear, &a.year, &b.year)
	}
	lend(hasMod, &a.mod, &b.mod)
	lend(hasUnit, &a.unit, &b.unit)
	a.calendar = max(a.calendar, b.calendar)
	b.calendar = a.calendar
}

// clock applies am and pm, and the part of the day where neither is written:
// "7 in the evening" is 19:00.
func (f *frame) clock() {
	if !f.is(hasHour) {
		return
	}
	switch {
	case f.pm == 13 && f.hour < 12, f.pm == 0 && f.hour < 12 && f.hour > 0 && f.afternoon():
		f.hour += 12
	case f.pm == 1 && f.hour == 12, f.hour == 24:
		f.hour = 0
	}
	if f.pm > 0 {
		f.pm = applied
	}
}

// applied marks a clock whose am or pm is already in the hour.
const applied = 100

func (f *frame) afternoon() bool {
	if !f.is(hasPart) {
		return false
	}
	return f.part == 3 && f.hour < 8 || f.part == 4 || f.part == 5 && f.hour > 5 || f.part == 2 && f.hour < 4
}

// weekend reports whether f is "the weekend", and nothing says which.
func (f *frame) weekend() bool { return f.has&^hasEdge == hasUnit && f.unit == unitWeekend }

// dayLevel are the fields that name a day.
const dayLevel = hasWeekday | hasDay | hasRel | hasHoliday

// joined merges b into a where the two complete one another, and reports
// whether they do.
func joined(a, b *frame) (frame, bool) {
	if a.until != nil || b.until != nil || a.is(hasCount) || b.is(hasCount) {
		return frame{}, false
	}
	if same := a.has & b.has &^ (hasMod | hasUnit | hasEdge); same != 0 {
		if same == hasMonth|hasDay|hasYear || same == hasMonth|hasDay {
			return twoCalendars(a, b)
		}
		return frame{}, false
	}
	if !complete(a, b) && !complete(b, a) {
		return frame{}, false
	}
	out := *a
	out.merge(b)
	return out, true
}

// twoCalendars takes the Gregorian of two spellings of a date: "15 محرم 1447
// الموافق 10 يوليو 2025".
func twoCalendars(a, b *frame) (frame, bool) {
	switch {
	case a.calendar != gregorian && b.calendar == gregorian:
		return *b, true
	case a.calendar == gregorian && b.calendar != gregorian:
		return *a, true
	}
	return frame{}, false
}

// complete says whether b may complete a.
func complete(a, b *frame) bool {
	clock := b.is(hasHour) && !b.is(dayLevel)
	part := b.has == hasPart
	switch {
	case clock:
		return a.is(dayLevel) && !a.is(hasHour)
	case part:
		return a.is(dayLevel|hasHour) && !a.is(hasPart)
	case b.has&^(hasPart|hasMod) == hasWeekday:
		return a.is(hasRel|hasDay|hasHoliday) && !a.is(hasMod) ||
			a.has&^hasEdge == hasUnit|hasMod && a.unit == unitWeek && !b.is(hasMod)
	case b.has&^hasEdge == hasUnit|hasMod && b.unit == unitYear:
		return !a.is(hasYear|hasMod|hasUnit|hasWeekday) && a.is(hasMonth|hasSeason|hasQuarter|hasHalf|hasHoliday)
	case b.has&^hasEdge == hasUnit|hasMod && b.unit == unitMonth:
		return a.has&^(hasPart|hasHour|hasMinute) == hasDay
	case b.has == hasYear:
		return !a.is(hasYear|hasRel|hasUnit|hasMod) && a.is(hasSeason|hasQuarter|hasHalf|hasHoliday)
	case b.has == hasMod && b.mod != 0:
		return false
	}
	return false
}

// merge adds the fields of b that f lacks.
func (f *frame) merge(b *frame) {
	pairs := []struct {
		h    has
		x, y *int
	}{
		{hasWeekday, &f.weekday, &b.weekday},
		{hasDay, &f.day, &b.day},
		{hasMonth, &f.month, &b.month},
		{hasYear, &f.year, &b.year},
		{hasPart, &f.part, &b.part},
		{hasRel, &f.rel, &b.rel},
		{hasUnit, &f.unit, &b.unit},
		{hasMod, &f.mod, &b.mod},
		{hasSeason, &f.season, &b.season},
		{hasQuarter, &f.quarter, &b.quarter},
		{hasHalf, &f.half, &b.half},
		{hasHoliday, &f.holiday, &b.holiday},
		{hasHour, &f.hour, &b.hour},
		{hasMinute, &f.minute, &b.minute},
	}
	for _, p := range pairs {
		if b.has&p.h != 0 && f.has&p.h == 0 {
			f.has |= p.h
			*p.x = *p.y
		}
	}
	f.calendar = max(f.calendar, b.calendar)
	if f.zone == nil {
		f.zone = b.zone
	}
	f.pm = max(f.pm, b.pm)
	f.clock()
}
