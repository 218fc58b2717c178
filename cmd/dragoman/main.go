// Command dragoman reads the news in many languages and keeps one sourced record
// of it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
)

func main() { os.Exit(Main()) }

// Main runs the program and returns its exit status. Tests call it in process.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // the second Ctrl-C ends it at once
		<-ctx.Done()
		stop()
	}()
	c := newConsole(os.Stdin, os.Stdout, os.Stderr)
	return exitStatus(c, newRoot(c).ExecuteContext(ctx))
}

// newRoot lists every command. Each has a file of its own.
func newRoot(c *console) *cobra.Command {
	root := &cobra.Command{
		Use:   "dragoman",
		Short: "Read the news in many languages and keep one sourced record of it",
		Long: `Dragoman reads the news in many languages and keeps one sourced record of it: which reports tell of the
same event, who took part, what was done and said, when and where, with a link to the very words.

Exit status: 0 done, 1 nothing could be done, 2 asked wrongly, 3 done but some reports were set aside (they are
listed on standard error with the reason).`,
		Example: `  dragoman read report.txt                    # one report, nothing is kept
  dragoman add reports/ crawl.warc.gz         # read and keep in ./dragoman.db
  dragoman stories                            # what happened
  dragoman serve                              # the same as web pages`,
		Version:       app.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noSuchCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	root.SetVersionTemplate("dragoman {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &usageError{fmt.Errorf("%w", err), cmd.CommandPath() + " --help"}
	})
	root.PersistentFlags().BoolVar(&c.noColour, "no-color", false, "no colours, even on a terminal (NO_COLOR does the same)")
	root.AddCommand(
		newRead(c), newAdd(c), newFollow(c), newServe(c),
		newStories(c), newStory(c), newEntries(c), newVisits(c), newCommitments(c), newPeople(c), newQuotes(c), newReports(c), newReport(c), newCoverage(c), newSearch(c), newExport(c), newImport(c), newImported(c), newWatches(c),
		newKB(c), newSetAside(c), newUsers(c), newTokens(c), newBackup(c), newRestore(c), newHealth(c), newConfig(c), newVersion(c),
	)
	root.InitDefaultCompletionCmd("read")
	return root
}

// noSuchCommand makes a misspelt command a usage error that names what may have
// been meant.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	try := cmd.CommandPath() + " --help"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		try = cmd.CommandPath() + " " + near[0]
	}
	return &usageError{fmt.Errorf("there is no command %q", args[0]), try}
}

// usageError is a command asked wrongly.
type usageError struct {
	err error
	try string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// errSetAside says that some reports were set aside; they were listed already.
var errSetAside = errors.New("some reports were set aside")

// exitStatus reports err and maps it to 0, 1, 2 or 3 as the help of the program says.
func exitStatus(c *console, err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errSetAside):
		return 3
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(c.err, "dragoman: interrupted; what was read is kept, and running it again goes on")
		return 1
	case errors.Is(err, syscall.EPIPE), errors.Is(err, io.ErrClosedPipe):
		return 0 // the reader of our output, `head` perhaps, has enough
	}
	fmt.Fprintln(c.err, "dragoman:", err)
	if e, ok := errors.AsType[*usageError](err); ok {
		fmt.Fprintln(c.err, "try:", e.try)
		return 2
	}
	if e, ok := errors.AsType[*news.Error](err); ok {
		if e.Hint != "" {
			fmt.Fprintln(c.err, "try:", e.Hint)
		}
		if e.Code == news.Invalid {
			return 2
		}
		return 1
	}
	return 1
}
