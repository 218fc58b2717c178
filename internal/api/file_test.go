package api_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/export/csv"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/store"
)

func TestAFileIsWrittenAsTheFormatWritesIt(t *testing.T) {
	b := newBench(t, func(o *api.Options) { o.Base = func(*http.Request) string { return "https://desk.example" } })
	b.fill(t)
	for _, tc := range []struct {
		name, query string
		opt         format.Options
		file        string
	}{
		{"a table", "format=csv", format.Options{}, "dragoman-2020-03-20-csv.csv"},
		{"of events, narrowed", "format=CSV&of=events&lang=fr&limit=1&bom=true", format.Options{Of: "events", BOM: true, Filter: store.Filter{Lang: "fr", Limit: 1}}, "dragoman-2020-03-20-csv-events.csv"},
		{"marked", "format=stix&tlp=amber%2Bstrict", format.Options{TLP: format.AmberStrict}, "dragoman-2020-03-20-stix.stix.json"},
		{"a table that is packed", "format=parquet&country=irq", format.Options{Filter: store.Filter{Country: "IRQ"}}, "dragoman-2020-03-20-parquet.parquet"},
		{"what others coded", "format=csv&imported=all", format.Options{}, "dragoman-2020-03-20-csv.csv"},
		{"a feed", "format=rss", format.Options{}, "dragoman-2020-03-20-rss.rss"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			name, _, _ := strings.Cut(strings.TrimPrefix(tc.query, "format="), "&")
			f, ok := format.Find(b.exports().Formats, strings.ToLower(name))
			if !ok {
				t.Fatal("no such format")
			}
			tc.opt.Now, tc.opt.Base = b.clock, "https://desk.example"
			var want bytes.Buffer
			lost, err := f.Write(t.Context(), b.Store, tc.opt, &want)
			if err != nil {
				t.Fatal(err)
			}
			w := b.get(t, "/export?"+tc.query)
			if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), want.Bytes()) {
				t.Errorf("%d: %d bytes, want %d\n%s", w.Code, w.Body.Len(), want.Len(), w.Body)
			}
			kind, params, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
			if err != nil || kind != "attachment" || params["filename"] != tc.file || w.Header().Get("Content-Type") != f.MediaType {
				t.Errorf("%q of %q", w.Header().Get("Content-Disposition"), w.Header().Get("Content-Type"))
			}
			var told []format.Loss
			if err := json.Unmarshal([]byte(w.Result().Trailer.Get("Dragoman-Dropped")), &told); err != nil || fmt.Sprint(told) != fmt.Sprint([]format.Loss(lost)) {
				t.Errorf("%v: told %v, want %v", err, told, lost)
			}
			list := decode[api.DroppedList](t, b.get(t, "/export/dropped?"+tc.query))
			if fmt.Sprint(list.Dropped) != fmt.Sprint([]format.Loss(lost)) || list.Format != f.Name || list.Schema != "dragoman.dropped/1" {
				t.Errorf("%+v, want %v", list, lost)
			}
			if note := w.Header().Get("Dragoman-Note"); (note != "") != strings.Contains(tc.query, "imported") || strings.ContainsAny(note, "é\n") {
				t.Errorf("the note %q", note)
			}
		})
	}
}

func TestAFileThatIsAskedForWronglyIsRefusedInWords(t *testing.T) {
	b := newBench(t, nil).fill(t)
	for query, want := range map[string]string{
		"":                          "format is missing",
		"format=excel":              "format=excel is not possible",
		"format=csv&of=stories":     "of=stories is nothing that csv can be of",
		"format=rss&of=events":      "of=events is nothing that rss can be of",
		"format=csv&tlp=red":        "tlp: csv has no place for it",
		"format=stix&tlp=pink":      "tlp=pink is not possible",
		"format=rss&imported=all":   "imported: rss is of stories, and what others coded is in none",
		"format=csv&imported=other": "there is no import other",
		"format=csv&since=soon":     "since=soon is no day",
		"format=csv&limit=0":        "limit=0 is no number from 1 on",
		"format=csv&cursor=x":       "there is no parameter cursor",
	} {
		for _, path := range []string{"/export?", "/export/dropped?"} {
			w := b.get(t, path+query)
			p := decode[api.Problem](t, w)
			if w.Code != p.Status || w.Code < 400 || w.Code >= 500 || p.Detail != want || strings.Contains(p.Hint, "--") || w.Header().Get("Content-Disposition") != "" {
				t.Errorf("GET %s%s = %d %+v", path, query, w.Code, p)
			}
		}
	}
}

