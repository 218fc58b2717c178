package entity

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// hanSmall are letters of Chinese that begin or end no name: of, and, at, to. hanPlaces
// are those that end the name of a kind of place.
const (
	hanSmall  = "的与與和在于於了及"
	hanPlaces = "市省州县縣區区城港湾灣海河山岛島洲镇鎮村路街寺宫宮峡峽谷湖道府国國"
)

// mendHan mends the ends of a Chinese name, which no spaces show. A letter at the end
// that may be a part of the name as well comes off longer ones only.
func (s *scan) mendHan(c *candidate, next int) {
	for c.to-c.from > 1 && strings.Contains(hanSmall, s.tok(c.from)) {
		s.cutTo(c, c.from+1)
	}
	for c.to-c.from > 1 && (s.tok(c.to-1) == "的" || c.to-c.from > 3 && strings.Contains(hanSmall, s.tok(c.to-1))) {
		c.to--
	}
	s.mendHanCountry(c)
	switch c.kind {
	case news.Person:
		for s.dotted(c) && c.to-c.from > 3 && !s.t.han().sounds[s.tok(c.from)] {
			s.cutTo(c, c.from+1)
		}
	case news.Organisation:
		c.to += s.orgWord(c.to, next)
	}
}

// mendHanCountry takes off what follows the name of a country, unless it makes another
// place of it, and the letter that makes a side of it ("中方").
func (s *scan) mendHanCountry(c *candidate) {
	g := s.gaz[c.from]
	if g < 0 || s.marks[g].from != c.from || s.marks[g].to >= c.to || s.marks[g].e.kind != news.Country {
		return
	}
	last := s.tok(c.to - 1)
	if c.kind == news.Place && !strings.Contains(hanPlaces, last) || c.kind == news.Organisation && last == "方" && s.marks[g].to == c.to-1 {
		c.to, c.kind = s.marks[g].to, news.Place
	}
}

// orgWord is how many letters from token i, before token next, are a word that ends the
// names of organisations: "俱乐部".
func (s *scan) orgWord(i, next int) int {
	for n := min(4, next-i); n >= 2; n-- {
		if s.toks[i+n-1].Before == phrase.None && s.lang.is("org", s.text[s.toks[i].Span.Start:s.toks[i+n-1].Span.End]) {
			return n
		}
	}
	return 0
}

// dotted reports whether a middle dot parts the name, as it does foreign ones.
func (s *scan) dotted(c *candidate) bool {
	return slices.ContainsFunc(s.toks[c.from+1:c.to], func(k phrase.Token) bool { return k.Before == phrase.MidDot })
}
