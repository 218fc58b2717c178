package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func newCorrectStory(c *console) *cobra.Command {
	var (
		db database
		r  rules
		in app.Correcting
	)
	cmd := &cobra.Command{
		Use:   "correct ENTRY",
		Short: "Decide that an entry, or what reports differ on, is otherwise",
		Long: `Decide that an entry, or what reports differ on, is otherwise than the reports were read. ENTRY is the id that "dragoman story" and
"dragoman entries" print beside it; for what the reports of a story differ on as a whole, that of the story. What you say stands
in the place of what the reports say, marked as yours, and stays when reports are read again, revised or joined by others.

--wrong and --same speak of the reports that are there: one that comes later and tells the same, or gives another value, is shown.
"dragoman stories undo" takes it back.`,
		Example: `  dragoman stories correct e1x9k… --date 2020-03-08 --place Basra --note "the ministry says so"
  dragoman stories correct e1x9k… --drop-actor Iran --add-recipient Iran
  dragoman stories correct e1x9k… --wrong
  dragoman stories correct e1x9k… --same date`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			own, err := r.open()
			if err != nil {
				return err
			}
			in.OwnTypes = own.Types()
			st, err := db.existing(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			made, err := app.CorrectStory(cmd.Context(), st, args[0], in)
			if err != nil {
				return err
			}
			for _, n := range made.Notes {
				c.note("%s", flat(n))
			}
			c.printf("corrected (decision %d): %s\n", made.Decision.Number, flat(storyDeed(made.Decision)))
			c.storyHead(made.Story)
			return nil
		},
	}
	db.flags(cmd)
	r.flags(cmd)
	correctFlags(cmd, &in)
	return cmd
}

func correctFlags(cmd *cobra.Command, in *app.Correcting) {
	fl := cmd.Flags()
	fl.StringVar(&in.Type, "type", "", "event type, such as CONSULT, or one of your own rules")
	fl.StringVar(&in.Mode, "mode", "", "how it was done, such as visit; none for nothing")
	fl.StringVar(&in.Status, "status", "", "occurred, planned, called_for, denied or background")
	fl.StringVar(&in.Date, "date", "", "when: 2020-03-08, 2020-03-08/2020-03-10, 2020-03 or 2020; none for no date")
	fl.StringVar(&in.Place, "place", "", "where: a name, or an id such as GN:98182; none for no place")
	fl.StringArrayVar(&in.AddActors, "add-actor", nil, "who acts, too: a name or an id (may be repeated)")
	fl.StringArrayVar(&in.DropActors, "drop-actor", nil, "who does not act (may be repeated)")
	fl.StringArrayVar(&in.AddRecipients, "add-recipient", nil, "to whom it is done, too (may be repeated)")
	fl.StringArrayVar(&in.DropRecipients, "drop-recipient", nil, "to whom it is not done (may be repeated)")
	fl.BoolVar(&in.Wrong, "wrong", false, "the reports do not tell this: it is taken out")
	fl.StringVar(&in.Same, "same", "", "what the reports do not differ on, as \"Where they differ\" has it, such as date: that is taken out")
	fl.StringVar(&in.Note, "note", "", "why, to be shown with it")
}

// decided prints what the user decided about a story: which reports are of it, what was corrected, with what the
// reports say, and what corrections find nothing to correct here.
func (p *storyPage) decided(f *app.FoundStory) {
	if len(f.Decided)+len(p.story.Corrected) == 0 {
		return
	}
	p.section("What you decided")
	type row struct {
		number int64
		print  func()
	}
	var rows []row
	for _, d := range f.Decided {
		if d.Kind != store.Correct || !app.Holds(p.story, d) {
			rows = append(rows, row{d.Number, func() {
				p.decision(d, false)
				if d.Kind == store.Correct {
					p.findsNothing("this story does not tell what it is about, or not any more")
				}
			}})
		}
	}
	for i, k := range p.story.Corrected {
		last := i+1 == len(p.story.Corrected) || p.story.Corrected[i+1].Number != k.Number
		rows = append(rows, row{k.Number, func() { p.correction(k, last) }})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.number, b.number) })
	for _, r := range rows {
		r.print()
	}
}

