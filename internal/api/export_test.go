package api

// ProblemNames are the names of the kinds of problems, for the tests.
func ProblemNames() []string {
	var out []string
	for _, k := range problems {
		out = append(out, k.name)
	}
	return out
}
