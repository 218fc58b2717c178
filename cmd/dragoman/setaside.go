package main

import (
	"encoding/json"

	"github.com/spf13/cobra"
)

func newSetAside(c *console) *cobra.Command {
	var (
		db     database
		asJSON bool
		limit  int
	)
	cmd := &cobra.Command{
		Use:   "set-aside",
		Short: "List the inputs that could not be read, with the reason",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			st, err := db.existing(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			for p, err := range st.SetAsides(ctx, limit) {
				if err != nil {
					return err
				}
				if asJSON {
					b, err := json.Marshal(map[string]string{
						"schema": "dragoman.set_aside/1", "name": p.Name, "reason": p.Reason, "hint": p.Hint,
					})
					if err != nil {
						return err
					}
					c.printf("%s\n", b)
					continue
				}
				c.printf("%s\n", c.style(bold, flat(p.Name)))
				c.row("because", flat(p.Reason))
				c.row("try", flat(p.Hint))
			}
			return nil
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	cmd.Flags().IntVar(&limit, "limit", 0, "at most so many (0: all)")
	return cmd
}