// correction prints one thing that was corrected; after the last of a decision why.
func (p *storyPage) correction(k news.Corrected, last bool) {
	about := ""
	if i := slices.IndexFunc(p.story.Entries, func(e news.Entry) bool { return e.ID == k.Entry }); i >= 0 && k.Entry != "" {
		about = " of " + k.Entry
	}
	p.printf("  %d  %s  %s\n", k.Number, p.style(faint, clock(k.At)), p.foreign(corrected(k, about)))
	if len(k.Since) > 0 {
		p.printf("     %s\n", p.style(yellow, flat("shown all the same: so says "+p.outlets(k.Since)+", since then")))
	}
	if k.Overruled > 0 {
		p.printf("     %s\n", p.style(faint, fmt.Sprintf("decision %d holds instead", k.Overruled)))
	}
	if last && k.Note != "" {
		p.printf("     %s\n", p.foreign(k.Note))
	}
}

// corrected says in words what was corrected, with what the reports say.
func corrected(k news.Corrected, about string) string {
	switch k.Change {
	case news.ChangeWrong:
		return "not told by the reports: " + k.Was
	case news.ChangeSame:
		return "no difference on " + k.Attribute + about + ": " + k.Was
	case news.ChangeAdd:
		if k.Was != "" {
			return k.Attribute + about + ": " + k.Is + " is one; the reports say so as well"
		}
		return k.Attribute + about + ": " + k.Is + " is one; the reports do not say so"
	case news.ChangeDrop:
		return k.Attribute + about + ": " + k.Was + " is none"
	}
	if k.Was == k.Is {
		return k.Attribute + about + ": " + nonEmpty(k.Is, "none") + "; the reports say so as well"
	}
	return k.Attribute + about + ": " + nonEmpty(k.Is, "none") + "; the reports say " + nonEmpty(k.Was, "nothing")
}

// decision prints what was decided about stories; nothing says that it is a correction which finds nothing.
func (c *console) decision(d store.StoryDecision, nothing bool) {
	c.printf("  %d  %s  %s\n", d.Number, c.style(faint, clock(d.At)), flat(storyDeed(d)))
	if nothing {
		c.findsNothing("what it is about is not told any more")
	}
}

func (c *console) findsNothing(why string) {
	c.printf("     %s\n", c.style(yellow, "finds nothing now: "+why))
}

// storyDeed says in words what was decided.
func storyDeed(d store.StoryDecision) string {
	switch d.Kind {
	case store.Merge:
		return strings.Join(d.Stories, " and ") + " are one"
	case store.Correct:
		return correctionDeed(d)
	}
	off := d.Parts[len(d.Parts)-1]
	verb := "tell"
	if len(off) == 1 {
		verb = "tells"
	}
	return fmt.Sprintf("of %s, %s %s of something else", strings.Join(d.Stories, " "), strings.Join(off, " "), verb)
}

// correctionDeed says in words what a correction corrects.
func correctionDeed(d store.StoryDecision) string {
	c := d.Correction
	about := c.Anchor.Entry
	if about == "" {
		about = strings.Join(d.Stories, " ")
	}
	var parts []string
	say := func(given bool, words string) {
		if given {
			parts = append(parts, words)
		}
	}
	say(c.Type != "", "type "+string(c.Type))
	say(c.Mode != "", "mode "+c.Mode)
	say(c.Status != "", "status "+string(c.Status))
	if c.Date != nil {
		from, to := export.Interval(*c.Date)
		say(true, "date "+span(from, to))
	}
	if c.Place != nil {
		say(true, "place "+c.Place.Name)
	}
	say(len(c.Unset) > 0, "no "+strings.Join(c.Unset, ", no "))
	for _, side := range []struct {
		list []news.Party
		verb string
	}{
		{c.AddActors, "is an actor"}, {c.DropActors, "is no actor"}, {c.AddRecipients, "is a recipient"}, {c.DropRecipients, "is no recipient"},
	} {
		for _, p := range side.list {
			say(true, p.Name+" "+side.verb)
		}
	}
	say(c.Wrong, "the reports do not tell it")
	if c.Same != nil {
		say(true, "no difference on "+c.Same.Attribute)
	}
	words := about + ": " + strings.Join(parts, "; ")
	if c.Note != "" {
		words += " (" + c.Note + ")"
	}
	return words
}
