package web

import (
	"context"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
)

// voice is who published a report, as far as a list of stories says it.
type voice struct {
	Source  string
	Country string // ISO 3166-1 alpha-3, "" where unknown
	Lang    news.Lang
}

// voiceMemory remembers who published reports, so that a list that is asked for again does not read them again. What it holds
// never changes: a report that comes anew is another revision.
type voiceMemory struct {
	mu    sync.Mutex
	known map[voiceKey]voice
}

type voiceKey struct {
	report   string
	revision int
}

// mostRemembered is how many voices are held before all are forgotten: some 4 MB.
const mostRemembered = 20_000

// voices says who published the reports of a story, the earliest first.
func (s *server) voices(ctx context.Context, story *news.Story) ([]voice, error) {
	reports := story.Reports[:min(len(story.Reports), mostVoices)]
	out := make([]voice, 0, len(reports))
	for _, id := range reports {
		key := voiceKey{id, max(story.Revisions[id], 1)}
		v, ok := s.remembered.get(key)
		if !ok {
			doc, err := s.st.Document(ctx, id)
			if news.CodeOf(err) == news.NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			v = voice{doc.Outlet(), doc.Country, doc.Lang}
			s.remembered.put(key, v)
		}
		out = append(out, v)
	}
	return out, nil
}

func (m *voiceMemory) get(k voiceKey) (voice, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.known[k]
	return v, ok
}

func (m *voiceMemory) put(k voiceKey, v voice) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= mostRemembered {
		m.known = map[voiceKey]voice{}
	}
	m.known[k] = v
}
