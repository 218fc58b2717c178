#include "go_asm.h"
#include "textflag.h"

// Products with SDOT, four rows of q times sixteen rows of weights at a time.
// The assembler does not know these instructions; the macros are their
// encodings.

// D.4S += N.16B · M.4B[I]
#define SDOT(D, N, M, I) WORD $(0x4F80E000 | ((I&1)<<21) | (M<<16) | ((I>>1)<<11) | (N<<5) | D)

// D.4S = float(N.4S)
#define SCVTF(D, N) WORD $(0x4E21D800 | (N<<5) | D)

// D.4S = N.4S * M.4S
#define FMUL(D, N, M) WORD $(0x6E20DC00 | (M<<16) | (N<<5) | D)

// D.4S = N.4S + M.4S
#define FADD(D, N, M) WORD $(0x4E20D400 | (M<<16) | (N<<5) | D)

// FOUR multiplies columns 4*I to 4*I+3: V16 to V19 are four rows of q, and each
// of V20 to V23 four rows of four weights.
#define FOUR(I) \
	VLD1.P 64(R6), [V20.B16, V21.B16, V22.B16, V23.B16] \
	SDOT(0, 20, 16, I)  \
	SDOT(1, 21, 16, I)  \
	SDOT(2, 22, 16, I)  \
	SDOT(3, 23, 16, I)  \
	SDOT(4, 20, 17, I)  \
	SDOT(5, 21, 17, I)  \
	SDOT(6, 22, 17, I)  \
	SDOT(7, 23, 17, I)  \
	SDOT(8, 20, 18, I)  \
	SDOT(9, 21, 18, I)  \
	SDOT(10, 22, 18, I) \
	SDOT(11, 23, 18, I) \
	SDOT(12, 20, 19, I) \
	SDOT(13, 21, 19, I) \
	SDOT(14, 22, 19, I) \
	SDOT(15, 23, 19, I)

// PART scales one register of sums and adds the bias; SCALE are the weights'
// scales, V25 that of the row of q.
#define PART(ACC, SCALE, BIAS) \
	SCVTF(ACC, ACC)        \
	FMUL(26, SCALE, 25)    \
	FMUL(ACC, ACC, 26)     \
	FADD(ACC, ACC, BIAS)

// func panelNEON(p *panel)
TEXT ·panelNEON(SB), NOSPLIT, $0-8
	MOVD p+0(FP), R0
	MOVD panel_y(R0), R1
	MOVD panel_stride(R0), R2
	MOVD panel_q(R0), R3
	MOVD panel_cols(R0), R4
	MOVD panel_rowScale(R0), R5
	MOVD panel_tiles(R0), R7
	MOVD panel_scale(R0), R8
	VLD1 (R8), [V27.S4, V28.S4, V29.S4, V30.S4]
	MOVD $0x80, R8
	VDUP R8, V24.B16

tile:
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	VEOR V2.B16, V2.B16, V2.B16
	VEOR V3.B16, V3.B16, V3.B16
	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	VEOR V6.B16, V6.B16, V6.B16
	VEOR V7.B16, V7.B16, V7.B16
	VEOR V8.B16, V8.B16, V8.B16
	VEOR V9.B16, V9.B16, V9.B16
	VEOR V10.B16, V10.B16, V10.B16
	VEOR V11.B16, V11.B16, V11.B16
	VEOR V12.B16, V12.B16, V12.B16
	VEOR V13.B16, V13.B16, V13.B16
	VEOR V14.B16, V14.B16, V14.B16
	VEOR V15.B16, V15.B16, V15.B16
	MOVD panel_w(R0), R6
	ADD  R4, R3, R8
	ADD  R4, R8, R9
	ADD  R4, R9, R10
	MOVD R4, R11

columns:
	VLD1.P 16(R3), [V16.B16]
	VLD1.P 16(R8), [V17.B16]
	VLD1.P 16(R9), [V18.B16]
	VLD1.P 16(R10), [V19.B16]
	VEOR   V24.B16, V16.B16, V16.B16 // q+128 becomes q
	VEOR   V24.B16, V17.B16, V17.B16
	VEOR   V24.B16, V18.B16, V18.B16
	VEOR   V24.B16, V19.B16, V19.B16
	FOUR(0)
	FOUR(1)
	FOUR(2)
	FOUR(3)
	SUBS   $16, R11, R11
	BNE    columns

	MOVD   panel_bias(R0), R11
	VLD1   (R11), [V20.S4, V21.S4, V22.S4, V23.S4]
	MOVD   R10, R3 // the end of the last row is where the next tile begins
	VLD1R.P 4(R5), [V25.S4]
	PART(0, 27, 20)
	PART(1, 28, 21)
	PART(2, 29, 22)
	PART(3, 30, 23)
	VST1   [V0.S4, V1.S4, V2.S4, V3.S4], (R1)
	ADD    R2, R1, R1
	VLD1R.P 4(R5), [V25.S4]
	PART(4, 27, 20)
	PART(5, 28, 21)
	PART(6, 29, 22)
	PART(7, 30, 23)
	VST1   [V4.S4, V5.S4, V6.S4, V7.S4], (R1)
	ADD    R2, R1, R1
	VLD1R.P 4(R5), [V25.S4]
	PART(8, 27, 20)
	PART(9, 28, 21)
	PART(10, 29, 22)
	PART(11, 30, 23)
	VST1   [V8.S4, V9.S4, V10.S4, V11.S4], (R1)
	ADD    R2, R1, R1
	VLD1R.P 4(R5), [V25.S4]
	PART(12, 27, 20)
	PART(13, 28, 21)
	PART(14, 29, 22)
	PART(15, 30, 23)
	VST1   [V12.S4, V13.S4, V14.S4, V15.S4], (R1)
	ADD    R2, R1, R1
	SUBS   $1, R7, R7
	BNE    tile
	RET
