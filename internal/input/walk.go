package input

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// measure adds up the sizes of the files that args name, for OnBytes. It costs
// a walk through the folders, so it is done only where somebody listens.
func (r *run) measure(args []string) {
	if r.opt.OnBytes == nil {
		return
	}
	for _, arg := range args {
		if arg == "-" || isURL(arg) {
			r.total = 0
			return
		}
		// A link to a folder is not followed here: the total is for a progress
		// bar, and a low one is better than a slow start.
		root := localPath(arg)
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case !r.going():
				return fs.SkipAll
			case path != root && passedOver(d.Name()) && d.IsDir():
				return fs.SkipDir
			case err != nil || d.IsDir() || path != root && passedOver(d.Name()):
				return nil
			}
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				r.total += info.Size()
			}
			return nil
		})
	}
}

// arg reads one argument.
func (r *run) arg(arg string) bool {
	switch {
	case !r.going():
		return false
	case arg == "-":
		return r.stdin()
	case arg == "":
		return r.problem(`""`, bad("an empty argument names nothing"))
	case isURL(arg):
		return r.fetch(arg, 0)
	}
	path := localPath(arg)
	info, err := os.Stat(path)
	if err != nil {
		return r.problem(arg, statProblem(arg, err))
	}
	if info.IsDir() {
		return r.folder(path)
	}
	return r.named(path, info)
}

// isURL reports whether arg is an address to fetch.
func isURL(arg string) bool {
	scheme, _, ok := strings.Cut(arg, "://")
	return ok && !strings.EqualFold(scheme, "file") && !strings.ContainsAny(scheme, `/\ `)
}

// localPath takes the file:// off a path.
func localPath(arg string) string {
	if len(arg) > 7 && strings.EqualFold(arg[:7], "file://") {
		return arg[7:]
	}
	return arg
}

// statProblem says why a path cannot be looked at.
func statProblem(arg string, err error) *news.Error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e := &news.Error{Code: news.NotFound, Message: "there is no such file or folder"}
		if strings.HasPrefix(arg, "www.") {
			return hint(e, "an address begins with https://")
		}
		return hint(e, "see what is there: ls -- %q", filepath.Dir(arg))
	case errors.Is(err, fs.ErrPermission):
		return hint(bad("we may not read it"), "see its permissions: ls -ld -- %q", arg)
	}
	return because("cannot be opened", unwrapPath(err))
}

// unwrapPath takes off the path that os puts into its errors: it is named already.
func unwrapPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// named reads a file that was given by name, or that a link led to, unless it
// was read before.
func (r *run) named(path string, info fs.FileInfo) bool {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		if real, err = filepath.Abs(real); err == nil {
			if r.files[real] || r.walked(real) {
				r.note(path, "was read before")
				r.progress(info.Size())
				return r.going()
			}
			r.files[real] = true
		}
	}
	return r.file(path, info)
}

// walked reports whether a walk already came past the file.
func (r *run) walked(real string) bool {
	return r.folders[filepath.Dir(real)] && !passedOver(filepath.Base(real))
}

// folder reads everything below a folder, by name.
func (r *run) folder(path string) bool {
	found, ok := r.walk(path)
	if ok && !found {
		return r.problem(path, hint(bad("the folder holds nothing that can be read"),
			"what is read: .txt .html .jsonl .warc .xml .json, also with .gz"))
	}
	return ok
}

// walk reads a folder and says whether it held anything. Each folder is
// entered once, whatever links lead to it, so that loops end.
func (r *run) walk(dir string) (found, ok bool) {
	real, err := filepath.EvalSymlinks(dir)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return true, r.problem(dir, statProblem(dir, err))
	}
	if r.folders[real] {
		r.note(dir, "was read before")
		return true, r.going()
	}
	r.folders[real] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		found = true
		if !r.problem(dir, statProblem(dir, err)) {
			return true, false
		}
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if passedOver(e.Name()) {
			if !e.IsDir() {
				r.note(path, "is not a report by its name")
			}
			continue
		}
		had, ok := r.entry(path, filepath.Join(real, e.Name()), e)
		found = found || had
		if !ok {
			return found, false
		}
	}
	return found, r.going()
}

// entry reads one name in a folder.
func (r *run) entry(path, real string, e fs.DirEntry) (found, ok bool) {
	info, err := os.Stat(path) // follows links
	switch {
	case err != nil && e.Type()&fs.ModeSymlink != 0:
		return true, r.problem(path, bad("the link leads nowhere"))
	case err != nil:
		return true, r.problem(path, statProblem(path, err))
	case info.IsDir():
		return r.walk(path)
	case !info.Mode().IsRegular():
		r.note(path, "is %s", specialFile(info.Mode()))
		return false, r.going()
	case e.Type()&fs.ModeSymlink != 0:
		return true, r.named(path, info)
	case r.files[real]:
		r.note(path, "was read before")
		r.progress(info.Size())
		return true, r.going()
	}
	return true, r.file(path, info)
}

// passedOver reports whether a folder's file is not looked at: hidden ones, and
// those that belong to a saved page rather than being one.
func passedOver(name string) bool {
	return strings.HasPrefix(name, ".") || companions[strings.ToLower(filepath.Ext(name))]
}

// companions are the files that lie beside saved pages, and the tables of rules that lie beside reports. A file of another kind
// that cannot be read is named as a problem; these are passed over.
var companions = map[string]bool{
	".css": true, ".js": true, ".mjs": true, ".map": true, ".woff": true, ".woff2": true, ".ttf": true, ".otf": true, ".eot": true,
	".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true, ".svg": true, ".ico": true, ".avif": true, ".bmp": true,
	".mp3": true, ".mp4": true, ".m4a": true, ".ogg": true, ".webm": true, ".wav": true, ".mov": true,
	".tsv": true,
}

// specialFile names what is not a regular file.
func specialFile(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "not a regular file"
}