// wanted is an API with formats that a test makes up, on a server.
func wanted(t *testing.T, write format.WriterFunc, change func(*api.Options)) *httptest.Server {
	t.Helper()
	b := newBench(t, func(o *api.Options) {
		o.Exports.Formats = []format.Format{{Name: "own", Extension: ".own", MediaType: "text/plain", Of: []string{"events"}, Writer: write}}
		if change != nil {
			change(o)
		}
	})
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return server
}

// fetch asks a server for a file, whose body the caller closes.
func fetch(ctx context.Context, t *testing.T, server *httptest.Server, path string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/api/v1"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// A file without end is written as it is read, and no further when its reader goes.
func TestAFileIsWrittenWhileItIsReadAndNoFurther(t *testing.T) {
	ended := make(chan error, 1)
	server := wanted(t, func(_ context.Context, _ format.Source, _ format.Options, w io.Writer) (format.Dropped, error) {
		for {
			if _, err := io.WriteString(w, strings.Repeat("x", 999)+"\n"); err != nil {
				ended <- err
				return nil, errors.New("a format may lose what went wrong")
			}
		}
	}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	res := fetch(ctx, t, server, "/export?format=own")
	defer func() { _ = res.Body.Close() }()
	in := bufio.NewReader(res.Body)
	for range 1000 {
		if line, err := in.ReadString('\n'); err != nil || len(line) != 1000 {
			t.Fatalf("%d bytes, %v", len(line), err)
		}
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Fatal("it is written still, for nobody")
	}
}

// A file that is read from a store ends with its reader, too, before a byte was written.
func TestAStoreIsReadNoFurtherThanItsReader(t *testing.T) {
	begun, ended := make(chan struct{}), make(chan error, 1)
	server := wanted(t, func(ctx context.Context, _ format.Source, _ format.Options, _ io.Writer) (format.Dropped, error) {
		close(begun)
		<-ctx.Done()
		ended <- ctx.Err()
		return nil, ctx.Err()
	}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-begun
		cancel()
	}()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/api/v1/export/dropped?format=own", nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := http.DefaultClient.Do(r); err == nil {
		_ = res.Body.Close()
		t.Error("an answer came")
	}
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it is read still, for nobody")
	}
}

// A file may take longer to begin than a server gives to other answers.
func TestAFileOutlivesTheTimesOfOtherAnswers(t *testing.T) {
	const most = 300 * time.Millisecond
	b := newBench(t, func(o *api.Options) {
		o.Exports.Formats = []format.Format{{Name: "own", MediaType: "text/plain", Writer: format.WriterFunc(
			func(ctx context.Context, _ format.Source, _ format.Options, w io.Writer) (format.Dropped, error) {
				select {
				case <-ctx.Done():
					return nil, ctx.Err()
				case <-time.After(4 * most):
				}
				_, err := io.WriteString(w, "late")
				return format.Dropped{{Field: "f", Reason: "r", Count: 1}}, err
			})}}
	})
	server := httptest.NewUnstartedServer(b)
	server.Config.ReadTimeout, server.Config.WriteTimeout = most, most
	server.Start()
	defer server.Close()
	for path, want := range map[string]string{"/export": "late", "/export/dropped": `{"schema":"dragoman.dropped/1","format":"own","dropped":[{"field":"f","reason":"r","count":1}]}` + "\n"} {
		res := fetch(t.Context(), t, server, path+"?format=own")
		body, err := io.ReadAll(res.Body)
		if closing := res.Body.Close(); res.StatusCode != 200 || err != nil || closing != nil || string(body) != want {
			t.Errorf("GET %s = %d %q %v", path, res.StatusCode, body, err)
		}
	}
}

