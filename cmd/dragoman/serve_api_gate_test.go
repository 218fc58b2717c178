package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/store"
)

// described is what the OpenAPI document says of an operation.
type described struct {
	method, path string // one that is asked for
	Responses    map[string]struct {
		Ref string `json:"$ref"`
	} `json:"responses"`
}

// openAPI is the document as it is served, with its operations and its schemas.
type openAPI struct {
	operations []described
	Responses  map[string]struct {
		Headers map[string]any `json:"headers"`
	}
	schemas *jsonschema.Compiler
}

func documentOf(t *testing.T, h http.Handler, as string) openAPI {
	t.Helper()
	w := request(h, "GET", "/api/v1/openapi.json", nil, as)
	var doc struct {
		Paths      map[string]map[string]described
		Components struct {
			Responses map[string]struct {
				Headers map[string]any `json:"headers"`
			}
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || w.Code != 200 {
		t.Fatalf("%d, %v", w.Code, err)
	}
	raw, err := jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	problem := raw.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any)["Problem"].(map[string]any)
	problem["additionalProperties"] = false // what is answered is in the document, all of it
	out := openAPI{Responses: doc.Components.Responses, schemas: jsonschema.NewCompiler()}
	out.schemas.DefaultDraft(jsonschema.Draft2020)
	if err := out.schemas.AddResource("mem:///openapi.json", raw); err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(doc.Paths[path])) {
			op := doc.Paths[path][method]
			op.method, op.path = strings.ToUpper(method), strings.ReplaceAll(path, "{id}", "x")
			out.operations = append(out.operations, op)
		}
	}
	return out
}

// holds wants an answer to be of a status, and as the document describes it for the operation.
func (d openAPI) holds(t *testing.T, op described, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %s = %d %s, want %d", op.method, op.path, w.Code, w.Header().Get("Content-Type"), status)
		return
	}
	ref, ok := strings.CutPrefix(op.Responses[strconv.Itoa(status)].Ref, "#/components/responses/")
	if !ok {
		t.Errorf("the document has no %d of %s %s", status, op.method, op.path)
		return
	}
	for name := range d.Responses[ref].Headers {
		if w.Header().Get(name) == "" {
			t.Errorf("%s %s = %d without %s", op.method, op.path, status, name)
		}
	}
	schema, err := d.schemas.Compile("mem:///openapi.json#/components/responses/" + ref + "/content/application~1problem+json/schema")
	if err != nil {
		t.Fatal(err)
	}
	body, err := jsonschema.UnmarshalJSON(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(body); err != nil {
		t.Errorf("%s %s: %v", op.method, op.path, err)
	}
	// RFC 9457: the status is that of the answer, and a title goes with about:blank that is the status in words.
	p := body.(map[string]any)
	if p["status"] != json.Number(strconv.Itoa(status)) || p["type"] == "about:blank" && p["title"] != http.StatusText(status) || !strings.HasPrefix(p["instance"].(string), "urn:dragoman:request:") {
		t.Errorf("%s %s: %v", op.method, op.path, p)
	}
}

// TestWhoMayNotAskIsToldAsTheDocumentSays provokes at each operation what stands before the API: who asks, with which role, how often.
func TestWhoMayNotAskIsToldAsTheDocumentSays(t *testing.T) {
	st := hostile(t)
	as := withUsers(t, st)
	h := fronted(t, st, guard.Options{Loopback: true})
	doc := documentOf(t, h, as[store.RoleReader])
	if len(doc.operations) < 25 {
		t.Fatalf("the document has %d operations", len(doc.operations))
	}
	const wrong = "Authorization: Bearer drg_aaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	busy := fronted(t, st, guard.Options{Hosts: []string{"localhost"}, Rate: 1e-9, Burst: 1})
	for i, op := range doc.operations {
		doc.holds(t, op, sent(h, op.method, op.path, "{}"), http.StatusUnauthorized)
		doc.holds(t, op, sent(h, op.method, op.path, "{}", wrong), http.StatusUnauthorized)
		if op.method != "GET" {
			doc.holds(t, op, sent(h, op.method, op.path, "{}", as[store.RoleReader]), http.StatusForbidden)
			doc.holds(t, op, sent(h, op.method, op.path, "{}", as[store.RoleEditor], "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"), http.StatusForbidden)
		}
		if w := fromAfar(busy, op, as[store.RoleReader]); i > 0 { // the first is let through
			doc.holds(t, op, w, http.StatusTooManyRequests)
		}
	}
	guesser := fronted(t, st, guard.Options{Loopback: true})
	for range 100 {
		if w := sent(guesser, "GET", "/api/v1/stories", "", wrong); w.Code == http.StatusTooManyRequests {
			doc.holds(t, doc.operation(t, "GET", "/api/v1/stories"), w, http.StatusTooManyRequests)
			return
		}
	}
	t.Error("tokens may be guessed without end")
}

func (d openAPI) operation(t *testing.T, method, path string) described {
	t.Helper()
	i := slices.IndexFunc(d.operations, func(op described) bool { return op.method == method && op.path == path })
	if i < 0 {
		t.Fatalf("the document has no %s %s", method, path)
	}
	return d.operations[i]
}

// fromAfar asks from another machine: who sits at this one is not slowed down.
func fromAfar(h http.Handler, op described, as string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(op.method, op.path, strings.NewReader("{}"))
	r.RemoteAddr, r.Host = "203.0.113.9:1", "localhost:8080"
	name, value, _ := strings.Cut(as, ": ")
	r.Header.Set(name, value)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
