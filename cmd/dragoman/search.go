package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func newSearch(c *console) *cobra.Command {
	var (
		f      filters
		newest bool
	)
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find reports by words, in any script",
		Long: `Find reports by words, in any script. All words must occur; "several words" in quotation marks are a phrase;
a word with a leading minus must not occur. Accents, letter case, Arabic letter variants, vowel marks, the article and
digit scripts make no difference.`,
		Example: `  dragoman search 'coronavirus Bagdad'
  dragoman search '"مجلس الأمن" -سوريا' --lang ar
  dragoman search sécurité --since 2020-03 --until 2020-03 --json`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			filter, err := f.filter()
			if err != nil {
				return err
			}
			st, err := f.existing(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			q := store.Query{Text: strings.Join(args, " "), Filter: filter, Limit: filter.Limit, Sort: store.ByRelevance}
			if newest {
				q.Sort = store.ByNewest
			}
			res, err := st.Search(ctx, q)
			if err != nil {
				return err
			}
			for _, h := range res.Hits {
				if f.json {
					if err := export.Line(c.out, export.NewHit(h)); err != nil {
						return err
					}
					continue
				}
				c.hit(h)
			}
			if !f.json {
				c.note("%s", plural(res.Total, "report found", "reports found"))
			}
			return nil
		},
	}
	f.flags(cmd)
	cmd.Flags().BoolVar(&newest, "newest", false, "newest first instead of best first")
	return cmd
}

func (c *console) hit(h store.Hit) {
	c.printf("%s  %s\n", c.style(bold, c.foreign(oneLine(h.Title, 80))), c.style(faint, strings.Join([]string{h.Report, string(h.Lang), h.Source, h.Day}, "  ")))
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
