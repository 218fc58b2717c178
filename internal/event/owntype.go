package event

// How likely an event of a type that a project has added is, which neither the reading model nor the fitted
// weights know: by full words, by two weak ones in one sentence, by one weak one.
const (
	ownWords = 0.7
	ownPair  = 0.5
	ownWeak  = 0.2
)

// ownType is how likely the candidate i of a sentence is an event of a type of the project.
func ownType(list []candidate, i int) float64 {
	c := list[i]
	if !c.weak {
		return ownWords
	}
	for k, o := range list {
		if k != i && o.kind == c.kind {
			return ownPair
		}
	}
	return ownWeak
}
