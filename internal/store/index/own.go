package index

import (
	"slices"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// CheckKnown refuses an entity of the user's that could not be asked for.
func CheckKnown(k *news.Known) error {
	if k == nil || k.ID == "" || k.Name == "" {
		return &news.Error{Code: news.Invalid, Message: "an entity needs an id and a name"}
	}
	valid := utf8.ValidString(k.ID) && utf8.ValidString(k.Name)
	for _, n := range k.Names {
		valid = valid && utf8.ValidString(n.Name)
	}
	if !valid {
		return &news.Error{Code: news.Invalid, Message: "the names of an entity are not UTF-8"}
	}
	return nil
}

// KnownNames returns the folded names by which k is asked for, sorted, each once.
func KnownNames(k *news.Known) []string {
	names := []string{FoldName(k.Name)}
	for _, n := range k.Names {
		names = append(names, FoldName(n.Name))
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}
