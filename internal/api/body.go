package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// mostBody is how many bytes of what is sent are read.
const mostBody = 64 << 10

// body reads the JSON that a request brings. A field that is not known is refused: one that is misspelt would otherwise
// do nothing, and nobody would see it.
func body[T any](w http.ResponseWriter, q *request) (v T, err error) {
	media, _, err := mime.ParseMediaType(q.Header.Get("Content-Type"))
	if err != nil || media != jsonType {
		return v, &problem{notJSON, "what is sent here is JSON", "Content-Type: application/json"}
	}
	in, err := io.ReadAll(http.MaxBytesReader(w, q.Body, mostBody))
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return v, &problem{kind: tooLarge, detail: "what was sent has more than " + strconv.FormatInt(e.Limit, 10) + " bytes"}
	}
	if err != nil {
		return v, err
	}
	if !utf8.Valid(in) {
		return v, &problem{kind: invalidBody, detail: "what was sent is not UTF-8"}
	}
	d := json.NewDecoder(bytes.NewReader(in))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return v, &problem{invalidBody, "what was sent cannot be read: " + short(err.Error()), "requestBody in " + Prefix + "/openapi.json says what belongs in it"}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return v, &problem{kind: invalidBody, detail: "what was sent has more than one value"}
	}
	return v, nil
}

// bounded refuses a text that is longer than it may be.
func bounded(name, v string, most int) error {
	if n := utf8.RuneCountInString(v); n > most {
		return &problem{kind: invalidBody, detail: name + " has " + strconv.Itoa(n) + " characters, and may have " + strconv.Itoa(most)}
	}
	return nil
}
