package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/kb/own"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Knowledge is what the user knows by themself of people, organisations and places: it is
// asked for with every report. nil is none.
type Knowledge func() (*entity.Own, error)

// KnowledgeIn is what is kept in a store. It is read when the first report is, and anew
// after it was changed, by whichever program: one that polls for weeks learns of an import.
func KnowledgeIn(ctx context.Context, st store.Own) Knowledge {
	var (
		mu      sync.Mutex
		version int64
		have    *entity.Own
	)
	return func() (*entity.Own, error) {
		mu.Lock()
		defer mu.Unlock()
		now, err := st.OwnVersion(ctx)
		if err != nil || now == version {
			return have, err
		}
		fresh, err := gather(ctx, st, now)
		if err != nil {
			return nil, fmt.Errorf("read the entities of your own: %w", err)
		}
		version, have = now, fresh
		return have, nil
	}
}

// gather makes the user's entities ready to be found, or takes them as they were made
// ready before. What is made is kept for the next program, unless another one writes
// just now: it will be made again.
func gather(ctx context.Context, st store.Own, version int64) (*entity.Own, error) {
	_, data, err := st.OwnIndex(ctx)
	if err != nil {
		return nil, err
	}
	if o, ok := entity.ReadOwn(data); ok {
		return o, nil
	}
	o, err := entity.NewOwn(st.Owned(ctx, store.OwnFilter{}))
	if err != nil {
		return nil, err
	}
	if err := st.PutOwnIndex(ctx, version, o.Bytes()); err != nil && news.CodeOf(err) != news.Conflict {
		return nil, err
	}
	return o, nil
}

// KnowledgeOf is what a file holds, in one of the formats that can be imported.
func KnowledgeOf(path string) Knowledge {
	return sync.OnceValues(func() (_ *entity.Own, err error) {
		f, err := os.Open(path) //nolint:gosec // the path is what the user asked for
		if err != nil {
			return nil, &news.Error{Code: news.Invalid, Message: "the entities of your own cannot be read: " + err.Error(), Hint: "docs/kb-import.md describes the file"}
		}
		defer func() { _ = f.Close() }()
		return entity.NewOwn(openOwn(path, f).Entities())
	})
}

// Imported says what an import did.
type Imported struct {
	store.OwnCount
	Passed []own.Passed // what the file has that Dragoman has no place for
}

// Import keeps the entities that a file holds, all or none. name is that of the file, for
// messages.
func Import(ctx context.Context, st store.Own, name string, in io.Reader) (Imported, error) {
	f := openOwn(name, in)
	n, err := st.PutOwn(ctx, f.Entities())
	if err != nil {
		return Imported{}, err
	}
	return Imported{n, f.Passed()}, nil
}

// Prepare makes the user's entities in a store ready to be found, so that the next program
// that reads reports does not have to.
func Prepare(ctx context.Context, st store.Own) error {
	version, err := st.OwnVersion(ctx)
	if err == nil && version > 0 {
		_, err = gather(ctx, st, version)
	}
	return err
}

func openOwn(name string, in io.Reader) *own.File {
	return own.Open(in, own.Options{Name: name, Country: func(country string) string {
		names, err := entity.New()
		if err != nil {
			return ""
		}
		return names.CountryNamed(country)
	}})
}
