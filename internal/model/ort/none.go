//go:build !((linux || darwin) && (amd64 || arm64) && ort)

package ort

import "errors"

// Without a way to open libraries there is nothing to hold.
type (
	library struct{ version string }
	session struct{}
	call    struct{}
)

const apiVersion = 0

var errStatic = errors.New("this build of Dragoman opens no libraries")

func load(path string, _ uint32) (*library, error) {
	return nil, unusable(path, "built without it", errStatic)
}

func (*library) session([]byte) (*session, error) { return nil, errStatic }
func (*library) run(*session, *batch) error       { return errStatic }
func (*library) release(*session)                 {}
func (*library) close()                           {}
