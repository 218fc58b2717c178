package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
)

// readLines calls fn with each line of a file that is not empty.
func readLines(file string, fn func([]byte) error) error {
	f, err := os.Open(filepath.Clean(file))
	if err != nil {
		if os.IsNotExist(err) {
			return missing{file}
		}
		return err
	}
	defer func() { _ = f.Close() }()
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 64<<20)
	for sc.Scan() {
		if len(strings.TrimSpace(sc.Text())) == 0 {
			continue
		}
		if err := fn(sc.Bytes()); err != nil {
			return err
		}
	}
	return sc.Err()
}
