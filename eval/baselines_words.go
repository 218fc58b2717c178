package main

import (
	"maps"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// term is a word of a text, by its place among all words, with its weight.
type term struct {
	word   int
	weight float64
}

// wordVectors weighs the words of texts by TF-IDF: 1 + ln(count), times the rarity among these very
// texts, at length 1. A word is what is written, folded: two languages have only figures in common, and
// names and loan words of one script.
func wordVectors(docs []storyDoc) [][]term {
	counted := make([]map[string]int, len(docs))
	in := map[string]int{}
	for i, d := range docs {
		counted[i] = wordCounts(d.doc.Title + "\n" + d.doc.Text)
		for w := range counted[i] {
			in[w]++
		}
	}
	place := map[string]int{}
	for i, w := range slices.Sorted(maps.Keys(in)) {
		place[w] = i
	}
	vectors := make([][]term, len(docs))
	for i, counts := range counted {
		square := 0.0
		for _, w := range slices.Sorted(maps.Keys(counts)) {
			x := (1 + math.Log(float64(counts[w]))) * (1 + math.Log(float64(len(docs)+1)/float64(in[w]+1)))
			vectors[i] = append(vectors[i], term{place[w], x})
			square += x * x
		}
		for k := range vectors[i] {
			vectors[i][k].weight /= math.Sqrt(square)
		}
	}
	return vectors
}

// wordCounts counts the words of a text. Chinese, which puts no spaces between words, gives each two
// neighbouring characters.
func wordCounts(s string) map[string]int {
	counts := map[string]int{}
	last, end := "", -1
	for _, w := range text.Words(s) {
		word := text.Fold(w.In(s))
		r, size := utf8.DecodeRuneInString(word)
		if size != len(word) || !unicode.Is(unicode.Han, r) {
			counts[word]++
			end = -1
			continue
		}
		if w.Start == end {
			counts[last+word]++
		}
		last, end = word, w.End
	}
	return counts
}

// dot is the sum of the products of the words that two texts have in common.
func dot(a, b []term) float64 {
	sum := 0.0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].word < b[0].word:
			a = a[1:]
		case a[0].word > b[0].word:
			b = b[1:]
		default:
			sum += a[0].weight * b[0].weight
			a, b = a[1:], b[1:]
		}
	}
	return sum
}

// wordLikeness compares every two reports of a set by words.
func wordLikeness(docs []storyDoc) likeness {
	vectors := wordVectors(docs)
	return likenessOf(len(docs), func(i, j int) float64 { return dot(vectors[i], vectors[j]) })
}

// pairLikeness compares the two texts of each pair.
func pairLikeness(pairs []alikePair) []float64 {
	docs := make([]storyDoc, 0, 2*len(pairs))
	for _, p := range pairs {
		docs = append(docs, justText(p.a), justText(p.b))
	}
	vectors := wordVectors(docs)
	out := make([]float64, len(pairs))
	for i := range pairs {
		out[i] = dot(vectors[2*i], vectors[2*i+1])
	}
	return out
}
