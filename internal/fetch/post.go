package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Poster sends what others asked to be told. It holds to the same doors as Client: an address inside one's own network is
// dialled only with Options.AllowPrivate, however its name resolves.
type Poster struct {
	http  *http.Client
	agent string
}

const (
	postTime  = 15 * time.Second
	maxAnswer = 64 << 10 // nobody reads it: it is taken off the wire so that the connection can be used again
)

// NewPoster returns a poster. Of opt, AllowPrivate, Version and Contact count.
func NewPoster(opt Options) *Poster {
	opt.Timeout = postTime
	return &Poster{agent: New(opt).UserAgent(), http: &http.Client{
		Transport: transport(opt), Timeout: postTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Post sends a body, and answers status and headers of what came back. It follows no redirect.
func (p *Poster) Post(ctx context.Context, address string, header http.Header, body []byte) (int, http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return 0, nil, &news.Error{Code: news.Invalid, Message: req.URL.Scheme + " is no scheme that is sent to", Hint: "https://example.org/hook"}
	}
	req.Header = header.Clone()
	req.Header.Set("User-Agent", p.agent)
	res, err := p.http.Do(req)
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok { // its text has the address, which may hold a secret
			err = e.Err
		}
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.CopyN(io.Discard, res.Body, maxAnswer) // what else it says is not waited for
	return res.StatusCode, res.Header, nil
}
