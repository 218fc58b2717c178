package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strconv"
)

// Format is dragoman.format/1: a format that files can be written in.
type Format struct {
	Schema    string   `json:"schema"`
	Name      string   `json:"name"`
	Extension string   `json:"extension"`
	MediaType string   `json:"media_type"`
	About     string   `json:"about"`
	Of        []string `json:"of"`      // what a record may be, the first where nothing is asked; none where there is no choice
	Stories   bool     `json:"stories"` // written story by story
	TLP       bool     `json:"tlp"`     // has a place for a label of the Traffic Light Protocol
}

// File is what file is asked for. Format must be given.
type File struct {
	Format   string
	Of       string // what a record is, one of Format.Of
	TLP      string // clear, green, amber, amber+strict or red, for formats that mark it
	Imported string // what others coded instead: the name of an import, or all
	BOM      bool   // begin text with a byte order mark
	Filter          // Kind, Sort, Open and Due are not for files
}

func (f File) values() url.Values {
	v := f.Filter.values()
	for name, value := range map[string]string{"format": f.Format, "of": f.Of, "tlp": f.TLP, "imported": f.Imported} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if f.BOM {
		v.Set("bom", "true")
	}
	if f.Limit > 0 {
		v.Set("limit", strconv.Itoa(f.Limit))
	}
	return v
}

// Loss is something that a format cannot hold, and how many records had it.
type Loss struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// DroppedList is dragoman.dropped/1: what a format cannot hold.
type DroppedList struct {
	Schema  string `json:"schema"`
	Format  string `json:"format"`
	Dropped []Loss `json:"dropped"`
}

// Formats yields the formats of files, by name.
func (c *Client) Formats(ctx context.Context) iter.Seq2[*Format, error] {
	return list[*Format](ctx, c, "/export/formats", nil, 0)
}

// Export writes a file into w as it comes, and returns what the format could not hold. After an error what was written is of no use.
func (c *Client) Export(ctx context.Context, f File, w io.Writer) ([]Loss, error) {
	res, err := c.open(ctx, c.address("/export", f.values()), "*/*", nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.Copy(w, res.Body); err != nil {
		return nil, fmt.Errorf("file of %s: %w", f.Format, err)
	}
	told := res.Trailer.Get("Dragoman-Dropped")
	if told == "" { // too long for a trailer, or something on the way takes them off
		return c.Dropped(ctx, f)
	}
	var out []Loss
	if err := json.Unmarshal([]byte(told), &out); err != nil {
		return nil, fmt.Errorf("what %s cannot hold: %w", f.Format, err)
	}
	return out, nil
}

// Dropped returns what a file could not hold, without the file. It costs the server as much as the file does.
func (c *Client) Dropped(ctx context.Context, f File) ([]Loss, error) {
	out, err := get[*DroppedList](ctx, c, c.address("/export/dropped", f.values()))
	if err != nil {
		return nil, err
	}
	return out.Dropped, nil
}
