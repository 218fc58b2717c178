package date

import (
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// numericDate takes 2020-07-22, 2020/07, 20200722, 22.07.2020 and the like.
func (b *bag) numericDate(i int) int {
	if b.hasNumeric || b.is(hasYear) && b.is(hasMonth) {
		return 0
	}
	t := &b.tokens[i]
	if t.digits == 8 && t.value > 0 && b.date(t.value/10000, t.value/100%100, t.value%100) {
		b.note(i, 1)
		return 1
	}
	if t.digits == 14 { // 20200722002000
		return b.compact(i)
	}
	sep := b.markAt(i + 1)
	if sep != '-' && sep != '/' && sep != '.' {
		return 0
	}
	m := b.numberAt(i + 2)
	if m == nil {
		return 0
	}
	var d *token
	if b.markAt(i+3) == sep {
		d = b.numberAt(i + 4)
	}
	switch {
	case t.digits == 4 && d != nil && d.digits <= 2 && m.digits <= 2 && b.date(t.value, m.value, d.value):
		b.note(i, 5)
		return 5
	case t.digits == 4 && d == nil && m.digits == 2 && m.value >= 1 && m.value <= 12 && sep != '.':
		b.setYear(t.value)
		b.put(hasMonth, &b.month, m.value)
		b.hasNumeric = true
		b.note(i, 3)
		return 3
	case d != nil && t.digits <= 2 && m.digits <= 2 && (d.digits == 4 || d.digits == 2) && b.dayFirst(t.value, m.value, d, sep):
		b.note(i, 5)
		return 5
	case d != nil && max(t.digits, d.digits) == 4 && m.digits <= 2 && !b.is(hasYear):
		b.impossible = true
	}
	return 0
}

// compact takes 20200722002000.
func (b *bag) compact(i int) int {
	s := b.tokens[i].In(b.src)
	if len(s) != 14 {
		return 0
	}
	t, err := time.Parse("20060102150405", s)
	if err != nil || !b.date(t.Year(), int(t.Month()), t.Day()) {
		return 0
	}
	b.put(hasHour, &b.hour, t.Hour())
	b.put(hasMinute, &b.minute, t.Minute())
	b.second, b.hasSecond = t.Second(), true
	b.note(i, 1)
	return 1
}

// date sets all three when they name a day.
func (b *bag) date(y, m, d int) bool {
	c := b.calendarOf(y)
	if _, ok := onCalendar(c, y, m, d); !ok || y < 1300 || y > maxYear {
		return false
	}
	b.calendar = c
	b.put(hasYear, &b.year, y)
	b.put(hasMonth, &b.month, m)
	b.put(hasDay, &b.day, d)
	b.hasNumeric = true
	return true
}

// dayFirst decides which of two numbers is the day.
func (b *bag) dayFirst(x, y int, year *token, sep byte) bool {
	yr := year.value
	if year.digits == 2 {
		yr = century(yr)
	}
	monthFirst := b.hint == "en" && sep != '.'
	switch {
	case x > 12:
		monthFirst = false
	case y > 12:
		monthFirst = true
	case x != y && sep == '/' && (b.hint == "" || b.hint == news.Undetermined):
		b.ambiguous = latin(b.lex.lang)
	}
	if monthFirst {
		x, y = y, x
	}
	return b.date(yr, y, x)
}

// latin reports whether a language may be taken for another by its script.
func latin(lang news.Lang) bool {
	switch lang {
	case "ar", "fa", "ru", "zh":
		return false
	}
	return true
}

func (b *bag) markAt(i int) byte {
	if i >= len(b.tokens) || b.tokens[i].kind != punct {
		return 0
	}
	return b.tokens[i].mark
}

func (b *bag) numberAt(i int) *token {
	if i >= len(b.tokens) || b.tokens[i].kind != number {
		return nil
	}
	return &b.tokens[i]
}

// clockAt takes 14:05, 14:05:20.123, 14h05, 14.05 Uhr, 2 pm.
func (b *bag) clockAt(i int) int {
	t := &b.tokens[i]
	if t.digits == 6 && b.complete() && !t.spaced && b.wordIs(i-1, "t") && !b.is(hasHour) {
		return b.compactClock(i)
	}
	if b.is(hasHour) || t.digits > 2 || t.value > 24 {
		return 0
	}
	n := 1
	sep := b.markAt(i + 1)
	m := b.numberAt(i + 2)
	word := b.wordIs(i+1, "h", "uhr", "heures", "時", "时", "點", "点", "ч", "год")
	switch {
	case (sep == ':' || sep == '.' && b.complete()) && m != nil && m.digits == 2 && m.value < 60 && !m.spaced,
		word && m != nil && m.digits == 2 && m.value < 60 && !m.spaced:
		b.put(hasMinute, &b.minute, m.value)
		n = 3
	case word && b.is(hasMonth):
		n = 2
	default:
		if !b.ampmAt(i + 1) {
			return 0
		}
	}
	b.put(hasHour, &b.hour, t.value)
	if s := b.numberAt(i + n + 1); n == 3 && b.markAt(i+n) == ':' && s != nil && s.digits == 2 && s.value < 60 {
		b.second, b.hasSecond = s.value, true
		n += 2
		if f := b.numberAt(i + n + 1); f != nil && (b.markAt(i+n) == '.' || b.markAt(i+n) == ',') && !f.spaced {
			n += 2 // a fraction of a second
		}
	}
	if b.ampmAt(i + n) {
		n += b.ampmTokens(i + n)
	}
	b.note(i, n)
	return n
}

// compactClock takes the 002000 of 20200722T002000.
func (b *bag) compactClock(i int) int {
	v := b.tokens[i].value
	if v/10000 > 23 || v/100%100 > 59 || v%100 > 59 {
		return 0
	}
	b.put(hasHour, &b.hour, v/10000)
	b.put(hasMinute, &b.minute, v/100%100)
	b.second, b.hasSecond = v%100, true
	b.note(i, 1)
	return 1
}

func (b *bag) wordIs(i int, words ...string) bool {
	if i < 0 || i >= len(b.tokens) {
		return false
	}
	w := string(fold(nil, b.tokens[i].In(b.src)))
	for _, x := range words {
		if w == x {
			return true
		}
	}
	return false
}

// ampmAt reads am or pm at token i into the frame.
func (b *bag) ampmAt(i int) bool {
	if i >= len(b.tokens) {
		return false
	}
	for _, it := range b.tokens[i].lex {
		if it.class == ampm {
			b.pm = it.value + 1
			return true
		}
	}
	if b.wordIs(i, "am", "pm") {
		b.pm = 1
		if b.wordIs(i, "pm") {
			b.pm = 13
		}
		return true
	}
	return false
}

func (b *bag) ampmTokens(i int) int {
	n := 1
	for _, it := range b.tokens[i].lex {
		if it.class == ampm {
			n = max(n, it.n)
		}
	}
	return n
}

// plainNumber takes a day or a year.
func (b *bag) plainNumber(i int) int {
	t := &b.tokens[i]
	if i > 0 && !t.spaced && b.tokens[i-1].kind == word && b.tokens[i-1].End-b.tokens[i-1].Start > 1 && !han([]rune(b.tokens[i-1].In(b.src))[0]) && b.lex.lang != "ar" {
		return 0
	}
	switch {
	case b.hanUnit(i):
		b.note(i, 2)
		return 2
	case t.digits == 4 && !b.is(hasYear) && t.value >= 1300 && t.value <= maxYear:
		b.setYear(t.value)
	case t.digits <= 2 && t.value >= 1 && t.value <= 31 && !b.is(hasDay):
		b.put(hasDay, &b.day, t.value)
	case t.digits == 2 && !b.is(hasYear) && b.is(hasDay) && b.is(hasMonth):
		b.setYear(century(t.value))
	default:
		return 0
	}
	n := 1
	if i+1 < len(b.tokens) && !b.tokens[i+1].spaced {
		for _, it := range b.tokens[i+1].lex {
			if it.class == ordmark {
				n = 1 + it.n
			}
		}
	}
	b.note(i, n)
	return n
}

// hanUnit takes 2020年, 7月 and 22日, of Chinese and Japanese.
func (b *bag) hanUnit(i int) bool {
	v := b.tokens[i].value
	switch {
	case b.wordIs(i+1, "年") && b.tokens[i].digits == 4:
		b.setYear(v)
	case b.wordIs(i+1, "月") && v >= 1 && v <= 12:
		b.put(hasMonth, &b.month, v)
	case b.wordIs(i+1, "日", "号", "號") && v >= 1 && v <= 31:
		b.put(hasDay, &b.day, v)
	default:
		return false
	}
	return true
}

func (b *bag) setYear(y int) {
	b.put(hasYear, &b.year, y)
	if b.calendar == gregorian {
		b.calendar = b.calendarOf(y)
	}
}

// calendarOf tells the calendar of a year by its size: 1300 to 1420 is Persian
// (1921 to 2041), 1421 to 1500 lunar (2000 to 2077).
func (b *bag) calendarOf(y int) calendar {
	switch {
	case y >= 1300 && y <= 1420 && (b.lex.lang != "ar" || b.calendar == jalali):
		return jalali
	case y >= 1421 && y <= 1500 && b.lex.jalali && b.calendar == jalali:
		return jalali
	case y >= 1300 && y <= 1500:
		return hijri
	}
	return b.calendar
}

// wordAt takes a month or weekday name, am or pm, and joining words.
func (b *bag) wordAt(i int) int {
	var best item
	for _, it := range b.tokens[i].lex {
		switch it.class {
		case month, jmonth, hmonth:
			if b.is(hasMonth) && !b.is(hasWeekday) && b.months != nil && it.class == month {
				// "mar. 22 juil.": the first was the weekday
				if b.rereadWeekday() {
					b.has &^= hasMonth
				}
			}
			if !b.is(hasMonth) && it.n >= best.n {
				best = it
			}
		case weekday:
			if best.n == 0 && !b.is(hasWeekday) {
				best = it
			}
		case ampm:
			if b.is(hasHour) && b.pm == 0 && best.n == 0 {
				best = it
			}
		}
	}
	if best.n == 0 {
		return 0
	}
	switch best.class {
	case month, jmonth, hmonth:
		b.months = append(b.months, b.tokens[i].lex...)
	case ampm:
		b.pm = best.value + 1
		b.note(i, best.n)
		return best.n
	}
	b.take(b.lex, capture{class: best.class, value: best.value})
	b.note(i, best.n)
	return best.n
}

// rereadWeekday reports whether the word taken for a month may be a weekday.
func (b *bag) rereadWeekday() bool {
	for _, it := range b.months {
		if it.class == weekday {
			b.put(hasWeekday, &b.weekday, it.value)
			return true
		}
	}
	return false
}
