package event

import "io/fs"

// CheckBuiltIn reads the rows inside the program and says what is wrong with them. Files of other tables are not rows.
func CheckBuiltIn() error {
	dir, err := fs.Sub(data, "data")
	if err != nil {
		return err
	}
	r := newRules()
	files, err := rowFiles(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		if add := tableOf(file); add != nil {
			if err := r.readFile(dir, file, add, true); err != nil {
				return err
			}
		}
	}
	if len(r.types) > 0 {
		return wrongRow("triggers", 0, "a type that is none of PLOVER's: "+string(r.types[0]))
	}
	return nil
}
