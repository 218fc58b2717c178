package sqlite

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/codec"
)

// Dump writes everything that is kept as text, a row a line: for comparing two
// stores. Rows are sorted, and what depends on the way the content came in is left out: internal
// numbers, job ids and leases, clocks, and what stories were on the way to what they are. Two stores that were given the same inputs in
// the same order dump alike, whatever happened in between.
func (s *Store) Dump(ctx context.Context, w io.Writer) (err error) {
	db, err := sql.Open("sqlite", dsn(s.path, readerCache)) // a connection that may make a temporary table
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	out := bufio.NewWriter(w)
	words, err := wordDigests(ctx, tx)
	if err != nil {
		return s.explain(err)
	}
	if err := dumpReports(ctx, tx, out, words); err != nil {
		return s.explain(err)
	}
	if err := dumpVectors(ctx, tx, out); err != nil {
		return s.explain(fmt.Errorf("dump vectors: %w", err))
	}
	for _, table := range dumped {
		if err := dumpTable(ctx, tx, out, table.name, table.query); err != nil {
			return s.explain(fmt.Errorf("dump %s: %w", table.name, err))
		}
	}
	return out.Flush()
}

// dumped are the tables that are written as they are.
var dumped = []struct{ name, query string }{
	{"posting", `SELECT r.id, t.name FROM posting p JOIN report r ON r.n = p.day << 24 | p.seq JOIN term t ON t.k = p.k ORDER BY 1, 2`},
	{"lost posting", `SELECT p.day, p.k, p.seq FROM posting p LEFT JOIN report r ON r.n = p.day << 24 | p.seq WHERE r.n IS NULL ORDER BY 1, 2, 3`},
	{"feature", `SELECT r.id, hex(f.data) FROM feature f JOIN report r ON r.n = f.n ORDER BY 1`},
	{"day", `SELECT day, reports, inexact FROM day WHERE reports > 0 ORDER BY 1`},
	{"entity", `SELECT id, reports FROM entity ORDER BY 1`},
	{"form", `SELECT e.id, f.name, f.kind, f.country, f.sector, f.mentions FROM entity_form f JOIN entity e ON e.k = f.k ORDER BY 1, 2, 3, 4, 5`},
	{"alias", `SELECT e.id, a.lang, a.name, a.mentions FROM alias a JOIN entity e ON e.k = a.k ORDER BY 1, 2, 3`},
	{"name", `SELECT n.folded, e.id, n.mentions FROM name n JOIN entity e ON e.k = n.k ORDER BY 1, 2`},
	{"role", `SELECT e.id, r.title, r.day, r.reports FROM role r JOIN entity e ON e.k = r.k ORDER BY 1, 2, 3`},
	{"entry", `SELECT st.id, en.id, en.first, en.last FROM entry en JOIN story st ON st.s = en.s ORDER BY 1, 2`},
	{"entry term", `SELECT st.id, en.id, t.name FROM entry_term et JOIN entry en ON en.e = et.e JOIN story st ON st.s = en.s JOIN term t ON t.k = et.k ORDER BY 1, 2, 3`},
	{"job", `SELECT kind, key, hex(payload) FROM job ORDER BY 1, 2`},
	{"feed", `SELECT url, title, kind, paused, etag, last_modified, last_error, failures, reports FROM feed ORDER BY 1`},
	{"own", `SELECT id, hex(data) FROM own ORDER BY 1`},
	{"import", `SELECT name, file, format FROM import ORDER BY 1`},
	{"imported", `SELECT i.name, e.line, e.original, hex(e.raw), hex(e.data) FROM imported_entry e JOIN import i ON i.i = e.i ORDER BY 1, 2`},
	{"own name", `SELECT n.folded, ifnull(o.id, 'lost') FROM own_name n LEFT JOIN own o ON o.o = n.o ORDER BY 1, 2`},
	{"set aside", `SELECT name, reason, hint FROM set_aside ORDER BY 1, 2`},
	{"sighting", `SELECT id, day, report, hex(data) FROM sighting ORDER BY 1, 2, 3`},
	{"alike", `SELECT a, b, hex(data) FROM alike ORDER BY 1, 2`},
	{"holding", `SELECT id, report, holder FROM holding ORDER BY 1, 2`},
	{"proposal", `SELECT a, b, kind, confidence, reasons, reports FROM proposal ORDER BY 1, 2, 3`},
	{"decision", `SELECT kind, a, b, reports FROM decision ORDER BY number`},
	{"story decision", `SELECT kind, stories, parts FROM story_decision ORDER BY number`},
	{"verdict", `SELECT accepted, who, data FROM verdict ORDER BY number`},
	{"user", `SELECT name, role, password, made FROM user ORDER BY 1`},
	{"token", `SELECT id, hash, name, user, role, made, expires FROM token ORDER BY 1`},
	{"count", `SELECT name, value FROM meta WHERE value <> 0 AND name NOT IN ('holding version', 'own index') ORDER BY 1`},
	{"migration", `SELECT name FROM migration ORDER BY 1`},
}

