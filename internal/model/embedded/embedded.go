// Package embedded carries the weights that every build of Dragoman has with it,
// and nothing else. What they are is written in package model.
package embedded

import "embed"

// FS holds the model files by name, for model.Open.
//
//go:embed lid.176.ftz
var FS embed.FS

// Reader is the weights of the reading model. It is not in FS so that nobody copies it:
// only what is used of it comes into memory. Nobody writes to it.
//
//go:embed reader.bin
var Reader []byte
