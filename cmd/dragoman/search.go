package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newSearch(c *console) *cobra.Command { return searchCommand(c, nil) }

// searcher is a search as it was asked.
type searcher struct {
	filters
	model         readingModel
	meaning       func() app.Meaning // what understands a query; by default the model that the flag names
	like          string
	newest, words bool
}

func searchCommand(c *console, meaning func() app.Meaning) *cobra.Command {
	s := &searcher{meaning: meaning}
	if meaning == nil {
		s.meaning = func() app.Meaning { return s.model.choose().Meaning() }
	}
	cmd := &cobra.Command{
		Use:   "search [QUERY]",
		Short: "Find reports by words in any script, or by meaning in any language",
		Long: `Find reports by words, in any script. All words must occur; "several words" in quotation marks are a phrase;
a word with a leading minus must not occur. Accents, letter case, Arabic letter variants, vowel marks, the article and
digit scripts make no difference. Which reports are found depends on the words alone; where the reading model is there,
their order regards what the query means, and where few have the words, reports that mean the same follow under a
heading of their own ("found":"meaning" in JSON), in whatever language.

--like TEXT finds by meaning alone: the reports whose title and opening, or one of whose sentences, are nearest to
TEXT, each with the nearest sentence and how near it is (1 is the same). A sentence says more than a word.`,
		Example: `  dragoman search 'coronavirus Bagdad'
  dragoman search '"مجلس الأمن" -سوريا' --lang ar
  dragoman search sécurité --since 2020-03 --until 2020-03 --json
  dragoman search --like 'Iran and Iraq agree on border security' --lang ar
  dragoman search --like - < statement.txt`,
		Args: s.args,
		RunE: func(cmd *cobra.Command, args []string) error {
			filter, err := s.filter()
			if err != nil {
				return err
			}
			text, err := s.text(c)
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			st, err := s.existing(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			if text != "" {
				return s.byMeaning(ctx, c, st, text, filter)
			}
			return s.byWords(ctx, c, st, strings.Join(args, " "), filter)
		},
	}
	s.flags(cmd)
	s.model.flags(cmd)
	cmd.Flags().StringVar(&s.like, "like", "", "find by meaning: what is like this text, in any language (- reads it from standard input)")
	cmd.Flags().BoolVar(&s.newest, "newest", false, "newest first instead of best first")
	cmd.Flags().BoolVar(&s.words, "words", false, "by words alone: meaning orders nothing and adds nothing")
	return cmd
}

// args wants words or --like, not both.
func (s *searcher) args(cmd *cobra.Command, args []string) error {
	like := cmd.Flags().Changed("like")
	var err error
	switch {
	case like && len(args) > 0:
		err = errors.New("words and --like are two ways to search; give one")
	case like && (s.newest || s.words):
		err = errors.New("--like is by meaning, nearest first: --newest and --words are for words")
	case like && strings.TrimSpace(s.like) == "":
		err = errors.New("--like without a text")
	case !like:
		return usageArgs(cobra.MinimumNArgs(1))(cmd, args)
	}
	if err != nil {
		return &usageError{err, cmd.CommandPath() + " --like 'a sentence'"}
	}
	return nil
}

// maxLike is the longest text on standard input, as for reports.
const maxLike = 1 << 20

// text is what --like compares with, "" when it was not given.
func (s *searcher) text(c *console) (string, error) {
	if s.like != "-" {
		return s.like, nil
	}
	data, err := io.ReadAll(io.LimitReader(c.in, maxLike+1))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	text := strings.TrimSpace(strings.ToValidUTF8(string(data), "\uFFFD"))
	switch {
	case len(data) > maxLike:
		return "", wrong("the text on standard input has more than 1 MiB", "dragoman search --like 'a sentence'")
	case text == "":
		return "", wrong("there is no text on standard input", "dragoman search --like 'a sentence'")
	}
	return text, nil
}

// allHits is the limit that --limit 0 stands for.
const allHits = 1 << 30

func limit(n int) int {
	if n == 0 {
		return allHits
	}
	return n
}

func (s *searcher) byWords(ctx context.Context, c *console, st *sqlite.Store, text string, f store.Filter) error {
	q := store.Query{Text: text, Filter: f, Limit: limit(f.Limit), Sort: store.ByRelevance}
	meaning := s.meaning()
	if s.newest {
		q.Sort = store.ByNewest
	}
	if s.words {
		meaning = app.Meaning{}
	}
	a, err := app.Search(ctx, st, q, meaning)
	if err != nil {
		return err
	}
	if err := c.hits(a.Hits, s.json); err != nil {
		return err
	}
	if len(a.Near) > 0 && !s.json {
		c.printf("%s\n", c.style(cyan, "Without the words, but near in meaning:"))
	}
	if err := c.hits(a.Near, s.json); err != nil {
		return err
	}
	if s.json {
		return nil
	}
	if n := len(a.Near); n > 0 {
		c.note("%s, and %d near in meaning", plural(a.Total, "report found", "reports found"), n)
	} else {
		c.note("%s", plural(a.Total, "report found", "reports found"))
	}
	c.leftOut(a.LeftOut)
	return nil
}

func (s *searcher) byMeaning(ctx context.Context, c *console, st *sqlite.Store, text string, f store.Filter) error {
	res, err := app.Like(ctx, st, text, store.LikeQuery{Filter: f, Limit: limit(f.Limit)}, s.meaning())
	if err != nil {
		return err
	}
	if err := c.hits(res.Hits, s.json); err != nil {
		return err
	}
	if !s.json {
		c.note("%s compared", plural(res.Compared, "report", "reports"))
	}
	c.leftOut(res.LeftOut)
	return nil
}

// leftOut says that meaning could not be compared everywhere.
func (c *console) leftOut(n int) {
	if n > 0 {
		c.note("%s not read by this reading model and left out; `dragoman add` the same again gives them their meaning",
			plural(n, "report was", "reports were"))
	}
}

func (c *console) hits(hits []store.Hit, json bool) error {
	for _, h := range hits {
		if !json {
			c.hit(h)
			continue
		}
		if err := export.Line(c.out, export.NewHit(h)); err != nil {
			return err
		}
	}
	return nil
}

func (c *console) hit(h store.Hit) {
	where := []string{h.Report, string(h.Lang), h.Source, h.Day}
	if h.Found == store.ByMeaning {
		where = append(where, fmt.Sprintf("near %.2f", h.Score))
	}
	c.printf("%s  %s\n", c.style(bold, c.foreign(oneLine(h.Title, 80))), c.style(faint, strings.Join(where, "  ")))
	c.printf("  %s\n", c.isolate(c.highlight(h.Snippet, h.Highlight)))
}

// highlight marks the words found; snippets are one line.
func (c *console) highlight(s string, marks []news.Span) string {
	var sb strings.Builder
	at := 0
	for _, m := range marks {
		sb.WriteString(plain(s[at:m.Start]))
		sb.WriteString(c.style(yellow, plain(m.In(s))))
		at = m.End
	}
	sb.WriteString(plain(s[at:]))
	return strings.Join(strings.Fields(sb.String()), " ")
}

// plain is a piece of a snippet on one line.
func plain(s string) string { return flat(strings.ReplaceAll(s, "\n", " ")) }
