package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// explanation prints the events that were looked at in a report, sentence by sentence.
func (c *console) explanation(doc *news.Document, list []news.Considered) error {
	title := doc.Title
	if title == "" {
		title = oneLine(doc.Text, 80)
	}
	c.printf("%s\n", c.style(bold, c.foreign(title)))
	last := -1
	for _, x := range list {
		if x.Sentence != last {
			last = x.Sentence
			c.printf("  %s\n", c.foreign("“"+oneLine(doc.Sentences[x.Sentence].In(doc.Text), 150)+"”"))
		}
		verdict := c.style(cyan, "told")
		if x.Against != "" {
			verdict = c.style(faint, "not told: "+x.Against)
		}
		words := "the sentence as a whole"
		if !x.Words.Empty() {
			words = c.foreign("“" + oneLine(x.Words.In(doc.Text), 60) + "”")
		}
		c.row(string(x.Type), fmt.Sprintf("%.2f", x.P), verdict, words, c.style(faint, signs(x.Signs)))
	}
	if len(list) == 0 {
		c.printf("  nothing speaks for an event\n")
	}
	c.printf("\n")
	return nil
}

// signs lists what spoke for and against an event, but what all have.
func signs(of map[string]float64) string {
	var out []string
	for name, v := range of {
		if v != 0 && name != "bias" && !strings.HasPrefix(name, "type ") {
			out = append(out, fmt.Sprintf("%s %.2g", name, v))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
