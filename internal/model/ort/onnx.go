package ort

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
)

// The parts of ONNX that the network is written in. The numbers are those of
// the fields in onnx.proto3.
const (
	irVersion = 8
	opset     = 17 // of the standard's operators; the first with layer norm
	microsoft = "com.microsoft"

	typeFloat = 1
	typeUint8 = 2
	typeInt8  = 3
	typeInt32 = 6
	typeInt64 = 7
)

// A message is one in protobuf's encoding, growing field by field.
type message []byte

func (m message) int(field int, v uint64) message {
	return binary.AppendUvarint(binary.AppendUvarint(m, uint64(field)<<3), v)
}

func (m message) float(field int, v float32) message {
	return binary.LittleEndian.AppendUint32(binary.AppendUvarint(m, uint64(field)<<3|5), math.Float32bits(v))
}

// open begins a field of n bytes, which are to follow.
func (m message) open(field, n int) message {
	return binary.AppendUvarint(binary.AppendUvarint(m, uint64(field)<<3|2), uint64(n))
}

func (m message) bytes(field int, v []byte) message { return append(m.open(field, len(v)), v...) }

func (m message) text(field int, s string) message { return m.bytes(field, []byte(s)) }

// A graph is a network being written: nodes in the order in which they run, and
// constants.
type graph struct {
	body  message // a GraphProto
	names int
}

// attribute is a setting of a node.
type attribute struct {
	name  string
	value any // int, float32 or []int
}

// node adds an operator and returns the name of what it puts out. An input
// without a name is left out.
func (g *graph) node(domain, op string, inputs []string, attributes ...attribute) string {
	out := g.name(op)
	g.to(out, domain, op, inputs, attributes...)
	return out
}

// to adds an operator whose output has that name.
func (g *graph) to(out, domain, op string, inputs []string, attributes ...attribute) {
	var n message
	for _, in := range inputs {
		n = n.text(1, in)
	}
	n = n.text(2, out).text(3, out).text(4, op)
	for _, a := range attributes {
		n = n.bytes(5, a.encode())
	}
	g.body = g.body.bytes(1, n.text(7, domain))
}

func (a attribute) encode() message {
	m := message{}.text(1, a.name)
	switch v := a.value.(type) {
	case float32:
		return m.float(2, v).int(20, 1)
	case int:
		return m.int(3, uint64(v)).int(20, 2)
	case []int:
		for _, i := range v {
			m = m.int(8, uint64(i))
		}
		return m.int(20, 7)
	}
	return m
}

func (g *graph) name(what string) string {
	g.names++
	return what + strconv.Itoa(g.names)
}

// constant adds a tensor with its numbers, little-endian, and returns its name.
func (g *graph) constant(dtype int, data []byte, shape ...int) string {
	name := g.name("constant")
	var t message
	for _, d := range shape {
		t = t.int(1, uint64(d))
	}
	t = t.int(2, uint64(dtype)).text(8, name).open(9, len(data))
	g.body = append(append(g.body.open(5, len(t)+len(data)), t...), data...)
	return name
}

// bytes writes numbers of a byte, each with a sign.
func (g *graph) bytes(v []byte, shape ...int) string { return g.constant(typeInt8, v, shape...) }

func (g *graph) floats(v []float32, shape ...int) string {
	data := make([]byte, 0, 4*len(v))
	for _, x := range v {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
	}
	return g.constant(typeFloat, data, shape...)
}

func (g *graph) ints(v ...int) string {
	data := make([]byte, 0, 8*len(v))
	for _, x := range v {
		data = binary.LittleEndian.AppendUint64(data, uint64(x))
	}
	return g.constant(typeInt64, data, len(v))
}

// input declares a tensor that comes with each run; a dimension is an int, or a
// string that names one that differs from run to run.
func (g *graph) input(name string, dtype int, dims ...any) {
	g.body = g.body.bytes(11, value(name, dtype, dims))
}

// output declares a tensor that is asked for.
func (g *graph) output(name string, dtype int, dims ...any) {
	g.body = g.body.bytes(12, value(name, dtype, dims))
}

func value(name string, dtype int, dims []any) message {
	var shape message
	for _, d := range dims {
		var dim message
		switch d := d.(type) {
		case int:
			dim = dim.int(1, uint64(d))
		case string:
			dim = dim.text(2, d)
		}
		shape = shape.bytes(1, dim)
	}
	tensor := message{}.int(1, uint64(dtype)).bytes(2, shape)
	return message{}.text(1, name).bytes(2, message{}.bytes(1, tensor))
}

// model is the whole as ONNX Runtime reads it.
func (g *graph) model() []byte {
	m := message{}.int(1, irVersion).text(2, "dragoman")
	m = m.bytes(8, message{}.text(1, "").int(2, opset))
	m = m.bytes(8, message{}.text(1, microsoft).int(2, 1))
	g.body = g.body.text(2, "reader")
	return append(slices.Grow(m.open(7, len(g.body)), len(g.body)), g.body...)
}
