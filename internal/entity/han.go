package entity

import (
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// hanNames is what is known of names written in Chinese.
type hanNames struct {
	whole    map[string]bool // foreign names in transcription; true for those seen twice
	sounds   map[string]bool // the letters that such transcriptions use
	surnames map[string]bool
	longest  int // letters of the longest in whole
}

// surnames are the commonest Chinese, Korean and Vietnamese family names.
const surnames = "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹熊金陆陸郝孔白崔康毛邱秦江史顾侯邵孟龙龍万段钱钱汤尹黎易常武乔贺赖龚文朴阮裴申安全元池南柳车洪卓习習耿栗倪温溫郎华華俞严嚴祝岳季伍"

func readHan(fsys fs.FS) *hanNames {
	h := &hanNames{whole: map[string]bool{}, sounds: map[string]bool{}, surnames: map[string]bool{}}
	count := map[rune]int{}
	for n, common := range readNames(fsys, "names_hani.txt", func(w string) string { return w }) {
		h.whole[n] = common
		h.longest = max(h.longest, utf8.RuneCountInString(n))
		for _, r := range n {
			count[r]++
		}
	}
	for r, n := range count {
		if n >= 6 {
			h.sounds[string(r)] = true
		}
	}
	for _, r := range surnames {
		h.surnames[string(r)] = true
	}
	return h
}

// han finds names in Chinese: parts joined by a middle dot, what follows a title,
// known transcriptions, and a surname before a verb of speech.
func (s *scan) han(from, to int) {
	h := s.t.han()
	for i := from; i < to; i++ {
		if i > from && s.toks[i].Before == phrase.MidDot {
			a := s.soundsLeft(i, from)
			b := s.soundsRight(i, to)
			s.add(found{from: a, to: b, start: s.toks[a].Span.Start, kind: news.Person, conf: 0.9})
		}
	}
	for i := from; i < to; i++ {
		if s.taken[i] {
			continue
		}
		if r := s.role[i]; r >= 0 {
			if m := s.roles[r]; m.to == i+1 {
				s.hanAfterTitle(m.to, to)
			}
			continue
		}
		if n := s.hanLeader(i, to); n > 0 {
			s.add(found{from: i, to: i + n, start: s.toks[i].Span.Start, kind: news.Person, conf: 0.9})
			i += n - 1
			continue
		}
		if n := s.hanOrg(i, to); n > 0 {
			s.add(found{from: i, to: i + n, start: s.toks[i].Span.Start, kind: news.Organisation, conf: 0.6})
			continue
		}
		if s.gaz[i] < 0 {
			if n := s.transcription(h, i, to); n >= 3 && h.whole[s.text[s.toks[i].Span.Start:s.toks[i+n-1].Span.End]] {
				s.add(found{from: i, to: i + n, start: s.toks[i].Span.Start, kind: news.Person, conf: 0.6})
				continue
			}
			s.surnameBeforeSpeech(h, i, to)
		}
	}
}

// longestLeader is how many letters of a known person's Chinese name are looked at;
// names of two letters are other words as well.
const longestLeader, shortestLeader = 8, 3

// hanLeader is how many letters from i are the whole name of a known person, 0 if none.
func (s *scan) hanLeader(i, to int) int {
	if !s.free(i) {
		return 0
	}
	known := s.t.leaders().full
	end := i + 1
	for end < to && end-i < longestLeader && s.toks[end].Before == phrase.None && s.free(end) {
		end++
	}
	for ; end-i >= shortestLeader; end-- {
		if len(known[s.text[s.toks[i].Span.Start:s.toks[end-1].Span.End]]) > 0 {
			return end - i
		}
	}
	return 0
}

// hanOrg is how many letters from i are a country or town and a body of its ("中国
// 外交部"), 0 if none. A title that begins with the body's name ("外交部长") is none.
func (s *scan) hanOrg(i, to int) int {
	g := s.gaz[i]
	if g < 0 || s.marks[g].from != i || s.marks[g].e.kind == news.Organisation {
		return 0
	}
	j := s.marks[g].to
	for n := min(5, to-j); n >= 2; n-- {
		if s.role[j] >= 0 || s.toks[j].Before != phrase.None {
			return 0
		}
		if s.lang.is("org", s.text[s.toks[j].Span.Start:s.toks[j+n-1].Span.End]) {
			return j + n - i
		}
	}
	return 0
}

func (s *scan) tok(i int) string { return s.toks[i].Span.In(s.text) }

// free reports whether token i may be a letter of a name that goes on.
func (s *scan) free(i int) bool {
	return !s.taken[i] && s.gaz[i] < 0 && s.role[i] < 0 && !s.toks[i].Digit
}

func (s *scan) soundsLeft(i, from int) int {
	h := s.t.han()
	a := i - 1
	for a > from && i-a < 6 && (s.toks[a].Before == phrase.None || s.toks[a].Before == phrase.MidDot) && s.free(a-1) && h.sounds[s.tok(a-1)] && !s.lang.is("said", s.tok(a-1)) {
		a--
	}
	return a
}

func (s *scan) soundsRight(i, to int) int {
	h := s.t.han()
	b := i + 1
	for b < to && b-i < 16 && (s.toks[b].Before == phrase.None || s.toks[b].Before == phrase.MidDot || s.toks[b].Before == phrase.Hyphen) && (s.gaz[b] < 0 || s.toks[b].Before == phrase.MidDot) &&
		s.role[b] < 0 && h.sounds[s.tok(b)] && !s.speaks(b) {
		b++
	}
	return b
}

// speaks reports whether a verb of speech or a small word begins at token i.
func (s *scan) speaks(i int) bool {
	one := s.tok(i)
	if s.lang.is("said", one) {
		return true
	}
	return i+1 < len(s.toks) && s.toks[i+1].Before == phrase.None && s.lang.is("said", one+" "+s.tok(i+1))
}

// transcription is how many letters from i are a known foreign name, 0 if none.
func (s *scan) transcription(h *hanNames, i, to int) int {
	var sb strings.Builder
	best := 0
	for n := 0; n < h.longest && i+n < to && s.free(i+n); n++ {
		if n > 0 && s.toks[i+n].Before != phrase.None {
			break
		}
		sb.WriteString(s.tok(i + n))
		if _, ok := h.whole[sb.String()]; ok {
			best = n + 1
		}
	}
	return best
}

func (s *scan) hanAfterTitle(j, to int) {
	if j >= to || s.toks[j].Before&^(phrase.None|phrase.Space|phrase.Paren) != 0 || !s.free(j) || s.speaks(j) {
		return
	}
	h := s.t.han()
	conf := 0.8
	n := s.transcription(h, j, to)
	if n < 2 {
		n, conf = s.native(h, j, to), 0.7
	}
	if n < 2 {
		b := j
		for b < to && b-j < 6 && (b == j || s.toks[b].Before == phrase.None) && s.free(b) && h.sounds[s.tok(b)] && !s.speaks(b) {
			b++
		}
		n = b - j
	}
	if n >= 2 {
		s.add(found{from: j, to: j + n, start: s.toks[j].Span.Start, kind: news.Person, conf: conf})
	}
}

// native is how many letters from j are a surname with one or two letters after it.
func (s *scan) native(h *hanNames, j, to int) int {
	if !h.surnames[s.tok(j)] {
		return 0
	}
	n := 1
	for n < 3 && j+n < to && s.toks[j+n].Before == phrase.None && s.free(j+n) && !s.speaks(j+n) {
		n++
	}
	return n
}

// surnameBeforeSpeech takes "文在寅说": at the start of a clause, a surname, one or
// two letters, then a verb of speech.
func (s *scan) surnameBeforeSpeech(h *hanNames, i, to int) {
	if s.toks[i].Before == phrase.None || !h.surnames[s.tok(i)] {
		return
	}
	for n := 2; n <= 3 && i+n < to; n++ {
		if s.toks[i+n-1].Before != phrase.None || !s.free(i+n-1) {
			return
		}
		if w := s.tok(i + n); w == "说" || w == "說" || w == "称" || w == "表" && i+n+1 < to && s.tok(i+n+1) == "示" {
			s.add(found{from: i, to: i + n, start: s.toks[i].Span.Start, kind: news.Person, conf: 0.6})
			return
		}
	}
}
