package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
)

// FormatLine is dragoman.format/1: a format that files can be written in.
type FormatLine struct {
	Schema    string   `json:"schema"`
	Name      string   `json:"name"`
	Extension string   `json:"extension"`
	MediaType string   `json:"media_type"`
	About     string   `json:"about"`
	Of        []string `json:"of"`      // what a record may be, the first where nothing is asked; none where there is no choice
	Stories   bool     `json:"stories"` // written story by story: what is in no story, such as what others coded, is not in the file
	TLP       bool     `json:"tlp"`     // has a place for a label of the Traffic Light Protocol
}

// FormatSchema is the schema name of FormatLine.
const FormatSchema = "dragoman.format/1"

// DroppedList is dragoman.dropped/1: what a format cannot hold, and how many records have it.
type DroppedList struct {
	Schema  string        `json:"schema"`
	Format  string        `json:"format"`
	Dropped []format.Loss `json:"dropped"`
}

// The headers that a file comes with.
const (
	headerNote    = "Dragoman-Note"    // what holds of passing it on
	headerDropped = "Dragoman-Dropped" // a trailer: what the format could not hold
	mostTrailer   = 8 << 10            // bytes of it
)

// exportRoutes are those that write files.
func exportRoutes(formats []format.Format) []*route {
	var names, of, media []string
	for _, f := range formats {
		names, of = append(names, f.Name), append(of, f.Of...)
		if !slices.Contains(media, f.MediaType) {
			media = append(media, f.MediaType)
		}
	}
	slices.Sort(of)
	tlp := oneOf("tlp", "How far the file may go, for formats that mark it; clear unless it is said.", labels()...)
	tlp.example = string(format.Green)
	which := oneOf("format", "As /export/formats lists them.", names...)
	which.required = true
	record := param{
		name: "of", typ: "string", enum: slices.Compact(of), example: format.Events,
		about: "What a record of the file is, where the format has a choice; /export/formats says which.",
	}
	params := slices.Concat([]param{
		which, record, tlp,
		{name: "imported", typ: "string", example: "all", about: "What others coded instead of what was read: the name of an import, or all."},
		flag("bom", "Begin a text format with a byte order mark, for spreadsheets that need one."),
	}, filters(), []param{{name: "limit", typ: "integer", least: 1, example: "1000", about: "Rows; all unless it is said."}})
	return []*route{
		{
			path: "/export", id: "exportFile", handle: exportShow, params: params, files: media,
			about: "A file of what is kept, written while it is read. The trailer " + headerDropped + " lists in JSON what the format could not hold, as " +
				"/export/dropped does; it is left out where the list is longer than 8 KB.",
		},
		{
			path: "/export/dropped", id: "listDropped", handle: droppedShow, params: params,
			about: "What a file of the same parameters could not hold, without the file.", answer: typeOf[DroppedList](),
		},
		{
			path: "/export/formats", id: "listFormats", handle: formatList, params: []param{pLimit, pCursor},
			about: "The formats that files can be written in, by name.", answer: typeOf[List[FormatLine]](), line: typeOf[FormatLine](),
		},
	}
}

func labels() []string { return names(format.TLPs) }

func formatList(s *server, w http.ResponseWriter, q *request) error {
	out := make([]FormatLine, len(s.Exports.Formats))
	for i, f := range s.Exports.Formats {
		out[i] = FormatLine{FormatSchema, f.Name, f.Extension, f.MediaType, f.About, append([]string{}, f.Of...), f.Stories, f.Marks}
	}
	return atHand(s, w, q, out, func(f FormatLine) string { return f.Name }, same)
}

// file is a file that somebody asks for.
type file struct {
	format.Format
	opt   format.Options
	src   format.Source
	notes []string
}

