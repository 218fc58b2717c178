package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newBackup(c *console) *cobra.Command {
	var (
		db    database
		force bool
	)
	cmd := &cobra.Command{
		Use:   "backup [FILE|-]",
		Short: "Copy the database as it stands, while it is in use",
		Long: `Copy the database as it stands at one moment into FILE, while "dragoman add" and "dragoman serve" go on writing. The copy is whole or not
there; it is looked through before it gets its name. Without FILE the name has the time in it; - is standard output. The copy has the
hashes of passwords in it, and only you may read it.`,
		Example: `  dragoman backup
  dragoman backup /backups/desk.db --force
  dragoman backup - | zstd > desk.db.zst`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := db.mustExist(); err != nil {
				return err
			}
			base := strings.TrimSuffix(filepath.Base(db.file()), filepath.Ext(db.file()))
			file := base + "-" + time.Now().UTC().Format("20060102T150405Z") + ".backup.db"
			if len(args) == 1 {
				file = args[0]
			}
			if file == "-" {
				return stream(cmd, c, db.file())
			}
			if err := sqlite.Backup(cmd.Context(), db.file(), file, force); err != nil {
				return err
			}
			info, err := os.Stat(file)
			if err != nil {
				return err
			}
			c.printf("%s, %s\n", flat(file), humanize.Bytes(uint64(info.Size())))
			return nil
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&force, "force", false, "replace FILE")
	return cmd
}

// stream writes a copy to standard output, by way of a file beside the store.
func stream(cmd *cobra.Command, c *console, store string) (err error) {
	if c.outTerm {
		return wrong("a database is nothing for a terminal", "dragoman backup - > FILE")
	}
	dir, err := os.MkdirTemp(filepath.Dir(store), ".backup-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "copy.db")
	if err := sqlite.Backup(cmd.Context(), store, file, false); err != nil {
		return err
	}
	f, err := os.Open(file) //nolint:gosec // a file of our own making
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(c.raw, f)
	return err
}

func newRestore(c *console) *cobra.Command {
	var (
		db    database
		force bool
	)
	cmd := &cobra.Command{
		Use:   "restore FILE|-",
		Short: "Put a copy that backup made into the place of the database",
		Long: `Put a copy that "dragoman backup" made into the place of the database. The copy is looked through first, and brought up to date. A database
that is there is replaced only with --force, must not be in use, and is kept beside under another name. Whoever was
logged in has to log in again; tokens are those of the copy.`,
		Example: `  dragoman restore desk.db --force
  zstd -d < desk.db.zst | dragoman restore -`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			name, in := "standard input", c.in
			if args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return wrong("cannot read "+args[0], "dragoman restore FILE   takes what dragoman backup made")
				}
				defer func() { _ = f.Close() }()
				if info, err := os.Stat(args[0] + "-wal"); err == nil && info.Size() > 0 {
					return wrong(args[0]+" has a log beside it: it is a database in use, not a copy", "dragoman backup --db "+args[0]+"   makes one")
				}
				name, in = args[0], f
			}
			aside, err := sqlite.Restore(cmd.Context(), in, name, db.file(), force)
			if err != nil {
				return err
			}
			c.printf("%s is what %s holds\n", flat(db.file()), flat(name))
			if aside != "" {
				c.note("what was there is %s", flat(aside))
			}
			return nil
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&force, "force", false, "replace the database that is there")
	return cmd
}
