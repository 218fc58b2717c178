package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// maxLine is how long a line of standard input may be that is read as a password.
const maxLine = 4096

// newPassword asks for a password on a terminal, twice and unseen; else it is the first line of
// standard input.
func (c *console) newPassword() (string, error) {
	if f, ok := c.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return c.typedTwice(int(f.Fd()))
	}
	line, err := bufio.NewReader(io.LimitReader(c.in, maxLine)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", wrong("there is no password on standard input", "run it on a terminal, or give the password as a line: ... < password.txt")
	}
	return line, nil
}

func (c *console) typedTwice(fd int) (string, error) {
	var typed [2]string
	for i, prompt := range []string{"password: ", "again: "} {
		fmt.Fprint(c.err, prompt)
		b, err := term.ReadPassword(fd)
		fmt.Fprintln(c.err)
		if err != nil {
			return "", err
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", wrong("the two passwords differ", "try again")
	}
	return typed[0], nil
}
