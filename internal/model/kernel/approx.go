package kernel

import "math"

// The approximations are the same polynomials on every kernel.

// exp is e to the power x for x <= 0, within 2e-7 of it; 0 below -87.
func exp(x float32) float32 {
	if !(x > expLow) {
		return 0
	}
	// x = n*ln2 + r; ln2 in two parts keeps r exact.
	n := float32(x*log2e+magic) - magic
	r := x - n*ln2High
	r -= n * ln2Low
	p := ((((expP0*r+expP1)*r+expP2)*r+expP3)*r+expP4)*r + expP5
	p = p*r*r + r + 1
	return math.Float32frombits(math.Float32bits(p) + uint32(int32(n))<<23)
}

const (
	expLow  = -87
	log2e   = 1.44269504088896341
	ln2High = 0.693359375
	ln2Low  = -2.12194440e-4

	// The series of Cephes, S. L. Moshier's library, for |r| <= ln2/2.
	expP0 = 1.9875691500e-4
	expP1 = 1.3981999507e-3
	expP2 = 8.3334519073e-3
	expP3 = 4.1665795894e-2
	expP4 = 1.6666665459e-1
	expP5 = 5.0000001201e-1
)

// GELU implements Kernel. With c the place beyond which Φ counts as 0 or 1 and
// v = x cut to ±c, Φ(x) is 1/2 + v/(2c) + v*(c²-v²)*Q(v²): the form is exact
// at 0 and ±c, so that large x stay what they are. Q, fitted to the smallest
// largest error, keeps x*Φ(x) within 8e-5.
func (Plain) GELU(x []float32) {
	for i, v := range x {
		v = min(max(v, -geluC), geluC)
		t := v * v
		p := (((((geluQ6*t+geluQ5)*t+geluQ4)*t+geluQ3)*t+geluQ2)*t+geluQ1)*t + geluQ0
		p = p*(geluC2-t) + geluHalf
		x[i] *= v*p + 0.5
	}
}

const (
	geluC    = 4.2
	geluC2   = 17.64
	geluHalf = 0.5 / 4.2

	geluQ0 = 1.584003561e-02
	geluQ1 = -2.816786063e-03
	geluQ2 = 3.674270145e-04
	geluQ3 = -3.306254792e-05
	geluQ4 = 1.917645403e-06
	geluQ5 = -6.350489237e-08
	geluQ6 = 9.017233440e-10
)
