#include "go_asm.h"
#include "textflag.h"

// Products with AVX-512 VNNI, eight rows of q times two panels of sixteen rows
// of weights at a time. VPDPBUSD multiplies bytes and adds fours into 32 bits.
//
// The tests compare it with the plain kernel wherever they meet a processor that
// has it.

#define DOT(FOUR, LOW, HIGH) \
	VPBROADCASTD FOUR, Z18       \
	VPDPBUSD     Z16, Z18, LOW   \
	VPDPBUSD     Z17, Z18, HIGH

#define DOT2(FOUR, LOW, HIGH) \
	VPBROADCASTD FOUR, Z19       \
	VPDPBUSD     Z16, Z19, LOW   \
	VPDPBUSD     Z17, Z19, HIGH

// DONE scales the sums of one row of q, adds the bias and stores them. Z16 and
// Z17 are the scales of the weights, Z20 and Z21 the biases.
#define DONE(LOW, HIGH, SCALE, TO, NEXT) \
	VBROADCASTSS SCALE, Z18       \
	VCVTDQ2PS    LOW, LOW         \
	VCVTDQ2PS    HIGH, HIGH       \
	VMULPS       Z16, Z18, Z19    \
	VMULPS       Z17, Z18, Z18    \
	VMULPS       Z19, LOW, LOW    \
	VMULPS       Z18, HIGH, HIGH  \
	VADDPS       Z20, LOW, LOW    \
	VADDPS       Z21, HIGH, HIGH  \
	VMOVUPS      LOW, TO          \
	VMOVUPS      HIGH, NEXT

// func panelVNNI(p *panel)
// The second panel lies behind the first.
TEXT ·panelVNNI(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), R15
	MOVQ panel_y(R15), DX
	MOVQ panel_stride(R15), BX
	MOVQ panel_q(R15), DI
	MOVQ panel_cols(R15), R8
	MOVQ panel_rowScale(R15), R12
	MOVQ panel_tiles(R15), R13
	LEAQ (R8)(R8*2), R9   // 3 rows of q
	LEAQ (R8)(R8*4), R10  // 5
	LEAQ (R9)(R8*4), R11  // 7

tile:
	MOVQ      panel_sums(R15), SI
	VMOVDQU32 (SI), Z0
	VMOVDQU32 64(SI), Z1
	VMOVDQA32 Z0, Z2
	VMOVDQA32 Z1, Z3
	VMOVDQA32 Z0, Z4
	VMOVDQA32 Z1, Z5
	VMOVDQA32 Z0, Z6
	VMOVDQA32 Z1, Z7
	VMOVDQA32 Z0, Z8
	VMOVDQA32 Z1, Z9
	VMOVDQA32 Z0, Z10
	VMOVDQA32 Z1, Z11
	VMOVDQA32 Z0, Z12
	VMOVDQA32 Z1, Z13
	VMOVDQA32 Z0, Z14
	VMOVDQA32 Z1, Z15
	MOVQ      panel_w(R15), SI
	MOVQ      R8, AX
	SHLQ      $4, AX
	ADDQ      SI, AX // the second panel
	MOVQ      R8, CX

columns:
	VMOVDQU32 (SI), Z16
	VMOVDQU32 (AX), Z17
	DOT((DI), Z0, Z1)
	DOT2((DI)(R8*1), Z2, Z3)
	DOT((DI)(R8*2), Z4, Z5)
	DOT2((DI)(R9*1), Z6, Z7)
	DOT((DI)(R8*4), Z8, Z9)
	DOT2((DI)(R10*1), Z10, Z11)
	DOT((DI)(R9*2), Z12, Z13)
	DOT2((DI)(R11*1), Z14, Z15)
	ADDQ      $64, SI
	ADDQ      $64, AX
	ADDQ      $4, DI
	SUBQ      $4, CX
	JNZ       columns

	MOVQ    panel_scale(R15), SI
	VMOVUPS (SI), Z16
	VMOVUPS 64(SI), Z17
	MOVQ    panel_bias(R15), SI
	VMOVUPS (SI), Z20
	VMOVUPS 64(SI), Z21
	LEAQ    (BX)(BX*2), CX
	LEAQ    (DX)(BX*4), AX
	DONE(Z0, Z1, (R12), (DX), 64(DX))
	DONE(Z2, Z3, 4(R12), (DX)(BX*1), 64(DX)(BX*1))
	DONE(Z4, Z5, 8(R12), (DX)(BX*2), 64(DX)(BX*2))
	DONE(Z6, Z7, 12(R12), (DX)(CX*1), 64(DX)(CX*1))
	DONE(Z8, Z9, 16(R12), (AX), 64(AX))
	DONE(Z10, Z11, 20(R12), (AX)(BX*1), 64(AX)(BX*1))
	DONE(Z12, Z13, 24(R12), (AX)(BX*2), 64(AX)(BX*2))
	DONE(Z14, Z15, 28(R12), (AX)(CX*1), 64(AX)(CX*1))
	LEAQ    (AX)(BX*4), DX
	ADDQ    $32, R12
	ADDQ    R11, DI // it went over one row; seven more
	DECQ    R13
	JNZ     tile
	VZEROUPPER
	RET
