package api_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// The store is SQLite, as in the program.
func onDisk(b *testing.B, reports int) *bench {
	b.Helper()
	made := newBench(b, nil)
	made.fill(b).many(b, 0, reports)
	st, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	if _, err := st.Add(b.Context(), collect(made.Documents(b.Context(), store.Filter{}))); err != nil {
		b.Fatal(err)
	}
	var stories []*news.Story
	stories = append(stories, collect(made.Stories(b.Context(), store.Filter{}))...)
	if err := st.ApplyStories(b.Context(), store.StoryChanges{Put: stories}); err != nil {
		b.Fatal(err)
	}
	made.Handler = api.New(st, api.Options{Desk: desk{made}})
	return made
}

func benchmark(b *testing.B, path string, header ...string) {
	h := onDisk(b, 2000)
	r := httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	n := int64(0)
	for b.Loop() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code, w.Body)
		}
		n = int64(w.Body.Len())
	}
	b.SetBytes(n)
}

func BenchmarkReports(b *testing.B)      { benchmark(b, "/reports") }
func BenchmarkStories(b *testing.B)      { benchmark(b, "/stories") }
func BenchmarkStoriesNamed(b *testing.B) { benchmark(b, "/stories?entity=Barham+Salih&lang=en") }
func BenchmarkStory(b *testing.B)        { benchmark(b, "/stories/s1") }
func BenchmarkEntries(b *testing.B)      { benchmark(b, "/entries") }
func BenchmarkSearch(b *testing.B)       { benchmark(b, "/search?q=Barham") }
func BenchmarkLines(b *testing.B)        { benchmark(b, "/stories", "Accept", "application/jsonl") }
