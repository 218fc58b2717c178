package api

import (
	"reflect"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/filter"
	"github.com/dragoman-news/dragoman/internal/news"
)

// schemas are the JSON schemas of what is answered, made of the very types that are written.
type schemas struct{ all object }

func newSchemas() *schemas { return &schemas{object{}} }

// of returns the schema of a type: a reference for a struct, which is kept under its name.
func (s *schemas) of(t reflect.Type) object {
	switch t.Kind() {
	case reflect.Pointer:
		return object{"anyOf": []any{s.of(t.Elem()), object{"type": "null"}}}
	case reflect.Struct:
		return s.named(t)
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return object{"type": "object"}
		}
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float64:
		return object{"type": "number"}
	default:
		return object{"type": "integer"}
	}
}

// nameOf is the name of a type in the document: DocumentList for List[export.Document].
func nameOf(t reflect.Type) string {
	name := t.Name()
	if open := strings.IndexByte(name, '['); open >= 0 {
		of := strings.TrimSuffix(name[open+1:], "]")
		name = of[strings.LastIndexByte(of, '.')+1:] + name[:open]
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

func (s *schemas) named(t reflect.Type) object {
	if t == typeOf[docAnswer]() {
		return object{"anyOf": []any{s.of(typeOf[ArticleList]()), s.of(typeOf[Timeline]())}}
	}
	name := nameOf(t)
	ref := object{"$ref": "#/components/schemas/" + name}
	if s.all[name] != nil {
		return ref
	}
	schema := object{"type": "object"}
	s.all[name] = schema // before its fields, which may lead back to it
	properties, required := object{}, []string{}
	s.fields(t, name, properties, &required)
	schema["properties"] = properties
	if len(required) > 0 {
		schema["required"] = required
	}
	return ref
}

// fields adds those of a struct, and those of the structs that it is made of.
func (s *schemas) fields(t reflect.Type, name string, properties object, required *[]string) {
	for i := range t.NumField() {
		field := t.Field(i)
		tag, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && tag == "" {
			s.fields(field.Type, name, properties, required)
			continue
		}
		if !field.IsExported() || tag == "-" {
			continue
		}
		optional := options == "omitempty" || options == "omitzero"
		of := field.Type
		if optional && of.Kind() == reflect.Pointer { // it is left out rather than null
			of = of.Elem()
		}
		schema := s.of(of)
		if values := closed[name+"."+tag]; values != nil {
			schema["enum"] = values
		}
		if tag == "schema" && schemaNames[name] != "" {
			schema["const"] = schemaNames[name]
		}
		properties[tag] = schema
		if !optional {
			*required = append(*required, tag)
		}
	}
}

// closed lists the fields whose values are of a known set. Event types are not: users add their own.
var closed = map[string][]string{
	"Entry.status":       names(filter.Statuses),
	"Event.status":       names(filter.Statuses),
	"Meeting.status":     names(filter.Statuses),
	"Commitment.kind":    names(news.CommitmentKinds),
	"Commitment.became":  append(names(news.FollowUpKinds), ""),
	"FollowUp.kind":      names(news.FollowUpKinds),
	"Verdict.commitment": names(news.CommitmentKinds),
	"Verdict.kind":       names(news.FollowUpKinds),
	"NewVerdict.answer":  {"accept", "reject"},
	"Change.kind":        {"new", "changed", "gone"},
	"HitLine.found":      {"words", "meaning"},
}

// schemaNames are the names that shapes carry.
var schemaNames = map[string]string{
	"Document": export.DocumentSchema, "Story": export.StorySchema, "StoryPage": export.StorySchema, "Entity": export.EntitySchema,
	"Person": export.EntitySchema, "Entry": export.EntrySchema, "QuoteLine": export.QuoteSchema, "HitLine": export.HitSchema, "Visit": export.VisitSchema,
	"Commitment": export.CommitmentSchema, "Verdict": export.VerdictSchema, "Coverage": export.CoverageSchema, "Source": export.SourceSchema, "Feed": export.FeedSchema,
	"Change": ChangeSchema, "ChangeList": ChangesSchema, "SearchResult": SearchSchema,
	"Watch": export.WatchSchema, "WatchNews": WatchNewsSchema, "WatchStories": WatchStoriesSchema, "FormatLine": FormatSchema, "DroppedList": format.DroppedSchema,
}
