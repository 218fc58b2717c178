//go:build (linux || darwin) && (amd64 || arm64) && ort

package ort

import (
	"fmt"
	"runtime"
	"unsafe"

	"github.com/ebitengine/purego"
)

// apiVersion is the version of ONNX Runtime's interface that is asked for.
// Later libraries give it too.
const apiVersion = 16

// Objects of the library, never looked into.
type (
	status  struct{ _ byte }
	env     struct{ _ byte }
	options struct{ _ byte }
	session struct{ _ byte }
	memory  struct{ _ byte }
	tensor  struct{ _ byte }
)

// apiBase is what the library's one function returns, OrtApiBase.
type apiBase struct{ getAPI, getVersion uintptr }

// table is the functions of the interface, OrtApi, in the order of
// onnxruntime_c_api.h. It has only ever grown at its end.
type table [101]uintptr

// Places in the table.
const (
	atGetErrorCode    = 1
	atGetErrorMessage = 2
	atCreateEnv       = 3
	atCreateSession   = 8 // from bytes in memory
	atRun             = 9
	atCreateOptions   = 10
	atSetOptimisation = 23
	atSetIntraThreads = 24
	atSetInterThreads = 25
	atCreateTensor    = 49 // on memory of the caller
	atCreateMemory    = 69 // a description of it
	atReleaseEnv      = 92
	atReleaseStatus   = 93
	atReleaseMemory   = 94
	atReleaseSession  = 95
	atReleaseTensor   = 96
	atReleaseOptions  = 100
)

// Values of the interface's enumerations.
const (
	logFatal        = 4 // what is less comes back as a status
	optimiseBasic   = 1 // the network is written as it is to run; more takes twice as long to open
	allocatorDevice = 0
	memoryDefault   = 0
)

// library is ONNX Runtime, opened.
type library struct {
	version  string
	env      *env
	memory   *memory
	inNames  [3]*byte
	outNames [1]*byte

	errorCode      func(*status) int32
	errorMessage   func(*status) string
	createEnv      func(level int32, id string, out **env) *status
	createOptions  func(out **options) *status
	optimise       func(o *options, level int32) *status
	intraThreads   func(o *options, n int32) *status
	interThreads   func(o *options, n int32) *status
	createSession  func(e *env, model *byte, size uintptr, o *options, out **session) *status
	createMemory   func(allocator, kind int32, out **memory) *status
	createTensor   func(m *memory, data unsafe.Pointer, size uintptr, shape *int64, dims uintptr, dtype int32, out **tensor) *status
	runSession     func(s *session, o *options, inNames **byte, in **tensor, ins uintptr, outNames **byte, outs uintptr, out **tensor) *status
	releaseEnv     func(*env)
	releaseStatus  func(*status)
	releaseMemory  func(*memory)
	releaseSession func(*session)
	releaseTensor  func(*tensor)
	releaseOptions func(*options)
}

// load opens the library at path and finds the functions of that version of
// its interface.
func load(path string, version uint32) (*library, error) {
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, unusable(path, "it cannot be opened", err)
	}
	symbol, err := purego.Dlsym(handle, "OrtGetApiBase")
	if err != nil {
		_ = purego.Dlclose(handle) // another library, of which nothing has been called
		return nil, unusable(path, "it is not ONNX Runtime", err)
	}
	l := &library{
		inNames:  [3]*byte{chars(inStates), chars(inMask), chars(inMiddle)},
		outNames: [1]*byte{chars(outFinal)},
	}
	functions, err := l.functions(symbol, version)
	if err != nil {
		return nil, unusable(path, "it is too old", err)
	}
	l.bind(functions)
	if err := l.start(); err != nil {
		l.close()
		return nil, unusable(path, "it does not start", err)
	}
	return l, nil
}

func (l *library) functions(symbol uintptr, version uint32) (*table, error) {
	var (
		base    func() *apiBase
		release func() string
		get     func(version uint32) *table
	)
	purego.RegisterFunc(&base, symbol)
	b := base()
	purego.RegisterFunc(&release, b.getVersion)
	purego.RegisterFunc(&get, b.getAPI)
	l.version = release()
	t := get(version)
	if t == nil {
		return nil, fmt.Errorf("release %s has no interface of version %d", l.version, version)
	}
	return t, nil
}

