// Package browser has no code of the program: its tests open the pages of the built
// program in a headless Chromium, as people meet them, with script and without, on a phone and
// on a desk. They need Chromium and axe-core, which `make browser` sees to, and so stand behind the build tag
// "browser". docs/testing.md says what they hold.
package browser
