package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"

	"github.com/dragoman-news/dragoman/internal/model"
	"github.com/dragoman-news/dragoman/internal/model/embedded"
	"github.com/dragoman-news/dragoman/internal/model/ort"
	"github.com/dragoman-news/dragoman/internal/model/reader"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/news"
)

// NoModel is the name under which reading goes by rules and tables alone.
const NoModel = "none"

// ReadingModel is the reading model of a program, opened when it is first used and then
// shared by all who read or ask.
type ReadingModel struct {
	open     func() (*reader.Reader, error)
	expected atomic.Bool
	none     bool
}

// NewReadingModel returns the model in a folder, the one inside the program for "", and
// for NoModel none. A folder that holds none is found out at first use.
func NewReadingModel(dir string) *ReadingModel {
	if dir == NoModel {
		return &ReadingModel{none: true}
	}
	return &ReadingModel{open: sync.OnceValues(func() (*reader.Reader, error) { return openReader(dir) })}
}

// openReader opens the weights in a folder. Their sum is taken while they are opened, since
// either takes a good part of the time in which a short report should be read.
func openReader(dir string) (*reader.Reader, error) {
	data, err := readerWeights(dir)
	if err != nil {
		return nil, err
	}
	if dir != "" {
		return openWeights(data)
	}
	sum := make(chan error, 1)
	go func() { sum <- model.Check(model.Reader, data) }()
	r, err := openWeights(data)
	if wrong := <-sum; wrong != nil { // the reason why they could not be opened, if they could not
		return nil, wrong
	}
	return r, err
}

func openWeights(data []byte) (*reader.Reader, error) {
	f, err := weights.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("open the reading model: %w", err)
	}
	if os.Getenv(ort.Variable) != "" {
		return openWithORT(f)
	}
	r, err := reader.New(f, nil)
	if err != nil {
		return nil, fmt.Errorf("open the reading model: %w", err)
	}
	return r, nil
}

// openWithORT runs the network in ONNX Runtime. Who asks for it gets it or an error, so that
// a measurement of it never measures something else.
func openWithORT(f *weights.File) (*reader.Reader, error) {
	path, ok := ort.Find()
	if !ok {
		return nil, &news.Error{
			Code: news.NotFound, Message: "ONNX Runtime was asked for with " + ort.Variable + " and is not where that says",
			Hint: "make ort   fetches it; without " + ort.Variable + " the program needs none",
		}
	}
	n, err := ort.Open(path, f)
	if err != nil {
		return nil, fmt.Errorf("open ONNX Runtime: %w", err)
	}
	return reader.NewWith(f, n)
}

// readerWeights returns the bytes of the weights: a folder's checked against the manifest
// there, if there is one, the program's own not checked yet.
func readerWeights(dir string) ([]byte, error) {
	if dir == "" {
		return embedded.Reader, nil
	}
	data, err := model.OpenOther(os.DirFS(dir))
	var known *news.Error
	if errors.Is(err, fs.ErrNotExist) && !errors.As(err, &known) {
		return nil, &news.Error{
			Code: news.NotFound, Message: fmt.Sprintf("there is no reading model in %s", dir),
			Hint: "the folder has to hold " + model.Reader + " in the form that docs/model.md describes", Err: err,
		}
	}
	return data, err
}

// expect begins to open the model, since a report has come that it will be asked to read:
// what comes before its turn then takes no time of its own on a second core.
func (m *ReadingModel) expect() {
	if !m.none && m.expected.CompareAndSwap(false, true) {
		go func() { _, _ = m.open() }() // who reads gets the error
	}
}

// annotate is the stage: it fills doc.Reading.
func (m *ReadingModel) annotate(doc *news.Document) error {
	if m.none {
		return nil
	}
	r, err := m.open()
	if err != nil {
		return err
	}
	return r.Read(doc)
}

// vector understands a query.
func (m *ReadingModel) vector(text string) ([]int8, string, error) {
	r, err := m.open()
	if err != nil {
		return nil, "", err
	}
	v, err := r.Vector(text)
	return v, r.Name(), err
}
