package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(tidied{m}, map[string]func(){"dragoman": func() { os.Exit(Main()) }})
}

// tidied removes the program that child built.
type tidied struct{ m *testing.M }

func (t tidied) Run() int {
	status := t.m.Run()
	if built.Load() {
		if bin, err := binary(); err == nil {
			_ = os.RemoveAll(filepath.Dir(bin))
		}
	}
	return status
}

// TestScripts runs the scripts under testdata/script, which double as a manual.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			examples, err := os.Getwd()
			env.Setenv("EXAMPLES", examples+"/../../examples")
			return err
		},
	})
}
