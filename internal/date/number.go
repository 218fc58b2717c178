package date

import "strings"

// hanDigits are the digits of Chinese number words, at their value.
const hanDigits = "〇一二三四五六七八九"

// hanNumber appends a number item where a Chinese number word begins: 十二, 二十七,
// 三十, 一百 and, digit by digit, 二〇一八.
func hanNumber(arena []item, s string, tokens []token, i int) []item {
	if hanDigit(tokens[i].In(s)) < 0 && tokens[i].In(s) != "十" {
		return arena
	}
	if i > 0 && !tokens[i].spaced && (hanDigit(tokens[i-1].In(s)) >= 0 || tokens[i-1].In(s) == "十") {
		return arena
	}
	total, last, digits, n := 0, -1, 0, 0
	for ; i+n < len(tokens) && n < 8; n++ {
		t := &tokens[i+n]
		if t.kind != word || n > 0 && t.spaced {
			break
		}
		w := t.In(s)
		if d := hanDigit(w); d >= 0 {
			if last >= 0 {
				total = total*10 + last // digit by digit
			}
			last = d
			digits++
			continue
		}
		step := map[string]int{"十": 10, "百": 100}[w]
		if step == 0 {
			break
		}
		total += max(last, 1) * step
		last = -1
	}
	switch {
	case last < 0:
	case digits == n && n > 1:
		total = total*10 + last
	default:
		total += last
	}
	return append(arena, item{entry: entry{class: cardinal, value: total, aux: digits}, n: n})
}

func hanDigit(w string) int {
	switch w {
	case "零", "○":
		return 0
	case "两", "兩":
		return 2
	}
	at := strings.Index(hanDigits, w)
	if at < 0 || w == "" {
		return -1
	}
	return at / len("一")
}
