package main

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newUsers(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "users",
		Short: "Add and change who may log in to the pages",
		Long: `Add and change who may log in to the pages of "dragoman serve". There are three roles: a reader sees everything, an editor decides and
changes what is followed, an admin may also see users, tokens and metrics. Before the first user is added, whoever sits at the machine
needs no login, and nobody else comes in.`,
		Example: `  dragoman users add ada --role admin
  dragoman users list`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newUserAdd(c), newUserList(c), newUserRole(c), newUserPassword(c), newUserRemove(c))
	return cmd
}

// keeping is a command on the store and its gate.
func keeping(use, short, long, example string, args cobra.PositionalArgs, run func(ctx context.Context, st *sqlite.Store, g *access.Gate, args []string) error) *cobra.Command {
	var db database
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Example: example, Args: usageArgs(args),
		RunE: func(cmd *cobra.Command, args []string) error {
			st, err := db.existing(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			return run(cmd.Context(), st, access.New(st, access.Options{}), args)
		},
	}
	db.flags(cmd)
	return cmd
}

func newUserAdd(c *console) *cobra.Command {
	var (
		db   database
		role string
	)
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a user",
		Long: `Add a user. The password is asked for on a terminal; else it is the first line of standard input. It has at least 12 characters.
Only a hash of it is kept (argon2id).`,
		Example: `  dragoman users add ada --role admin
  dragoman users add omar --role editor < password.txt`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			asked, err := roleOf(role)
			if err != nil {
				return err
			}
			st, err := db.open(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			password, err := c.newPassword()
			if err != nil {
				return err
			}
			u, err := access.New(st, access.Options{}).AddUser(cmd.Context(), args[0], asked, password)
			if err != nil {
				return err
			}
			c.printf("added %s, %s\n", flat(u.Name), u.Role)
			return c.noteAdmins(cmd.Context(), st)
		},
	}
	db.flags(cmd)
	cmd.Flags().StringVar(&role, "role", string(store.RoleReader), "reader, editor or admin")
	return cmd
}

func roleOf(name string) (store.Role, error) {
	role := store.Role(name)
	if role.Rank() == 0 {
		return role, wrong("there is no role "+name, "one of "+join(store.Roles[:]))
	}
	return role, nil
}

// noteAdmins says when nobody may see metrics, users and tokens.
func (c *console) noteAdmins(ctx context.Context, st store.Access) error {
	users, err := st.Users(ctx)
	if err != nil {
		return err
	}
	for _, u := range users {
		if u.Role == store.RoleAdmin {
			return nil
		}
	}
	switch len(users) {
	case 0:
		c.note("there is no user left: whoever sits at the machine needs no login now, and nobody else comes in")
	default:
		c.note("none of the users is an admin; dragoman users role NAME admin")
	}
	return nil
}

func newUserList(c *console) *cobra.Command {
	var asJSON bool
	cmd := keeping("list", "List who may log in", "", `  dragoman users list --json`, cobra.NoArgs, func(ctx context.Context, st *sqlite.Store, _ *access.Gate, _ []string) error {
		users, err := st.Users(ctx)
		if err != nil {
			return err
		}
		for _, u := range users {
			if !asJSON {
				c.printf("%-24s %-8s since %s\n", flat(u.Name), u.Role, stamp(u.Made))
				continue
			}
			b, err := json.Marshal(struct {
				Schema string     `json:"schema"`
				Name   string     `json:"name"`
				Role   store.Role `json:"role"`
				Made   string     `json:"made"`
			}{"dragoman.user/1", u.Name, u.Role, stamp(u.Made)})
			if err != nil {
				return err
			}
			c.printf("%s\n", b)
		}
		if len(users) == 0 && !asJSON {
			c.note("there are no users; dragoman users add NAME --role admin")
		}
		return nil
	})
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

func newUserRole(c *console) *cobra.Command {
	return keeping("role NAME ROLE", "Give a user another role",
		"Give a user another role: reader, editor or admin. Where the user is logged in, they have to log in again.",
		`  dragoman users role omar editor`, cobra.ExactArgs(2), func(ctx context.Context, st *sqlite.Store, g *access.Gate, args []string) error {
			role, err := roleOf(args[1])
			if err != nil {
				return err
			}
			if err := g.SetRole(ctx, args[0], role); err != nil {
				return err
			}
			c.printf("%s is %s\n", flat(access.Name(args[0])), role)
			return c.noteAdmins(ctx, st)
		})
}

func newUserPassword(c *console) *cobra.Command {
	return keeping("passwd NAME", "Give a user another password",
		"Give a user another password, which is read as \"dragoman users add\" does. Where the user is logged in, they have to log in again.",
		`  dragoman users passwd omar`, cobra.ExactArgs(1), func(ctx context.Context, st *sqlite.Store, g *access.Gate, args []string) error {
			if _, err := st.User(ctx, access.Name(args[0])); err != nil {
				return err
			}
			password, err := c.newPassword()
			if err != nil {
				return err
			}
			if err := g.SetPassword(ctx, args[0], password); err != nil {
				return err
			}
			c.printf("%s has another password\n", flat(access.Name(args[0])))
			return nil
		})
}

func newUserRemove(c *console) *cobra.Command {
	return keeping("remove NAME", "Remove a user, with the tokens of that user", "", `  dragoman users remove omar`,
		cobra.ExactArgs(1), func(ctx context.Context, st *sqlite.Store, _ *access.Gate, args []string) error {
			if err := st.RemoveUser(ctx, access.Name(args[0])); err != nil {
				return err
			}
			c.printf("removed %s\n", flat(access.Name(args[0])))
			return c.noteAdmins(ctx, st)
		})
}
