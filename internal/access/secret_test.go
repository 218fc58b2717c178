package access_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func TestPasswords(t *testing.T) {
	hash := cheap.Hash("Café crème à Bagdad")
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=8,t=1,p=1$") || strings.Contains(hash, "Bagdad") || hash == cheap.Hash("Café crème à Bagdad") {
		t.Errorf("hash %s", hash)
	}
	for password, want := range map[string]bool{
		"Café crème à Bagdad":        true,
		"Cafe\u0301 crème à Bagdad":  true, // the same letters, as another keyboard sends them
		"café crème à Bagdad":        false,
		"Café crème à Bagdad ":       false,
		"":                           false,
		strings.Repeat("x", 100_000): false,
	} {
		if access.Verify(hash, password) != want {
			t.Errorf("%.40q: %t", password, !want)
		}
	}
}

func TestAHashThatIsNoneLetsNobodyIn(t *testing.T) {
	good := cheap.Hash(secret)
	for _, hash := range []string{
		"", "$", secret, strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=8", "m=99999999", 1), strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "p=1", "p=0", 1),
		strings.Replace(good, "m=8", "m=-8", 1), good[:len(good)-4], good + "$", "$argon2id$v=19$m=8,t=1,p=1$$",
	} {
		if access.Verify(hash, secret) {
			t.Errorf("%q let in", hash)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add(cheap.Hash(secret), secret)
	f.Add("$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAA", "x")
	f.Fuzz(func(t *testing.T, hash, password string) {
		if strings.Contains(hash, "m=8,t=1,p=1$") && access.Verify(hash, password) && access.Verify(hash, password+"x") {
			t.Errorf("%q lets two passwords in", hash)
		}
	})
}

func TestNewPasswordsAreChecked(t *testing.T) {
	for password, ok := range map[string]bool{
		secret: true, "سبع كلمات لا يعرفها أحد": true, "九个字的密码还不够长呀真的": true,
		"short horse": false, strings.Repeat("ab", 20): false, strings.Repeat("long password ", 100): false,
		"ada-lovelace": false, "Ada-Lovelace1": false, "ada-lovelace and a horse": true,
	} {
		err := access.CheckPassword("ada-lovelace", password)
		if (err == nil) != ok || err != nil && news.CodeOf(err) != news.Invalid {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestNames(t *testing.T) {
	d := newDesk(t, access.Options{}, true)
	for name, kept := range map[string]string{" Ada.Lovelace@desk-1 ": "ada.lovelace@desk-1", "عُمَر": "عُمَر", "ÉLODIE": "élodie", "Ａｌｉ": "ali"} {
		if u, err := d.gate.AddUser(t.Context(), name, store.RoleReader, secret); err != nil || u.Name != kept {
			t.Errorf("%q became %q, %v", name, u.Name, err)
		}
	}
	for _, name := range []string{"", " ", "a b", "a/b", "<b>", "a\u202eb", "a\x00", strings.Repeat("a", 65), "😀"} {
		if _, err := d.gate.AddUser(t.Context(), name, store.RoleReader, secret); news.CodeOf(err) != news.Invalid {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := d.gate.AddUser(t.Context(), "Élodie", store.RoleReader, secret); news.CodeOf(err) != news.Conflict {
		t.Errorf("the same name again: %v", err)
	}
}

func TestTokens(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	ctx := t.Context()
	issue := func(k store.Token) (string, store.Token) {
		t.Helper()
		s, made, err := d.gate.NewToken(ctx, k)
		if err != nil {
			t.Fatal(err)
		}
		return s, made
	}
	code := func(s string) int {
		return d.ask("POST", "/api/v1/x", far, nil, "Authorization: bearer "+s).Code
	}
	s, made := issue(store.Token{Name: "nightly", Role: store.RoleEditor, Expires: d.now().Add(48 * time.Hour)})
	kept, err := d.st.Tokens(ctx)
	if err != nil || len(kept) != 1 || !strings.HasPrefix(s, "drg_"+made.ID+"_") || len(s) < 60 {
		t.Fatalf("%q, %v, %v", s, kept, err)
	}
	if strings.Contains(kept[0].Hash, s[13:]) || len(kept[0].Hash) != 64 {
		t.Errorf("kept %q", kept[0].Hash)
	}
	if code(s) != 200 || code(s+"x") != 401 || code(strings.ToLower(s)) != 401 || code("drg_"+made.ID+"_") != 401 || code(kept[0].Hash) != 401 {
		t.Error("just the token itself lets in")
	}
	d.pass(time.Hour)
	if code(s) != 200 {
		t.Error("an hour later")
	}
	if k, err := d.st.Token(ctx, made.ID); err != nil || !k.Used.Equal(d.now()) {
		t.Errorf("used %s, %v", k.Used, err)
	}
	d.pass(47 * time.Hour)
	if code(s) != 401 {
		t.Error("it has expired")
	}
	s, made = issue(store.Token{Name: "short", Role: store.RoleEditor})
	if err := d.st.RemoveToken(ctx, made.ID); err != nil || code(s) != 401 {
		t.Errorf("taken back: %v", err)
	}
	if _, _, err := d.gate.NewToken(ctx, store.Token{Role: store.RoleReader, Expires: d.now()}); news.CodeOf(err) != news.Invalid {
		t.Errorf("one that expired before it was made: %v", err)
	}
}

// TestNobodyLearnsWhichTokensThereAre compares the answers to wrong tokens: those of an id that is there read as those of one that is not.
func TestNobodyLearnsWhichTokensThereAre(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	good, made, err := d.gate.NewToken(t.Context(), store.Token{Name: "t", Role: store.RoleReader})
	if err != nil {
		t.Fatal(err)
	}
	wrong := map[string]string{
		"another secret":       "drg_" + made.ID + "_" + strings.Repeat("A", len(good)-len("drg_")-len(made.ID)-1),
		"but for the last":     good[:len(good)-1] + "?",
		"but for the first":    "drg_" + made.ID + "_?" + good[len("drg_")+len(made.ID)+2:],
		"an id that is none":   "drg_zzzzzzzz_" + strings.Repeat("A", 52),
		"no id":                "drg__" + strings.Repeat("A", 52),
		"not a token":          "x",
		"longer than any":      "drg_" + made.ID + "_" + strings.Repeat("A", 4000),
		"the id with wildcard": "drg_%%%%%%%%_" + strings.Repeat("A", 52),
	}
	answer := func(secret string) string {
		w := d.ask("GET", "/api/v1/x", far, nil, "Authorization: Bearer "+secret)
		body, _, _ := strings.Cut(w.Body.String(), `"instance"`) // which is the number of the request
		return fmt.Sprint(w.Code, w.Header().Get("WWW-Authenticate"), w.Header().Get("Content-Type"), body)
	}
	d.pass(time.Hour)
	want := answer("drg_aaaaaaaa_" + strings.Repeat("B", 52))
	if !strings.HasPrefix(want, "401") {
		t.Fatalf("%s", want)
	}
	for name, secret := range wrong {
		if got := answer(secret); got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}

func TestATokenMayNoMoreThanItsUser(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	s, _, err := d.gate.NewToken(t.Context(), store.Token{Name: "t", User: "The-Admin", Role: store.RoleEditor})
	if err != nil {
		t.Fatal(err)
	}
	code := func() int { return d.ask("POST", "/api/v1/x", far, nil, "Authorization: Bearer "+s).Code }
	if got := code(); got != 200 {
		t.Errorf("an admin's: %d", got)
	}
	if err := d.gate.SetRole(t.Context(), "the-admin", store.RoleReader); err != nil || code() != 403 {
		t.Errorf("a reader's: %v", err)
	}
	if err := d.st.RemoveUser(t.Context(), "the-admin"); err != nil || code() != 401 {
		t.Errorf("nobody's: %v", err)
	}
}

func TestATokenIsSlowedDown(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	s, _, err := d.gate.NewToken(t.Context(), store.Token{Name: "t", Role: store.RoleReader})
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for range 300 {
		if d.ask("GET", "/api/v1/x", near, nil, "Authorization: Bearer "+s).Code == 429 {
			refused++
		}
	}
	if refused != 100 {
		t.Errorf("%d of 300 at once refused", refused)
	}
}

func TestTheTextsOfAllLanguages(t *testing.T) {
	read := func(lang string) map[string]string {
		data, err := os.ReadFile("locale/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]string
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	page, err := os.ReadFile("templates/login.html")
	if err != nil {
		t.Fatal(err)
	}
	en := read("en")
	said := []string{"wrong", "wait"} // by the program
	for key := range en {
		if !strings.Contains(string(page), ".T."+key) && !slices.Contains(said, key) {
			t.Errorf("nothing says %s", key)
		}
	}
	for _, lang := range []string{"fr", "ar"} {
		all := read(lang)
		for key, text := range en {
			if all[key] == "" || key != "dir" && all[key] == text {
				t.Errorf("%s has no %s", lang, key)
			}
		}
		if len(all) != len(en) {
			t.Errorf("%s has %d texts, en %d", lang, len(all), len(en))
		}
	}
}
