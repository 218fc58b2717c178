package guard_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/guard"
)

// FuzzForwarded sends whatever a stranger may in the headers of proxies: nobody becomes local by it, and the
// client is who the trusted proxy saw.
func FuzzForwarded(f *testing.F) {
	f.Add("127.0.0.1", "https", "localhost", false)
	f.Add("::1, 10.0.0.2", "http", "evil.example:99", true)
	f.Add(",,[::ffff:127.0.0.1]:80,%eth0", "HTTPS,x", "a,b\r\nX: y", true)
	f.Fuzz(func(t *testing.T, chain, proto, host string, trusted bool) {
		remote, appended := far, ""
		if trusted { // a proxy writes whom it saw behind what it was told
			remote, appended = "10.0.0.1:9", ", 203.0.113.9"
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = remote
		r.Header.Set("X-Forwarded-For", chain+appended)
		r.Header.Set("X-Forwarded-Proto", proto)
		r.Header.Set("X-Forwarded-Host", host)
		guard.New(guard.Options{Trusted: prefixes("10.0.0.0/8"), Rate: 1e9, Burst: 1e9}).Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			info := guard.Of(r)
			if info.Local() || info.Client.String() != "203.0.113.9" {
				t.Errorf("%q became %+v", chain, info)
			}
			if info.HTTPS && (!trusted || !strings.Contains(strings.ToLower(proto), "https")) {
				t.Errorf("%q became TLS", proto)
			}
		})).ServeHTTP(httptest.NewRecorder(), r)
	})
}
