package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
)

// readingModel is the --model flag.
type readingModel struct{ dir string }

func (m *readingModel) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&m.dir, "model", "", `folder of another reading model, or "none": by rules and tables alone, ten times as fast (default $DRAGOMAN_MODEL, else the one inside the program)`)
}

// choose returns the model in force: flag, then environment, then the program's own. Nothing is opened yet.
func (m *readingModel) choose() *app.ReadingModel {
	return app.NewReadingModel(nonEmpty(m.dir, os.Getenv("DRAGOMAN_MODEL")))
}