// file reads what file is asked for.
func (s *server) file(q *request) (f file, err error) {
	say := func(name string) string { return name + "=" }
	f.Format, f.opt, err = format.Choose(s.Exports.Formats, format.Asked{
		Format: q.get("format"), Of: strings.ToLower(q.get("of")), TLP: q.get("tlp"), Imported: q.get("imported"),
	}, say)
	if err != nil {
		return f, err
	}
	if f.opt.Filter, err = s.filter(q); err != nil {
		return f, err
	}
	f.opt.Filter.Limit, f.opt.Now, f.opt.BOM = q.number("limit", 0), s.Now().UTC(), q.is("bom")
	if s.Base != nil {
		f.opt.Base = s.Base(q.Request)
	}
	f.src, f.notes, err = s.Exports.Source(q.Context(), q.get("imported"))
	return f, err
}

// name is what a browser saves the file under.
func (f *file) name() string {
	name := "dragoman-" + f.opt.Now.Format(time.DateOnly) + "-" + f.Name
	if f.opt.Of != "" {
		name += "-" + f.opt.Of
	}
	return name + f.Extension
}

// writeFile writes the file into out, in its turn and within its time.
func (s *server) writeFile(q *request, w http.ResponseWriter, f *file, out io.Writer) (format.Dropped, error) {
	defer s.files.Add(-1)
	if s.files.Add(1) > int64(s.Exports.AtOnce) {
		return nil, &problem{tooMany, "as many files are being written as may be at once: " + strconv.Itoa(s.Exports.AtOnce), "come again later"}
	}
	if err := unhurried(w); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(q.Context(), s.Exports.Within)
	defer cancel()
	lost, err := f.Write(ctx, f.src, f.opt, out)
	if err != nil && q.Context().Err() == nil && ctx.Err() != nil {
		err = &problem{tooLong, fmt.Sprintf("this takes longer than %s", s.Exports.Within), "narrow it, with since and until for one"}
	}
	return lost, err
}

// unhurried takes the deadlines off a connection while a file is made for it. Whoever writes into it sets one for each piece.
func unhurried(w http.ResponseWriter) error {
	control := http.NewResponseController(w)
	for _, take := range []func(time.Time) error{control.SetReadDeadline, control.SetWriteDeadline} {
		if err := take(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	return nil
}

func exportShow(s *server, w http.ResponseWriter, q *request) error {
	f, err := s.file(q)
	if err != nil {
		return err
	}
	if f.Binary {
		q.Header.Del("Accept-Encoding") // it is packed already
	}
	out := newFlow(w, q, f.MediaType)
	head := w.Header()
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name()}))
	if len(f.notes) > 0 {
		head.Set(headerNote, ascii(strings.Join(f.notes, "; ")))
	}
	head.Set("Trailer", headerDropped)
	if q.Method == http.MethodHead {
		out.begin()
		return nil
	}
	lost, err := s.writeFile(q, w, &f, out)
	switch {
	case err == nil:
	case !out.begun:
		for _, name := range []string{"Content-Disposition", "Trailer", headerNote} {
			head.Del(name)
		}
		return err
	case q.Context().Err() != nil || out.gone:
		return nil
	default:
		s.Log.ErrorContext(q.Context(), "file cut short", "format", f.Name, "error", err)
		panic(http.ErrAbortHandler) // half a file never looks whole
	}
	if err := out.close(); err != nil {
		return err
	}
	list, err := json.Marshal(append([]format.Loss{}, lost...))
	if line := ascii(string(list)); err == nil && len(line) <= mostTrailer {
		head.Set(headerDropped, line)
	}
	return err
}

func droppedShow(s *server, w http.ResponseWriter, q *request) error {
	f, err := s.file(q)
	if err != nil {
		return err
	}
	lost, err := s.writeFile(q, w, &f, io.Discard)
	if err != nil {
		return err
	}
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil //nolint:nilerr // whoever asked is gone, and needs no answer
	}
	return s.write(w, q, DroppedList{format.DroppedSchema, f.Name, append([]format.Loss{}, lost...)})
}

// ascii writes what is no ASCII as JSON escapes it: a header has no other letters.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= ' ' && r < 0x7f:
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		}
	}
	return b.String()
}
