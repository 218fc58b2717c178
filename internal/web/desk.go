package web

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// Desk is what can be changed from the pages. A part that is nil has no forms. Whoever serves the pages refuses what
// another site asks for in a reader's name, and whoever may not change anything; the forms are shown by May.
type Desk struct {
	May     func(ctx context.Context) bool // whether whoever asks may change anything; nil: nobody
	People  PeopleDesk
	Stories StoryDesk
	Feeds   FeedDesk

	FollowUps FollowUpDesk
}

// PeopleDesk decides about who is who.
type PeopleDesk interface {
	// Answer accepts or rejects the proposal of a number, or answers news.NotFound where it is made no more.
	Answer(ctx context.Context, proposal int64, accept bool) error
	// Undo takes back the decisions of a step, or answers news.Conflict where it is not the latest.
	Undo(ctx context.Context, step int64) error
}

// StoryDesk decides about stories. Each answers with what was decided.
type StoryDesk interface {
	Merge(ctx context.Context, ids ...string) (Decided, error)
	Split(ctx context.Context, story string, reports ...string) (Decided, error)
	Correct(ctx context.Context, c Correcting) (Decided, error)
	Undo(ctx context.Context, decision int64) (Decided, error)
	// Propose looks through the stories that match, newest first, for what may be settled otherwise.
	Propose(ctx context.Context, f store.Filter) (StoryDoubts, error)
	// Apart decides that two stories are two, Keep that one is one.
	Apart(ctx context.Context, a, b string) (Decided, error)
	Keep(ctx context.Context, story string) (Decided, error)
}

// StoryDoubts are proposals about which reports are one story, the surest first.
type StoryDoubts struct {
	List   []StoryDoubt
	Looked int    // stories that were looked at
	Last   string // the last of them; "" where all that match were
}

// StoryDoubt proposes that two stories are one, or, where B is nil, that a report of A tells of something else.
type StoryDoubt struct {
	A, B          *news.Story
	First, Second string // the reports that are most alike: of A and of B, or both of A
	Confidence    float64
	Reasons       []string
}

// FollowUpDesk decides what became of commitments.
type FollowUpDesk interface {
	// AnswerFollowUp accepts or rejects the follow-up of an id, in somebody's name: news.NotFound where none is proposed under it, news.Conflict
	// where it is accepted already.
	AnswerFollowUp(ctx context.Context, id string, accept bool, by string) (news.Verdict, error)
	// UndoVerdict takes an answer back, or answers news.NotFound.
	UndoVerdict(ctx context.Context, number int64) (news.Verdict, error)
}

// Decided is what became of a decision about stories.
type Decided struct {
	Number int64
	Story  string   // where to look now, "" where it is not known
	Other  string   // of a split: the story of the reports that went
	Notes  []string // how what was written was understood, where that is not plain
}

// Correcting is what an editor says of an entry, as it was written. What is empty stays.
type Correcting struct {
	Entry, Type, Status, Date, Place, Note string
	Wrong                                  bool // the reports do not tell this
}

// may reports whether forms are shown to whoever asks.
func (s *server) may(r *http.Request) bool { return s.Desk.May != nil && s.Desk.May(r.Context()) }

// mostForm is how many bytes of a form are read.
const mostForm = 64 << 10

// desk lets through to a handler what an editor sends, with its form read.
func (s *server) desk(there bool, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !there || !s.may(r) {
			s.refuse(w, r, http.StatusForbidden, func(l *locale.Locale) string { return l.T("desk.mayNot") })
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostForm)
		if err := r.ParseForm(); err != nil {
			s.refuse(w, r, http.StatusBadRequest, func(l *locale.Locale) string { return l.T("desk.noForm") })
			return
		}
		h(w, r)
	}
}

