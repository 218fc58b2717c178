package watch

import "testing"

// The example is that of Standard Webhooks.
func TestSignature(t *testing.T) {
	got, err := sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want || err != nil {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	for _, secret := range []string{"", "whsec_", "whsec_***"} {
		if _, err := sign(secret, "m", "1", nil); err == nil {
			t.Errorf("signed with %q", secret)
		}
	}
	if a, b := newSecret(), newSecret(); a == b || len(a) != len("whsec_")+32 {
		t.Errorf("secrets %s, %s", a, b)
	}
}
