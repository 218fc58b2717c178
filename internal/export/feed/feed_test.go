package feed_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"github.com/dragoman-news/dragoman/internal/export/feed"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
)

func TestGolden(t *testing.T) {
	for _, f := range feed.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			got := kittest.Golden(t, f)
			for _, bad := range []string{"<script", "<b>", "javascript:", "\x00", "\u202e"} {
				if bytes.Contains(got, []byte(bad)) {
					t.Errorf("the file has %q in it", bad)
				}
			}
			readBack(t, got)
		})
	}
}

// readBack reads a file as feed readers do.
func readBack(t *testing.T, got []byte) {
	t.Helper()
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if len(parsed.Items) != 3 {
		t.Fatalf("%d items, want 3", len(parsed.Items))
	}
	for _, item := range parsed.Items {
		if item.GUID == "" || item.Title == "" {
			t.Errorf("an item lacks its id or title: %+v", item)
		}
		if item.Link != "" && !strings.HasPrefix(item.Link, kittest.Base+"/stories/") {
			t.Errorf("link %q", item.Link)
		}
	}
}

func TestNothingIsAValidFeed(t *testing.T) {
	for _, f := range feed.Formats() {
		got, lost := kittest.WriteOf(t, f, kittest.Empty(), format.Options{Now: kittest.Now})
		if len(lost) != 0 {
			t.Errorf("%s: of nothing was dropped %v", f.Name, lost)
		}
		parsed, err := gofeed.NewParser().Parse(bytes.NewReader(got))
		if err != nil || len(parsed.Items) != 0 {
			t.Errorf("%s: %v, %v\n%s", f.Name, parsed, err, got)
		}
	}
}

func TestAnErrorOfTheItemsEndsTheFeed(t *testing.T) {
	broken := errors.New("disk gone")
	items := iter.Seq2[feed.Item, error](func(yield func(feed.Item, error) bool) { yield(feed.Item{}, broken) })
	for _, kind := range []feed.Kind{feed.RSS, feed.Atom, feed.JSON} {
		if err := feed.Write(kind, feed.Feed{Items: items}, io.Discard); !errors.Is(err, broken) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if err := feed.Write("gopher", feed.Feed{}, io.Discard); err == nil {
		t.Error("an unknown kind was written")
	}
}

// FuzzItem holds that whatever a title and a text are, the file stays well formed and they come back as text.
func FuzzItem(f *testing.F) {
	for _, s := range []string{"<b>&amp;", "]]>", "\x00\x0b\ufffe", "\xff", "</title><script>"} {
		f.Add(s, s, "https://a.example/"+s)
	}
	f.Fuzz(func(t *testing.T, title, text, address string) {
		for _, kind := range []feed.Kind{feed.RSS, feed.Atom, feed.JSON} {
			var b bytes.Buffer
			item := feed.Item{ID: "urn:uuid:1", Title: title, Text: text, Page: address, Categories: []string{title}, Sources: []feed.Source{{Title: title, URL: address}}}
			if err := feed.Write(kind, feed.Feed{ID: "urn:uuid:2", Title: title, Items: feed.Of(item)}, &b); err != nil {
				t.Fatal(err)
			}
			if kind == feed.JSON {
				if !json.Valid(b.Bytes()) {
					t.Fatalf("not JSON: %s", b.Bytes())
				}
				continue
			}
			for dec := xml.NewDecoder(&b); ; {
				token, err := dec.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if start, ok := token.(xml.StartElement); ok && start.Name.Local == "script" {
					t.Fatal("a text became markup")
				}
			}
		}
	})
}
