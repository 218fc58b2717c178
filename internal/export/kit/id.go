package kit

import (
	"crypto/sha1" //nolint:gosec // RFC 9562 makes version 5 of it; nothing is kept secret by it
	"encoding/hex"
)

// namespace is the UUID, of version 5, of the project's page as an address: the space of all UUIDs that exports give.
const namespace = "\xe1\xc0\x72\xf1\xed\xff\x5e\xb5\x8a\xdd\xfb\xe7\xf5\x68\xd0\xd7"

// UUID is the UUID of version 5 of a thing of a kind: the same thing has the same one in every export, whoever makes
// it, and two kinds never share one.
func UUID(kind, key string) string {
	sum := sha1.Sum([]byte(namespace + kind + "\x00" + key)) //nolint:gosec // as above
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// URN is that UUID as an address that leads nowhere.
func URN(kind, key string) string { return "urn:uuid:" + UUID(kind, key) }
