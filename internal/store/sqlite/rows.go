package sqlite

import (
	"slices"
	"strings"
)

// rowsAtOnce is how many rows one statement writes: the cost of a statement is
// shared among them.
const rowsAtOnce = 32

// rows gathers the rows of an INSERT.
type rows struct {
	t         *tx
	many, one string
	columns   int
	args      []any
}

// newRows prepares `head (?, ?), (?, ?) … tail` for rows of so many columns.
func newRows(t *tx, head string, columns int, tail string) *rows {
	row := placeholders(columns)
	return &rows{
		t: t, columns: columns, one: head + row + tail,
		many: head + row + strings.Repeat(`, `+row, rowsAtOnce-1) + tail,
		args: make([]any, 0, rowsAtOnce*columns),
	}
}

func placeholders(n int) string { return `(` + strings.Repeat(`?, `, n-1) + `?)` }

// add takes a row, and writes out those gathered when they are enough.
func (r *rows) add(values ...any) error {
	r.args = append(r.args, values...)
	if len(r.args) < rowsAtOnce*r.columns {
		return nil
	}
	_, err := r.t.exec(r.many, r.args...)
	r.args = r.args[:0]
	return err
}

// flush writes the rows that are left.
func (r *rows) flush() error {
	for row := range slices.Chunk(r.args, r.columns) {
		if _, err := r.t.exec(r.one, row...); err != nil {
			return err
		}
	}
	r.args = r.args[:0]
	return nil
}

// tallied is a table that counts something by key.
type tallied struct {
	table, count string
	key          []string
}

var (
	entityTally = tallied{"entity", "reports", []string{"k", "id"}}
	formTally   = tallied{"entity_form", "mentions", []string{"k", "name", "kind", "country", "sector"}}
	aliasTally  = tallied{"alias", "mentions", []string{"k", "lang", "name"}}
	nameTally   = tallied{"name", "mentions", []string{"folded", "k"}}
	roleTally   = tallied{"role", "reports", []string{"k", "title", "day"}}
)

// tally counts the rows of a table up and down. A row of nothing is deleted.
type tally struct {
	rows    *rows
	drop    string
	dropped int64 // rows that were deleted
}

func (t *tx) tally(d tallied) *tally {
	return &tally{
		rows: newRows(t, `INSERT INTO `+d.table+` (`+strings.Join(d.key, `, `)+`, `+d.count+`) VALUES `, len(d.key)+1,
			` ON CONFLICT DO UPDATE SET `+d.count+` = `+d.count+` + excluded.`+d.count),
		drop: `DELETE FROM ` + d.table + ` WHERE ` + strings.Join(d.key, ` = ? AND `) + ` = ? AND ` + d.count + ` <= 0`,
	}
}

// count adds n, which may be negative, to the row with the given key.
func (c *tally) count(n int, key ...any) error {
	if n == 0 {
		return nil
	}
	if err := c.rows.add(append(slices.Clone(key), n)...); err != nil || n > 0 {
		return err
	}
	if err := c.rows.flush(); err != nil {
		return err
	}
	dropped, err := c.rows.t.exec(c.drop, key...)
	c.dropped += dropped
	return err
}
