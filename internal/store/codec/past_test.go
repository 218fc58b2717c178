package codec_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/codec"
)

// grown is a story of n reports.
func grown(n int) *news.Story {
	s := &news.Story{ID: "s1", Titles: map[news.Lang]string{"en": "A visit"}, From: "2020-03-07", To: "2020-03-09"}
	for i := range n {
		id := fmt.Sprintf("u%08x", uint32(i)*2654435761)
		s.Reports = append(s.Reports, id)
		s.Entries = append(s.Entries, news.Entry{
			ID: "e" + id, Story: "s1", Type: news.Consult, Status: news.Occurred,
			Actors:   []news.EntryParty{{Party: news.Party{Name: "Barham Salih " + id, Entity: "Q" + id}, Reports: []string{id}}},
			Evidence: []news.ReportSpan{{Report: id, Span: news.Span{Start: i * 7, End: i*7 + 40}}},
		})
	}
	return s
}

func plain(t *testing.T, s *news.Story) []byte {
	t.Helper()
	data, err := codec.EncodeStory(s)
	if err != nil {
		t.Fatal(err)
	}
	out, err := codec.Plain(data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAPastStateIsKeptAsWhatItDiffersIn(t *testing.T) {
	for _, n := range []int{1, 10, 100, 3000} {
		was, is := plain(t, grown(n)), plain(t, grown(n+1))
		data, err := codec.EncodePast(was, is)
		if err != nil {
			t.Fatal(err)
		}
		got, err := codec.DecodePast(data, is)
		if err != nil || !bytes.Equal(got, was) {
			t.Fatalf("%d reports: %v", n, err)
		}
		if len(data) > 200+len(was)/200 {
			t.Errorf("%d reports: %d bytes for a change of one in %d", n, len(data), len(was))
		}
		if codec.Whole(data) {
			t.Errorf("%d reports: it is taken for whole", n)
		}
		if s, err := codec.StoryOf(got); err != nil || len(s.Reports) != n || s.Entries[0].Story != "s1" {
			t.Errorf("%d reports: %v, %v", n, s, err)
		}
	}
}

func TestDamagedPastStatesAreErrors(t *testing.T) {
	was, is := plain(t, grown(5)), plain(t, grown(6))
	data, err := codec.EncodePast(was, is)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"empty": {}, "unknown": append([]byte{9}, data[1:]...), "short": data[:len(data)/2], "turned": append(bytes.Clone(data[:len(data)-1]), ^data[len(data)-1]),
	} {
		if got, err := codec.DecodePast(bad, is); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got, err := codec.DecodePast(data, was); err == nil {
		t.Errorf("with another state: %q", got)
	}
}

func BenchmarkEncodePast(b *testing.B) {
	for _, n := range []int{3, 100} {
		var w, i []byte
		for _, s := range []struct {
			n  int
			to *[]byte
		}{{n, &w}, {n + 1, &i}} {
			data, err := codec.EncodeStory(grown(s.n))
			if err != nil {
				b.Fatal(err)
			}
			if *s.to, err = codec.Plain(data); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := codec.EncodePast(w, i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
