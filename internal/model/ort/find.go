package ort

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Variable is the environment variable that says where the library is.
const Variable = "DRAGOMAN_ORT"

// fetched is where `make ort` puts the library, from the repository's root.
const fetched = ".cache/ort"

// names are patterns of what the library's file is called, by operating system,
// the best first; packages of systems have the release in it.
var names = map[string][]string{
	"linux":  {"libonnxruntime.so.1", "libonnxruntime.so", "libonnxruntime.so.1.*"},
	"darwin": {"libonnxruntime.1.dylib", "libonnxruntime.dylib", "libonnxruntime.1.*.dylib"},
}

// system are the folders that packages put it in, by operating system and
// processor.
var system = map[string][]string{
	"linux/amd64":  {"/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/opt/onnxruntime/lib"},
	"linux/arm64":  {"/usr/local/lib", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/opt/onnxruntime/lib"},
	"darwin/arm64": {"/opt/homebrew/lib", "/usr/local/lib"},
	"darwin/amd64": {"/usr/local/lib"},
}

// Find says where ONNX Runtime is: where the environment says, though there be
// nothing, unless it says 1; beside the program; in the repository that the program was built in;
// where the system keeps libraries. The working directory is not looked at: it
// may be anybody's.
func Find() (path string, ok bool) {
	if path := os.Getenv(Variable); path != "" && path != "1" {
		return path, true
	}
	program, err := os.Executable()
	if err == nil {
		program, err = filepath.EvalSymlinks(program)
	}
	if err == nil {
		folder := filepath.Dir(program)
		if path, ok := first(folder, filepath.Join(folder, "..", fetched)); ok {
			return path, true
		}
	}
	return first(system[runtime.GOOS+"/"+runtime.GOARCH]...)
}

// In says where in the repository at root `make ort` has put the library, if it
// has.
func In(root string) (path string, ok bool) { return first(filepath.Join(root, fetched)) }

// first is the first file of such a name in the first folder that has one.
func first(folders ...string) (string, bool) {
	for _, folder := range folders {
		files, err := os.ReadDir(folder)
		if err != nil {
			continue // not there, or not ours to read
		}
		for _, pattern := range names[runtime.GOOS] {
			for _, file := range files {
				path := filepath.Join(folder, file.Name())
				if ok, _ := filepath.Match(pattern, file.Name()); ok && regular(path) {
					return path, true
				}
			}
		}
	}
	return "", false
}

func regular(path string) bool {
	s, err := os.Stat(path)
	return err == nil && s.Mode().IsRegular()
}

func unusable(path, why string, err error) error {
	return &news.Error{
		Code:    news.Invalid,
		Message: fmt.Sprintf("ONNX Runtime at %s cannot be used: %s", path, why),
		Hint:    "make ort fetches one for glibc 2.28 or later; without any, Dragoman computes in Go",
		Err:     err,
	}
}
