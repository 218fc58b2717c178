// Package text holds what every stage needs of written language: where words and
// sentences end, which script a letter is of, how a word is folded for comparison
// and how byte offsets become code points. It knows no task and keeps no state.
package text
