package api

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
	"strings"
)

type object = map[string]any

// openAPI writes the OpenAPI 3.1 document of a table of routes. Keys come out sorted, so it is the same every time.
func openAPI(table []*route, version string) []byte {
	set := newSchemas()
	paths := object{}
	for path, at := range byPath(table) {
		of := object{}
		for _, rt := range at {
			of[strings.ToLower(rt.verb())] = operation(set, rt)
		}
		paths[Prefix+path] = of
	}
	if version == "" {
		version = "1"
	}
	doc := object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Dragoman", "version": version,
			"summary": "One sourced record of the news in many languages: what happened, who says so, and the very words.",
			"description": "The record is read with GET; the other methods are for those who may change things. Offsets count Unicode code points into the text of the report named beside them. " +
				"Fields may be added to a shape; none is renamed or given another meaning within its number.",
			"license": object{"name": "Apache-2.0", "identifier": "Apache-2.0"},
		},
		"servers":           []any{object{"url": "/"}},
		"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"paths":             paths,
		"security":          []any{object{}, object{"token": []any{}}}, // whether one is needed is for whoever runs the server to say
		"components": object{
			"schemas": set.all, "responses": responses(set),
			"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer", "description": "Made with: dragoman tokens create"}},
		},
	}
	var out bytes.Buffer
	if err := encodeJSON(&out, doc); err != nil {
		panic(err) // a table wrong at compile time: it is made of maps, strings and numbers
	}
	return out.Bytes()
}

func documentShow(s *server, w http.ResponseWriter, q *request) error {
	return writeBody(w, q, s.document)
}

// responseName is the name under which the answers of a status are kept.
func responseName(status int) string { return "Problem" + strconv.Itoa(status) }

// atTheGate are the problems that whoever stands before the API answers with: who may ask, and how often, is theirs to say.
var atTheGate = []struct {
	status               int
	about, header, means string
}{
	{http.StatusUnauthorized, "Whoever asks is not known: there is no token, or it is wrong, has expired or was taken back.", "WWW-Authenticate", "How to say who asks."},
	{http.StatusForbidden, "Whoever asks has not the role for this, or another site made a browser ask.", "", ""},
	{http.StatusTooManyRequests, "Too many requests or wrong tokens came from there.", "Retry-After", "Seconds to wait."},
}

// responses are the problems, once for each status.
func responses(set *schemas) object {
	schema := set.of(typeOf[Problem]())
	titles := map[int][]string{}
	for _, k := range problems {
		titles[k.status] = append(titles[k.status], k.title+".")
	}
	headers := map[int]object{}
	for _, g := range atTheGate {
		titles[g.status] = append(titles[g.status], g.about)
		if g.header != "" {
			headers[g.status] = object{g.header: object{"description": g.means, "schema": object{"type": "string"}}}
		}
	}
	out := object{}
	for status, of := range titles {
		answer := object{
			"description": strings.Join(of, " "),
			"content":     object{"application/problem+json": object{"schema": schema}},
		}
		if h := headers[status]; h != nil {
			answer["headers"] = h
		}
		out[responseName(status)] = answer
	}
	return out
}

func operation(set *schemas, rt *route) object {
	content := object{}
	if rt.answer != nil {
		content[jsonType] = object{"schema": set.of(rt.answer)}
	}
	if rt.line != nil {
		media := linesType
		if rt.events {
			media = eventsType
		}
		content[media] = object{"schema": object{"type": "string", "description": lineWords(rt, set)}}
	}
	for _, media := range rt.files {
		content[media] = object{}
	}
	good := object{"description": "What was asked for."}
	if len(content) > 0 {
		good["content"] = content
	}
	answers := object{strconv.Itoa(cmp.Or(rt.status, http.StatusOK)): good}
	if rt.verb() == http.MethodGet && rt.answer != nil {
		answers["304"] = object{"description": "It is as If-None-Match has it."}
	}
	if rt.moves {
		answers["308"] = object{"description": "The id leads to another one.", "headers": object{"Location": object{"schema": object{"type": "string"}}}}
	}
	for _, status := range statuses(rt) {
		answers[strconv.Itoa(status)] = object{"$ref": "#/components/responses/" + responseName(status)}
	}
	op := object{"operationId": rt.id, "summary": rt.about, "responses": answers}
	if rt.body != nil {
		op["requestBody"] = object{"required": true, "content": object{jsonType: object{"schema": set.of(rt.body)}}}
	}
	if len(rt.params) > 0 {
		params := make([]any, len(rt.params))
		for i, p := range rt.params {
			params[i] = p.document()
		}
		op["parameters"] = params
	}
	return op
}

// lineWords says what a line or an event is: JSON has no schema for many values in a row.
func lineWords(rt *route, set *schemas) string {
	name, _ := set.of(rt.line)["$ref"].(string)
	if rt.events {
		return "Server-sent events; the data of each is " + name
	}
	return "One JSON value a line, the whole list without pages; each is " + name
}

// statuses are the problems that a route may answer with.
func statuses(rt *route) []int {
	out := []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusInternalServerError}
	if len(pathParams(rt.path)) > 0 {
		out = append(out, http.StatusNotFound)
	}
	if rt.verb() != http.MethodGet {
		out = append(out, http.StatusForbidden)
	}
	if rt.body != nil {
		out = append(out, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	switch rt.id {
	case "listVisits", "listCommitments":
		out = append(out, http.StatusGone)
	case "answerFollowUp": // none is proposed under that id, or it is accepted already
		out = append(out, http.StatusNotFound, http.StatusConflict)
	case "search": // by meaning, without a model
		out = append(out, http.StatusNotFound)
	case "streamStoryChanges":
		out = append(out, http.StatusServiceUnavailable)
	case "exportFile", "listDropped": // the import that is asked for is not there
		out = append(out, http.StatusNotFound, http.StatusServiceUnavailable)
	}
	return out
}

func (p *param) document() object {
	schema := object{"type": p.typ}
	if len(p.enum) > 0 {
		schema["enum"] = p.enum
	}
	if p.typ == "integer" {
		schema["minimum"] = p.least
	}
	if p.typ == "string" && len(p.enum) == 0 && !p.path {
		schema["maxLength"] = p.most()
	}
	out := object{"name": p.name, "in": "query", "description": p.about, "schema": schema}
	if p.path {
		out["in"] = "path"
	}
	if p.required {
		out["required"] = true
	}
	switch {
	case p.example == "":
	case p.typ == "string":
		out["example"] = p.example
	default:
		out["example"] = exampleValue(p)
	}
	return out
}

func exampleValue(p *param) any {
	if n, err := strconv.Atoi(p.example); err == nil {
		return n
	}
	return p.example == "true"
}
