#include "textflag.h"

// Attention with NEON, four queries at a time.

// D.4S += N.4S * M.S[I]
#define FMLA(D, N, M, I) WORD $(0x4F801000 | ((I&1)<<21) | (M<<16) | ((I>>1)<<11) | (N<<5) | D)

// DIM adds one place of four queries, V20 to V23, times sixteen keys.
#define DIM(I) \
	VLD1 (R7), [V16.S4, V17.S4, V18.S4, V19.S4] \
	ADD  R1, R7, R7      \
	FMLA(0, 16, 20, I)   \
	FMLA(1, 17, 20, I)   \
	FMLA(2, 18, 20, I)   \
	FMLA(3, 19, 20, I)   \
	FMLA(4, 16, 21, I)   \
	FMLA(5, 17, 21, I)   \
	FMLA(6, 18, 21, I)   \
	FMLA(7, 19, 21, I)   \
	FMLA(8, 16, 22, I)   \
	FMLA(9, 17, 22, I)   \
	FMLA(10, 18, 22, I)  \
	FMLA(11, 19, 22, I)  \
	FMLA(12, 16, 23, I)  \
	FMLA(13, 17, 23, I)  \
	FMLA(14, 18, 23, I)  \
	FMLA(15, 19, 23, I)

#define ZERO \
	VEOR V0.B16, V0.B16, V0.B16     \
	VEOR V1.B16, V1.B16, V1.B16     \
	VEOR V2.B16, V2.B16, V2.B16     \
	VEOR V3.B16, V3.B16, V3.B16     \
	VEOR V4.B16, V4.B16, V4.B16     \
	VEOR V5.B16, V5.B16, V5.B16     \
	VEOR V6.B16, V6.B16, V6.B16     \
	VEOR V7.B16, V7.B16, V7.B16     \
	VEOR V8.B16, V8.B16, V8.B16     \
	VEOR V9.B16, V9.B16, V9.B16     \
	VEOR V10.B16, V10.B16, V10.B16  \
	VEOR V11.B16, V11.B16, V11.B16  \
	VEOR V12.B16, V12.B16, V12.B16  \
	VEOR V13.B16, V13.B16, V13.B16  \
	VEOR V14.B16, V14.B16, V14.B16  \
	VEOR V15.B16, V15.B16, V15.B16

// STORE writes sixteen places of four rows, from R0, R12 bytes apart.
#define STORE \
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)      \
	ADD  R12, R0, R13                            \
	VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (R13)     \
	ADD  R12, R13, R13                           \
	VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (R13)   \
	ADD  R12, R13, R13                           \
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (R13) \
	ADD  $64, R0, R0

// func scoresNEON(dst *float32, width int, q *float32, stride int, keys *float32, d int)
// dst is four rows, width floats apart; width is a multiple of 16. The queries
// lie stride bytes apart; keys is d rows of width floats.
TEXT ·scoresNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD width+8(FP), R1
	MOVD q+16(FP), R2
	MOVD stride+24(FP), R3
	MOVD keys+32(FP), R4
	MOVD d+40(FP), R5
	LSL  $2, R1, R1
	MOVD R1, R12
	MOVD R1, R14 // bytes left in a row

block:
	ZERO
	MOVD R2, R8
	ADD  R3, R8, R9
	ADD  R3, R9, R10
	ADD  R3, R10, R11
	MOVD R4, R7
	MOVD R5, R6

dims:
	VLD1.P 16(R8), [V20.S4]
	VLD1.P 16(R9), [V21.S4]
	VLD1.P 16(R10), [V22.S4]
	VLD1.P 16(R11), [V23.S4]
	DIM(0)
	DIM(1)
	DIM(2)
	DIM(3)
	SUBS   $4, R6, R6
	BNE    dims

	STORE
	ADD  $64, R4, R4
	SUBS $64, R14, R14
	BNE  block
	RET

// func valuesNEON(out *float32, to int, p *float32, width int, v *float32, stride, n, d int)
// out is four rows, to bytes apart, p four rows, width floats apart, and v n
// rows, stride bytes apart; d is a multiple of 16.
TEXT ·valuesNEON(SB), NOSPLIT, $0-64
	MOVD out+0(FP), R0
	MOVD to+8(FP), R12
	MOVD p+16(FP), R2
	MOVD width+24(FP), R3
	MOVD v+32(FP), R4
	MOVD stride+40(FP), R1
	MOVD n+48(FP), R5
	MOVD d+56(FP), R14
	LSL  $2, R3, R3

block:
	ZERO
	MOVD R2, R8
	ADD  R3, R8, R9
	ADD  R3, R9, R10
	ADD  R3, R10, R11
	MOVD R4, R7
	MOVD R5, R6

tokens:
	FMOVS.P 4(R8), F20
	FMOVS.P 4(R9), F21
	FMOVS.P 4(R10), F22
	FMOVS.P 4(R11), F23
	DIM(0)
	SUBS    $1, R6, R6
	BNE     tokens

	STORE
	ADD  $64, R4, R4
	SUBS $16, R14, R14
	BNE  block
	RET