func dumpTable(ctx context.Context, tx *sql.Tx, out io.Writer, name, q string) error {
	rows, err := tx.QueryContext(ctx, q)
	if err != nil {
		return err
	}
	columns, err := rows.Columns()
	if err != nil {
		return errors.Join(err, rows.Close()) //nolint:sqlclosecheck // collect closes them otherwise
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	_, err = collect(rows, func(scan scanFunc) (struct{}, error) {
		if err := scan(into...); err != nil {
			return struct{}{}, err
		}
		fields := make([]string, len(values))
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			fields[i] = fmt.Sprintf("%#v", v)
		}
		_, err := fmt.Fprintln(out, name, strings.Join(fields, " "))
		return struct{}{}, err
	})
	return err
}

// dumpReports writes the revisions of every report, and the stories.
func dumpReports(ctx context.Context, tx *sql.Tx, out io.Writer, words map[int64]uint64) error {
	rows, err := tx.QueryContext(ctx, `SELECT r.n, r.id, r.revision, r.pub, r.first, r.last, r.exact, r.lang, r.source, r.quotes, r.events,
		hex(r.same), r.copy_of, ifnull(st.id, ''), b.title, b.data FROM report r JOIN body b ON b.n = r.n LEFT JOIN story st ON st.s = r.story ORDER BY r.id`)
	if err != nil {
		return err
	}
	_, err = collect(rows, func(scan scanFunc) (struct{}, error) {
		var n, pub int64
		var id, first, last, lang, source, same, copyOf, story, title string
		var revision, quotes, events int
		var exact bool
		var data []byte
		if err := scan(&n, &id, &revision, &pub, &first, &last, &exact, &lang, &source, &quotes, &events, &same, &copyOf, &story, &title, &data); err != nil {
			return struct{}{}, err
		}
		_, err := fmt.Fprintf(out, "report %q %d %d %s %s %t %q %q %d %d %s %q %q %q words %x\n",
			id, revision, pub, first, last, exact, lang, source, quotes, events, same, copyOf, story, title, words[n])
		return struct{}{}, errors.Join(err, dumpDocument(out, id, revision, data))
	})
	if err != nil {
		return err
	}
	if rows, err = tx.QueryContext(ctx, `SELECT id, number, data FROM revision ORDER BY id, number`); err != nil {
		return err
	}
	_, err = collect(rows, func(scan scanFunc) (struct{}, error) {
		var id string
		var number int
		var data []byte
		err := scan(&id, &number, &data)
		return struct{}{}, errors.Join(err, dumpDocument(out, id, number, data))
	})
	if err != nil {
		return err
	}
	if rows, err = tx.QueryContext(ctx, `SELECT id, first, last, langs, data FROM story ORDER BY id`); err != nil {
		return err
	}
	_, err = collect(rows, func(scan scanFunc) (struct{}, error) {
		var id, first, last, langs string
		var data []byte
		if err := scan(&id, &first, &last, &langs, &data); err != nil {
			return struct{}{}, err
		}
		st, err := codec.DecodeStory(data)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, writeJSON(out, fmt.Sprintf("story %q %s %s %q", id, first, last, langs), st)
	})
	return err
}

// dumpVectors writes the vectors of every report, whatever chunks they lie in.
func dumpVectors(ctx context.Context, tx *sql.Tx, out io.Writer) error {
	rows, err := tx.QueryContext(ctx, `SELECT c, data FROM vector_chunk ORDER BY c`)
	if err != nil {
		return err
	}
	chunks, err := collect(rows, func(scan scanFunc) (c chunk, err error) {
		err = scan(&c.c, &c.data)
		return c, err
	})
	if err != nil {
		return err
	}
	var lines []string
	for _, c := range chunks {
		err := walkChunk(c.c, c.data, func(e entry) error {
			var id, model string
			err := tx.QueryRowContext(ctx, `SELECT ifnull((SELECT id FROM report WHERE n = ?), 'lost'), ifnull((SELECT name FROM vector_model WHERE m = ?), 'lost')`,
				e.n, e.m).Scan(&id, &model)
			lines = append(lines, fmt.Sprintf("vector %q %q %x\n", id, model, e.data))
			return err
		})
		if err != nil {
			return err
		}
	}
	slices.Sort(lines)
	_, err = io.WriteString(out, strings.Join(lines, ""))
	return err
}

func dumpDocument(out io.Writer, id string, revision int, data []byte) error {
	doc, err := codec.DecodeDocument(data)
	if err != nil {
		return fmt.Errorf("report %s revision %d: %w", id, revision, err)
	}
	return writeJSON(out, fmt.Sprintf("document %q %d", id, revision), (*news.Document)(doc))
}

func writeJSON(out io.Writer, label string, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s %s\n", label, line)
	return err
}

// wordDigests sums up what the full-text index has of each report: which word
// stands where in which column.
func wordDigests(ctx context.Context, tx *sql.Tx) (map[int64]uint64, error) {
	if _, err := tx.ExecContext(ctx, `CREATE VIRTUAL TABLE temp.spelled USING fts5vocab(main, words, instance)`); err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT term, doc, col, offset FROM temp.spelled`)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]uint64)
	_, err = collect(rows, func(scan scanFunc) (struct{}, error) {
		var term, col string
		var doc, offset int64
		err := scan(&term, &doc, &col, &offset)
		h := fnv.New64a()
		_, _ = fmt.Fprintf(h, "%s\x00%s\x00%d", term, col, offset)
		out[doc] += h.Sum64() // a sum: the order does not matter
		return struct{}{}, err
	})
	return out, err
}