func TestHalfAFileNeverLooksWhole(t *testing.T) {
	size := 0
	server := wanted(t, func(_ context.Context, _ format.Source, _ format.Options, w io.Writer) (format.Dropped, error) {
		if _, err := io.WriteString(w, strings.Repeat("x", size)); err != nil {
			return nil, err
		}
		return nil, errors.New("the disk is gone")
	}, nil)
	for _, tc := range []struct {
		name         string
		size, status int
	}{{"at the beginning it is told", 10, 500}, {"later it breaks off", 1 << 20, 200}} {
		t.Run(tc.name, func(t *testing.T) {
			size = tc.size
			res := fetch(t.Context(), t, server, "/export?format=own")
			defer func() { _ = res.Body.Close() }()
			body, err := io.ReadAll(res.Body)
			if res.StatusCode != tc.status || tc.status == 200 && err == nil {
				t.Errorf("%d, %d bytes, %v", res.StatusCode, len(body), err)
			}
			if tc.status == 500 && (strings.Contains(string(body), "disk") || res.Header.Get("Content-Disposition") != "") {
				t.Errorf("%v %s", res.Header, body)
			}
		})
	}
}

func TestFilesAreBoundedInNumberAndTime(t *testing.T) {
	free, begun := make(chan struct{}), make(chan struct{})
	server := wanted(t, func(ctx context.Context, _ format.Source, _ format.Options, _ io.Writer) (format.Dropped, error) {
		begun <- struct{}{}
		select {
		case <-free:
			return nil, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}, func(o *api.Options) { o.Exports.AtOnce, o.Exports.Within = 1, 5*time.Second })
	first := make(chan int)
	go func() {
		res, err := http.Get(server.URL + "/api/v1/export?format=own")
		if err != nil {
			first <- 0
			return
		}
		_ = res.Body.Close()
		first <- res.StatusCode
	}()
	<-begun
	second := fetch(t.Context(), t, server, "/export/dropped?format=own")
	defer func() { _ = second.Body.Close() }()
	if second.StatusCode != 503 || second.Header.Get("Retry-After") == "" {
		t.Errorf("a second one at once: %d", second.StatusCode)
	}
	free <- struct{}{}
	if got := <-first; got != 200 {
		t.Errorf("the first: %d", got)
	}
	go func() { <-begun }()
	late := fetch(t.Context(), t, server, "/export?format=own")
	defer func() { _ = late.Body.Close() }()
	body, err := io.ReadAll(late.Body)
	if late.StatusCode != 503 || err != nil || !strings.Contains(string(body), "#took-too-long") {
		t.Errorf("one that takes too long: %d %s %v", late.StatusCode, body, err)
	}
}

func TestALongListOfWhatIsDroppedIsNoTrailer(t *testing.T) {
	b := newBench(t, func(o *api.Options) {
		o.Exports.Formats = []format.Format{csv.Format(), {Name: "own", MediaType: "text/plain", Writer: format.WriterFunc(
			func(context.Context, format.Source, format.Options, io.Writer) (format.Dropped, error) {
				return format.Dropped{{Field: strings.Repeat("x", 9000), Reason: "é\n𝄞", Count: 1}}, nil
			})}}
	})
	w := b.get(t, "/export?format=own")
	if w.Code != 200 || w.Result().Trailer.Get("Dragoman-Dropped") != "" {
		t.Errorf("%d %v", w.Code, w.Result().Trailer)
	}
	if list := decode[api.DroppedList](t, b.get(t, "/export/dropped?format=own")); len(list.Dropped) != 1 || list.Dropped[0].Reason != "é\n𝄞" {
		t.Errorf("%+v", list)
	}
	if w := b.ask(t, "HEAD", "/export?format=csv"); w.Code != 200 || w.Body.Len() > 0 || w.Header().Get("Content-Disposition") == "" {
		t.Errorf("HEAD = %d %v", w.Code, w.Header())
	}
}
