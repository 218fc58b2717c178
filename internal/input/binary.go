package input

import "bytes"

// magic is how a kind of binary file begins (at, mostly 0) and what people call
// it.
type magic struct {
	at   int
	sig  string
	name string
}

// magics lists what people hand over by mistake. To add one, add a line.
// Signatures as in the file(1) database and the formats' own documents.
var magics = []magic{
	{0, "\x89PNG\r\n\x1a\n", "a PNG image"},
	{0, "\xff\xd8\xff", "a JPEG image"},
	{0, "GIF87a", "a GIF image"},
	{0, "GIF89a", "a GIF image"},
	{8, "WEBPVP8", "a WebP image"},
	{8, "WAVEfmt", "a WAV recording"},
	{0, "II*\x00", "a TIFF image"},
	{0, "MM\x00*", "a TIFF image"},
	{0, "\x00\x00\x01\x00", "an icon"},
	{0, "%PDF-", "a PDF"},
	{0, "%!PS-", "a PostScript document"},
	{0, "{\\rtf", "an RTF document"},
	{0, "PK\x03\x04", "a zip archive or an Office document"},
	{0, "PK\x05\x06", "an empty zip archive"},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"},
	{0, "\x1f\x8b", "a gzip file inside another"},
	{0, "BZh", "a bzip2 file"},
	{0, "\xfd7zXZ\x00", "an xz file"},
	{0, "\x28\xb5\x2f\xfd", "a Zstandard file"},
	{0, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive"},
	{0, "Rar!\x1a\x07", "a RAR archive"},
	{257, "ustar", "a tar archive"},
	{0, "\x7fELF", "an ELF program"},
	{0, "MZ\x90\x00", "a Windows program"},
	{0, "\xcf\xfa\xed\xfe", "a macOS program"},
	{0, "\xca\xfe\xba\xbe", "a Java class or macOS program"},
	{0, "\x00asm", "a WebAssembly program"},
	{0, "SQLite format 3\x00", "an SQLite database"},
	{0, "PAR1", "a Parquet file"},
	{0, "ID3", "an MP3 recording"},
	{0, "OggS", "an Ogg recording"},
	{0, "\x1aE\xdf\xa3", "a Matroska or WebM film"},
	{4, "ftyp", "an MP4 film"},
	{0, "bplist00", "a binary property list (a Safari web archive?)"},
}

// magicName is what a file that begins with head is, "" if none of magics.
func magicName(head []byte) string {
	for _, m := range magics {
		if len(head) >= m.at+len(m.sig) && bytes.Equal(head[m.at:m.at+len(m.sig)], []byte(m.sig)) {
			return m.name
		}
	}
	return ""
}

// binaryName is what to call a binary file.
func binaryName(head []byte) string {
	if name := magicName(head); name != "" {
		return name
	}
	return "a binary file"
}
