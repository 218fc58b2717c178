package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/filter"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newTokens(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tokens",
		Short: "Make and revoke tokens, with which programs use the HTTP API",
		Long: `Make and revoke tokens, with which programs use the HTTP API of "dragoman serve": Authorization: Bearer TOKEN. A token has one of the
roles that users have.`,
		Example: `  dragoman tokens create nightly --role reader
  dragoman tokens revoke 1a2b3c4d`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newTokenCreate(c), newTokenList(c), newTokenRevoke(c))
	return cmd
}

func newTokenCreate(c *console) *cobra.Command {
	var (
		t             store.Token
		role, expires string
	)
	cmd := keeping("create NAME", "Make a token, and print it",
		`Make a token, and print it on standard output: it is shown this once, and only a hash of it is kept. NAME says what it is for.`,
		`  dragoman tokens create nightly --role reader --expires 90d
  dragoman tokens create import --role editor --user omar > token.txt`, cobra.ExactArgs(1),
		func(ctx context.Context, _ *sqlite.Store, g *access.Gate, args []string) (err error) {
			t.Name = args[0]
			if t.Role, err = roleOf(role); err != nil {
				return err
			}
			if t.Expires, err = expiry(expires, time.Now()); err != nil {
				return err
			}
			secret, made, err := g.NewToken(ctx, t)
			if err != nil {
				return err
			}
			c.note("this is token %s, %s, %s; it is not shown again", made.ID, made.Role, until(made.Expires))
			c.printf("%s\n", secret)
			return nil
		})
	cmd.Flags().StringVar(&role, "role", string(store.RoleReader), "reader, editor or admin")
	cmd.Flags().StringVar(&t.User, "user", "", "whose token it is: it goes with the user, and may do no more than they")
	cmd.Flags().StringVar(&expires, "expires", "1y", "after 90d, 12w, 6m or 1y, on a day such as 2027-03-01, or never")
	return cmd
}

// expiry is when a token made now ends: after a time, with a day, or never.
func expiry(s string, now time.Time) (time.Time, error) {
	if s == "never" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	if t, ok := filter.Ago(now, s); ok {
		return now.Add(now.Sub(t)), nil
	}
	return time.Time{}, wrong("--expires "+s+" is no time", "--expires 90d, or 2027-03-01, or never")
}

func until(t time.Time) string {
	if t.IsZero() {
		return "without end"
	}
	return "until " + stamp(t)
}

func newTokenList(c *console) *cobra.Command {
	var asJSON bool
	cmd := keeping("list", "List the tokens, and when each was used", "", `  dragoman tokens list --json`, cobra.NoArgs,
		func(ctx context.Context, st *sqlite.Store, _ *access.Gate, _ []string) error {
			tokens, err := st.Tokens(ctx)
			if err != nil {
				return err
			}
			for _, t := range tokens {
				if err := c.token(t, asJSON); err != nil {
					return err
				}
			}
			if len(tokens) == 0 && !asJSON {
				c.note("there are no tokens; dragoman tokens create NAME")
			}
			return nil
		})
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

func (c *console) token(t store.Token, asJSON bool) error {
	if asJSON {
		b, err := json.Marshal(struct {
			Schema  string     `json:"schema"`
			ID      string     `json:"id"`
			Name    string     `json:"name"`
			User    string     `json:"user"`
			Role    store.Role `json:"role"`
			Made    string     `json:"made"`
			Expires string     `json:"expires"`
			Used    string     `json:"used"`
		}{"dragoman.token/1", t.ID, t.Name, t.User, t.Role, stamp(t.Made), stamp(t.Expires), stamp(t.Used)})
		if err == nil {
			c.printf("%s\n", b)
		}
		return err
	}
	state := until(t.Expires)
	if !t.Expires.IsZero() && !time.Now().Before(t.Expires) {
		state = "expired " + stamp(t.Expires)
	}
	owner := ""
	if t.User != "" {
		owner = " of " + flat(t.User)
	}
	c.printf("%s  %s%s, %s, %s, used %s\n", t.ID, c.style(bold, flat(t.Name)), owner, t.Role, state, nonEmpty(stamp(t.Used), "never"))
	return nil
}

func newTokenRevoke(c *console) *cobra.Command {
	return keeping("revoke ID", "Revoke a token: from then on it lets nobody in", "", `  dragoman tokens revoke 1a2b3c4d`, cobra.ExactArgs(1),
		func(ctx context.Context, st *sqlite.Store, _ *access.Gate, args []string) error {
			if err := st.RemoveToken(ctx, args[0]); err != nil {
				return err
			}
			c.printf("revoked %s\n", flat(args[0]))
			return nil
		})
}
