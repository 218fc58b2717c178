// Package weightstest makes weights files for tests: well formed with Write,
// or a whole random network of any size with Random.
package weightstest

import (
	"encoding/binary"
	"encoding/json"
	"math"

	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// A Tensor is one tensor to write.
type Tensor struct {
	Name  string        `json:"name"`
	DType weights.DType `json:"dtype"`
	Shape []int         `json:"shape"`
	Data  []byte        `json:"-"`
}

// place is where a tensor comes to lie.
type place struct {
	Tensor
	Offset int `json:"offset"`
	Bytes  int `json:"bytes"`
}

// Write returns the file with that header and those tensors.
func Write(h weights.Header, tensors []Tensor) []byte {
	places := make([]place, len(tensors))
	head := struct {
		Format string `json:"format"`
		weights.Header
		Tensors []place `json:"tensors"`
	}{"dragoman.reader/1", h, places}
	// Offsets are part of the header, whose length moves them: room for the
	// widest number is left by a first writing with large ones.
	for i, t := range tensors {
		places[i] = place{t, math.MaxInt32, len(t.Data)}
	}
	first, _ := json.Marshal(head)
	at := up(12 + len(first))
	for i := range places {
		places[i].Offset = at
		at = up(at + places[i].Bytes)
	}
	src, _ := json.Marshal(head)
	out := make([]byte, at)
	copy(out, "DRGR")
	binary.LittleEndian.PutUint32(out[4:], 1)
	binary.LittleEndian.PutUint32(out[8:], uint32(len(src)))
	copy(out[12:], src)
	for _, p := range places {
		copy(out[p.Offset:], p.Data)
	}
	return out
}

func up(n int) int { return (n + 63) &^ 63 }

// Floats writes float32 numbers.
func Floats(name string, v []float32, shape ...int) Tensor {
	data := make([]byte, 4*len(v))
	for i, x := range v {
		binary.LittleEndian.PutUint32(data[4*i:], math.Float32bits(x))
	}
	return Tensor{name, weights.F32, shape, data}
}

// Uints writes uint32 numbers on one axis.
func Uints(name string, v []uint32) Tensor {
	data := make([]byte, 4*len(v))
	for i, x := range v {
		binary.LittleEndian.PutUint32(data[4*i:], x)
	}
	return Tensor{name, weights.U32, []int{len(v)}, data}
}

// Bytes writes bytes on one axis.
func Bytes(name string, v []byte) Tensor {
	return Tensor{name, weights.U8, []int{len(v)}, v}
}

// Ints quantises a matrix to I7: two tensors.
func Ints(name string, v []float32, rows, cols int) []Tensor {
	data := make([]byte, len(v))
	scales := make([]float32, rows)
	for r := range rows {
		row := v[r*cols : (r+1)*cols]
		s := float32(largest(row) / weights.MaxI7)
		scales[r] = s
		for c, x := range row {
			if s > 0 {
				data[r*cols+c] = byte(int8(math.RoundToEven(float64(x / s))))
			}
		}
	}
	return []Tensor{
		{name, weights.I7, []int{rows, cols}, data},
		Floats(name+".s", scales, rows),
	}
}

// Halves quantises a matrix to Q4.
func Halves(name string, v []float32, rows, cols int) Tensor {
	data := make([]byte, 0, len(v)/weights.BlockQ4*weights.BytesQ4)
	for at := 0; at < len(v); at += weights.BlockQ4 {
		block := v[at : at+weights.BlockQ4]
		h := half(float32(largest(block) / 7))
		data = binary.LittleEndian.AppendUint16(data, h)
		d := weights.Half(h)
		nibble := func(x float32) byte {
			if d == 0 {
				return 8
			}
			return byte(min(max(math.RoundToEven(float64(x/d)), -8), 7) + 8)
		}
		for i := range 16 {
			data = append(data, nibble(block[i])|nibble(block[i+16])<<4)
		}
	}
	return Tensor{name, weights.Q4, []int{rows, cols}, data}
}

func largest(v []float32) float64 {
	m := 0.0
	for _, x := range v {
		m = max(m, math.Abs(float64(x)))
	}
	return m
}

// half is the float16 nearest to a number from 0 to 65504, halves rounded up.
func half(v float32) uint16 {
	return uint16((math.Float32bits(v*0x1p-112) + 0x1000) >> 13)
}
