package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
)

// rules is the --rules flag.
type rules struct{ dir string }

func (r *rules) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.dir, "rules", "", "folder with words for events of your own, types of your own among them (default $DRAGOMAN_RULES)")
}

// open reads the rules in force: flag, then environment, then none but the program's own.
func (r *rules) open() (*app.Rules, error) {
	return app.OpenRules(nonEmpty(r.dir, os.Getenv("DRAGOMAN_RULES")))
}
