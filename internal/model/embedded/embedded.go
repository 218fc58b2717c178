// Package embedded carries the weights that every build of Dragoman has with it,
// and nothing else. What they are is written in package model.
package embedded

import "embed"

// FS holds the model files by name, for model.Open.
//
//go:embed lid.176.ftz
var FS embed.FS
