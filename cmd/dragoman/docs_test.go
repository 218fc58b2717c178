package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var updateDocs = flag.Bool("update", false, "rewrite docs/cli.md")

const cliPage = "../../docs/cli.md"

// TestDocs holds docs/cli.md to the commands as they are.
func TestDocs(t *testing.T) {
	got := manual()
	if *updateDocs {
		if err := os.WriteFile(cliPage, got, 0o644); err != nil { //nolint:gosec // a page for everybody
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(cliPage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/cli.md is not what the commands say; make docs rewrites it")
	}
}

// TestEveryCommandExplainsItself wants a line, and an example where there is a choice.
func TestEveryCommandExplainsItself(t *testing.T) {
	for _, cmd := range commands() {
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: short help %q", cmd.CommandPath(), cmd.Short)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s --%s has no help", cmd.CommandPath(), f.Name)
			}
		})
	}
}

// commands lists the commands in the order of the program's help, root first.
func commands() []*cobra.Command {
	root := newRoot(&console{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &bytes.Buffer{}})
	out := []*cobra.Command{root}
	for _, cmd := range root.Commands() {
		if cmd.Hidden || cmd.Name() == "help" || cmd.Name() == "completion" {
			continue
		}
		out = append(out, cmd)
		for _, sub := range cmd.Commands() {
			if !sub.Hidden {
				out = append(out, sub)
			}
		}
	}
	return out
}

// manual writes every command on one page.
func manual() []byte {
	var b bytes.Buffer
	b.WriteString("# The commands\n\nWhat `dragoman help COMMAND` says, on one page. `make docs` rewrites it.\n")
	all := commands()
	b.WriteString("\n| command | what it does |\n|---|---|\n")
	for _, cmd := range all[1:] {
		fmt.Fprintf(&b, "| [%s](#%s) | %s |\n", strings.TrimPrefix(cmd.CommandPath(), "dragoman "), strings.ReplaceAll(cmd.CommandPath(), " ", "-"), cell(cmd.Short))
	}
	b.WriteString("\n`dragoman completion bash|zsh|fish|powershell` prints a completion script for the shell.\n")
	for _, cmd := range all {
		section(&b, cmd)
	}
	return b.Bytes()
}

func section(b *bytes.Buffer, cmd *cobra.Command) {
	long := cmd.Long
	if long == "" {
		long = cmd.Short + "."
	}
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```\n%s\n```\n", cmd.CommandPath(), strings.TrimSpace(long), cmd.UseLine())
	if cmd.Example != "" {
		fmt.Fprintf(b, "\n```sh\n%s\n```\n", unindent(cmd.Example))
	}
	cmd.InitDefaultHelpFlag()
	var rows bytes.Buffer
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" || f.Name == "version" {
			return
		}
		name := "`--" + f.Name + "`"
		if f.Shorthand != "" {
			name = "`-" + f.Shorthand + "`, " + name
		}
		standard := f.DefValue
		if f.Value.Type() == "bool" || standard == "" {
			standard = "–"
		}
		fmt.Fprintf(&rows, "| %s | %s | %s |\n", name, cell(standard), cell(f.Usage))
	})
	if rows.Len() > 0 {
		fmt.Fprintf(b, "\n| flag | default | |\n|---|---|---|\n%s", rows.String())
	}
}

func unindent(s string) string {
	lines := strings.Split(strings.Trim(s, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(strings.TrimPrefix(lines[i], "  "), " ")
	}
	return strings.Join(lines, "\n")
}

// cell writes s into a table.
func cell(s string) string { return strings.NewReplacer("|", `\|`, "\n", " ").Replace(s) }