func (l *library) bind(t *table) {
	for at, function := range map[int]any{
		atGetErrorCode: &l.errorCode, atGetErrorMessage: &l.errorMessage,
		atCreateEnv: &l.createEnv, atCreateOptions: &l.createOptions, atCreateSession: &l.createSession,
		atCreateMemory: &l.createMemory, atCreateTensor: &l.createTensor, atRun: &l.runSession,
		atSetOptimisation: &l.optimise, atSetIntraThreads: &l.intraThreads, atSetInterThreads: &l.interThreads,
		atReleaseEnv: &l.releaseEnv, atReleaseStatus: &l.releaseStatus, atReleaseMemory: &l.releaseMemory,
		atReleaseSession: &l.releaseSession, atReleaseTensor: &l.releaseTensor, atReleaseOptions: &l.releaseOptions,
	} {
		purego.RegisterFunc(function, t[at])
	}
}

// start makes what every session needs. The library keeps one environment for
// the program and counts who uses it.
func (l *library) start() error {
	if err := l.check(l.createEnv(logFatal, "dragoman", &l.env)); err != nil {
		return err
	}
	return l.check(l.createMemory(allocatorDevice, memoryDefault, &l.memory))
}

func (l *library) close() {
	if l.memory != nil {
		l.releaseMemory(l.memory)
	}
	if l.env != nil {
		l.releaseEnv(l.env)
	}
	l.memory, l.env = nil, nil
}

// check turns a status into an error and releases it.
func (l *library) check(s *status) error {
	if s == nil {
		return nil
	}
	defer l.releaseStatus(s)
	return fmt.Errorf("%s (ONNX Runtime code %d)", l.errorMessage(s), l.errorCode(s))
}

// session gives the library a model, to be run on the thread of the caller.
func (l *library) session(model []byte) (*session, error) {
	var o *options
	if err := l.check(l.createOptions(&o)); err != nil {
		return nil, err
	}
	defer l.releaseOptions(o)
	for _, s := range []*status{l.intraThreads(o, 1), l.interThreads(o, 1), l.optimise(o, optimiseBasic)} {
		if err := l.check(s); err != nil {
			return nil, err
		}
	}
	var out *session
	err := l.check(l.createSession(l.env, &model[0], uintptr(len(model)), o, &out))
	runtime.KeepAlive(model)
	return out, err
}

func (l *library) release(s *session) { l.releaseSession(s) }

// call is the tensors of a run, which lie on the batch's memory.
type call struct {
	in  [3]*tensor
	out [1]*tensor
}

// run computes a batch's final states from its first.
func (l *library) run(s *session, b *batch) error {
	c := &b.call
	defer c.release(l)
	n, t, h := int64(b.count), int64(b.length), int64(b.hidden)
	for _, err := range []error{
		put(l, &c.in[0], typeFloat, b.states, n, t, h),
		put(l, &c.in[1], typeInt32, b.mask, n, t),
		put(l, &c.in[2], typeUint8, b.middle, n*t),
		put(l, &c.out[0], typeFloat, b.final, n*t, h),
	} {
		if err != nil {
			return err
		}
	}
	status := l.runSession(s, nil, &l.inNames[0], &c.in[0], uintptr(len(c.in)), &l.outNames[0], uintptr(len(c.out)), &c.out[0])
	runtime.KeepAlive(b)
	if err := l.check(status); err != nil {
		return fmt.Errorf("%d sequences of %d tokens: %w", n, t, err)
	}
	return nil
}

// put makes a tensor of that shape on the memory of data. Go's heap does not
// move, and the batch keeps it alive.
func put[T any](l *library, out **tensor, dtype int32, data []T, shape ...int64) error {
	var one T
	size := uintptr(len(data)) * unsafe.Sizeof(one)
	return l.check(l.createTensor(l.memory, unsafe.Pointer(&data[0]), size, &shape[0], uintptr(len(shape)), dtype, out))
}

func (c *call) release(l *library) {
	for _, t := range []**tensor{&c.in[0], &c.in[1], &c.in[2], &c.out[0]} {
		if *t != nil {
			l.releaseTensor(*t)
			*t = nil
		}
	}
}

// chars is a string as C has it.
func chars(s string) *byte { return unsafe.SliceData(append([]byte(s), 0)) }
