package news

import (
	"errors"
	"fmt"
)

// Code says what kind of failure an error is. The web maps it to an HTTP
// status and the command line to an exit status, each in one switch.
type Code string

// The codes. Anything without one is Internal.
const (
	Invalid  Code = "invalid"
	NotFound Code = "not_found"
	Conflict Code = "conflict"
	Internal Code = "internal"
)

// Error is a failure worth explaining to a person. Message says what happened
// and Hint what to do next; Err, for the log, says why.
type Error struct {
	Code    Code
	Message string
	Hint    string
	Err     error
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return fmt.Sprintf("%s: %v", e.Message, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first Error in err's chain.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}