// deskRoutes are the pages for those who keep the record.
func (s *server) deskRoutes(mux *http.ServeMux) {
	people, stories, feeds, followUps := s.Desk.People != nil, s.Desk.Stories != nil, s.Desk.Feeds != nil, s.Desk.FollowUps != nil
	mux.HandleFunc("GET /inbox", s.inboxShow)
	mux.HandleFunc("GET /inbox/commitments", s.followUpsShow)
	mux.HandleFunc("POST /inbox/commitments", s.desk(followUps, s.followUpAnswer))
	mux.HandleFunc("POST /inbox/commitments/undo", s.desk(followUps, s.verdictUndo))
	mux.HandleFunc("GET /inbox/stories", s.doubtsShow)
	mux.HandleFunc("POST /inbox/stories", s.desk(stories, s.doubtAnswer))
	mux.HandleFunc("GET /sources", s.sourceList)
	mux.HandleFunc("GET /feeds", s.feedList)
	mux.HandleFunc("POST /inbox/proposals", s.desk(people, s.proposalAnswer))
	mux.HandleFunc("POST /inbox/undo", s.desk(people, s.peopleUndo))
	mux.HandleFunc("POST /inbox/stories/undo", s.desk(stories, s.storyUndo))
	mux.HandleFunc("POST /stories/{id}/merge", s.desk(stories, s.storyMerge))
	mux.HandleFunc("POST /stories/{id}/split", s.desk(stories, s.storySplit))
	mux.HandleFunc("POST /stories/{id}/correct", s.desk(stories, s.storyCorrect))
	mux.HandleFunc("POST /stories/{id}/undo", s.desk(stories, s.storyUndo))
	mux.HandleFunc("POST /feeds", s.desk(feeds, s.feedAdd))
	mux.HandleFunc("POST /feeds/{change}", s.desk(feeds, s.feedChange))
}

// number reads a field that is a whole number from 1.
func number(r *http.Request, field string) (int64, error) {
	n, err := strconv.ParseInt(r.PostFormValue(field), 10, 64)
	if err != nil || n < 1 {
		return 0, &news.Error{Code: news.Invalid, Message: strconv.Quote(r.PostFormValue(field)) + " is no number"}
	}
	return n, nil
}

// notice is what is said once, on the next page that is shown, of what somebody did.
type notice struct {
	Key   string `json:"k"`           // of its text, behind "done."
	N     int64  `json:"n,omitempty"` // an argument of the text
	Story string `json:"s,omitempty"` // where to look, too
	Text  string `json:"t,omitempty"` // what else was answered
}

// cookieNotice carries a notice from a form to the page that it leads to. It is as little trusted as what else comes from outside.
const (
	cookieNotice    = "done"
	noticeAge       = 60 // seconds
	mostNoticeBytes = 900
)

// done answers a form: the reader is led to a page, which says what was done.
func done(w http.ResponseWriter, r *http.Request, to string, n notice) {
	n.Text = text.Clip(n.Text, mostNoticeBytes)
	data, err := json.Marshal(n)
	if err == nil {
		http.SetCookie(w, &http.Cookie{
			Name: cookieNotice, Value: base64.RawURLEncoding.EncodeToString(data), Path: "/", MaxAge: noticeAge,
			HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
		})
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// noticed takes the notice that waits for the reader, nil where none does.
func noticed(w http.ResponseWriter, r *http.Request, l *locale.Locale) *notice {
	value := cookie(r, cookieNotice)
	if value == "" {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: cookieNotice, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil})
	w.Header().Set("Cache-Control", "no-store")
	var n notice
	data, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || json.Unmarshal(data, &n) != nil || !l.Has("done."+n.Key) {
		return nil
	}
	n.Text = text.Clip(n.Text, mostNoticeBytes)
	return &n
}

// Number is the argument of the text.
func (n *notice) Number() int { return int(n.N) }

// entityNamed is the entity that holds for an id; one that no report names has its id for a name.
func (s *server) entityNamed(ctx context.Context, id string) (*news.Entity, error) {
	if id == "" {
		return &news.Entity{}, nil
	}
	holder, err := s.st.Holder(ctx, id)
	if err != nil {
		return nil, err
	}
	for e, err := range s.st.Entities(ctx, entityFilter(holder)) {
		if err != nil {
			return nil, err
		}
		if e.ID == holder {
			return e, nil
		}
	}
	return &news.Entity{ID: holder, Name: cmp.Or(holder, id)}, nil
}
