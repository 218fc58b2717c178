package access

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/text/language"
)

// texts are what the login page says, in one language.
type texts map[string]string

// spoken are the languages of the page. The first is for who asks for none of them.
var spoken = [...]language.Tag{language.English, language.French, language.Arabic}

var locales = sync.OnceValues(func() ([]texts, error) {
	all := make([]texts, len(spoken))
	for i, tag := range spoken {
		data, err := files.ReadFile("locale/" + tag.String() + ".json")
		if err == nil {
			err = json.Unmarshal(data, &all[i])
		}
		if err != nil {
			return nil, err
		}
		all[i]["lang"] = tag.String()
	}
	return all, nil
})

// speak chooses the language: what the reader chose on the pages, else what the browser asks for.
func speak(r *http.Request) texts {
	all, err := locales()
	if err != nil {
		return texts{} // they are embedded, and a test reads them
	}
	var wish []language.Tag
	if c, err := r.Cookie("ui"); err == nil {
		if tag, err := language.Parse(c.Value); err == nil {
			wish = append(wish, tag)
		}
	}
	asked, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err == nil {
		wish = append(wish, asked...)
	}
	_, i, _ := language.NewMatcher(spoken[:]).Match(wish...)
	return all[i]
}

// seconds is a wait in whole ones, as Retry-After has it.
func seconds(d time.Duration) string { return strconv.Itoa(max(1, int(math.Ceil(d.Seconds())))) }
