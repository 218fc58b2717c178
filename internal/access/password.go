package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Cost is what one guess at a password costs: of argon2id, RFC 9106.
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// DefaultCost is the second of the two that RFC 9106 recommends, for machines that
// have not 2 GiB to spare.
var DefaultCost = Cost{Memory: 64 << 10, Passes: 3, Threads: 4}

// The bounds of a password: at least what NIST SP 800-63B asks for where no second factor is, at
// most what nobody types.
const (
	minPassword = 12 // characters
	maxPassword = 1024
	saltLength  = 16
	keyLength   = 32
	maxMemory   = 1 << 20 // KiB that a kept hash may ask for
	maxPasses   = 32
)

// CheckPassword says what is wrong with a new password.
func CheckPassword(name, password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < minPassword:
		return &news.Error{
			Code: news.Invalid, Message: fmt.Sprintf("the password has %d characters; %d are the least", n, minPassword),
			Hint: "four or five words that do not belong together are easy to keep in mind",
		}
	case len(password) > maxPassword:
		return &news.Error{Code: news.Invalid, Message: fmt.Sprintf("the password is longer than %d bytes", maxPassword)}
	case tooPlain(name, password):
		return &news.Error{Code: news.Invalid, Message: "the password is little more than the name, or few letters again and again", Hint: "take words that nobody would guess"}
	}
	return nil
}

// tooPlain reports whether a password is little more than the name, or few letters again and again.
func tooPlain(name, password string) bool {
	different := make(map[rune]bool)
	for _, r := range password {
		different[r] = true
	}
	rest := strings.ReplaceAll(strings.ToLower(password), name, "")
	return len(different) < 4 || name != "" && utf8.RuneCountInString(rest) < minPassword/2
}

// Hash makes of a password what is kept of it, in the form that argon2 prints.
func (c Cost) Hash(password string) string {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails: see crypto/rand
	return c.format(salt, c.key(password, salt))
}

func (c Cost) key(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, c.Passes, c.Memory, c.Threads, keyLength)
}

func (c Cost) format(salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads, b.EncodeToString(salt), b.EncodeToString(key))
}

// dummy is a hash that no password has, and that costs as much to compare with.
func (c Cost) dummy() string { return c.format(make([]byte, saltLength), make([]byte, keyLength)) }

// Verify reports whether a hash was made of a password. It takes as long for a wrong one as for
// the right one.
func Verify(hash, password string) bool {
	c, salt, key, ok := parse(hash)
	if !ok || len(password) > maxPassword {
		return false
	}
	return subtle.ConstantTimeCompare(c.key(password, salt), key) == 1
}

// parse reads what Hash wrote.
func parse(hash string) (c Cost, salt, key []byte, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Passes, &c.Threads); n != 3 || err != nil {
		return c, nil, nil, false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	ok = errSalt == nil && errKey == nil && len(salt) >= 8 && len(key) == keyLength &&
		c.Memory >= 8 && c.Memory <= maxMemory && c.Passes >= 1 && c.Passes <= maxPasses && c.Threads >= 1
	return c, salt, key, ok
}
