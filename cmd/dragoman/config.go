package main

import (
	"encoding/json"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
)

// setting is one value in force and where it came from.
type setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"` // "default", "environment"
	What  string `json:"what"`
}

// settings lists what the environment decides. Flags are a command's own.
func settings() []setting {
	out := []setting{
		{"DRAGOMAN_DB", "dragoman.db", "default", "database file (--db)"},
		{"DRAGOMAN_ADDR", "localhost:8080", "default", "where serve listens (--addr)"},
		{"DRAGOMAN_MODEL", "", "default", "folder of another reading model, or none (--model)"},
		{"DRAGOMAN_RULES", "", "default", "folder with words for events of your own (--rules)"},
		{"DRAGOMAN_ORT", "", "default", "library of ONNX Runtime to run the reading model in, or 1 to look for it; for builds with -tags ort"},
		{"DRAGOMAN_CONTACT", "", "default", "address or page that the User-Agent names, for owners of sites that are polled (--contact)"},
		{"NO_COLOR", "", "default", "any value: no colours"},
	}
	for i := range out {
		if v, ok := os.LookupEnv(out[i].Name); ok {
			out[i].Value, out[i].From = v, "environment"
		}
	}
	return out
}

func newConfig(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print the settings in force and where each came from",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			for _, s := range settings() {
				if asJSON {
					b, err := json.Marshal(s)
					if err != nil {
						return err
					}
					c.printf("%s\n", b)
					continue
				}
				c.printf("%-17s %-18s %-12s %s\n", s.Name, s.Value, s.From, s.What)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

func newVersion(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the versions of the models inside",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				b, err := json.Marshal(map[string]any{"version": app.Version, "go": runtime.Version(), "models": app.Models()})
				if err != nil {
					return err
				}
				c.printf("%s\n", b)
				return nil
			}
			c.printf("dragoman %s (%s %s/%s)\n", app.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			for _, m := range app.Models() {
				c.printf("  %s  %s, %s, sha256 %.12s\n", m.Name, m.For, m.Licence, m.SHA256)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return cmd
}
