package watch

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// The headers of what is sent, as Standard Webhooks has them.
const (
	headerID        = "Webhook-Id"
	headerTimestamp = "Webhook-Timestamp"
	headerSignature = "Webhook-Signature"
)

// secretMark stands before a secret, so that it is known for one wherever it turns up.
const secretMark = "whsec_"

func newSecret() string { return secretMark + base64.StdEncoding.EncodeToString(random(24)) }

// sign is the signature of a message: of its id, when it is sent, and its body.
func sign(secret, id, timestamp string, body []byte) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretMark))
	if err != nil || len(key) == 0 {
		return "", &news.Error{Code: news.Invalid, Message: "the secret of the watch cannot be read", Hint: "remove the watch and make it anew"}
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

// messageID is the same for every try to send one version of a story, and for no other.
func messageID(d store.Delivery) string {
	sum := sha256.Sum256([]byte(d.Watch + "\x00" + d.Story + "\x00" + strconv.FormatInt(d.At.UnixMilli(), 10)))
	return "msg_" + hex.EncodeToString(sum[:12])
}

// header are the headers of a message that is sent now.
func header(w store.Watch, d store.Delivery, body []byte, now time.Time) (http.Header, error) {
	id, timestamp := messageID(d), strconv.FormatInt(now.Unix(), 10)
	signature, err := sign(w.Secret, id, timestamp, body)
	if err != nil {
		return nil, err
	}
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set(headerID, id)
	h.Set(headerTimestamp, timestamp)
	h.Set(headerSignature, signature)
	return h, nil
}
