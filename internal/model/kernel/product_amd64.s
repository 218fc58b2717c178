#include "go_asm.h"
#include "textflag.h"

// Products with AVX2, four rows of q times sixteen rows of weights at a time.
//
// VPMADDUBSW multiplies bytes and adds pairs into 16 bits: at most
// 2*255*63 = 32130, which fits. The sum of two such need not fit, but nearly
// always does, and adding before widening to 32 bits is a third quicker. Where
// it might not fit, Pack has put the second half of the weights aside, with
// zeros in their place, and they are added four columns at a time.

// MULADD adds eight columns of one row of q to its sums. Y8 and Y9 are the
// first four weights of each of sixteen rows, Y10 and 96(SI) the last four;
// Y11 is ones.
#define MULADD(FOUR, NEXT, LOW, HIGH) \
	VPBROADCASTD FOUR, Y12         \
	VPBROADCASTD NEXT, Y13         \
	VPMADDUBSW   Y8, Y12, Y14      \
	VPMADDUBSW   Y9, Y12, Y12      \
	VPMADDUBSW   Y10, Y13, Y15     \
	VPMADDUBSW   96(SI), Y13, Y13  \
	VPADDW       Y15, Y14, Y14     \
	VPADDW       Y13, Y12, Y12     \
	VPMADDWD     Y11, Y14, Y14     \
	VPMADDWD     Y11, Y12, Y12     \
	VPADDD       Y14, LOW, LOW     \
	VPADDD       Y12, HIGH, HIGH

// MULADD4 adds four columns.
#define MULADD4(FOUR, LOW, HIGH) \
	VPBROADCASTD FOUR, Y12        \
	VPMADDUBSW   Y8, Y12, Y14     \
	VPMADDUBSW   Y9, Y12, Y12     \
	VPMADDWD     Y11, Y14, Y14    \
	VPMADDWD     Y11, Y12, Y12    \
	VPADDD       Y14, LOW, LOW    \
	VPADDD       Y12, HIGH, HIGH

// FINISH scales the sums of one row of q, adds the bias and stores them. Y8 and
// Y9 are the scales of the weights, Y12 and Y13 the biases.
#define FINISH(LOW, HIGH, SCALE, TO, NEXT) \
	VBROADCASTSS SCALE, Y14       \
	VCVTDQ2PS    LOW, LOW         \
	VCVTDQ2PS    HIGH, HIGH       \
	VMULPS       Y8, Y14, Y15     \
	VMULPS       Y9, Y14, Y14     \
	VMULPS       Y15, LOW, LOW    \
	VMULPS       Y14, HIGH, HIGH  \
	VADDPS       Y12, LOW, LOW    \
	VADDPS       Y13, HIGH, HIGH  \
	VMOVUPS      LOW, TO          \
	VMOVUPS      HIGH, NEXT

// func panelAVX2(p *panel)
TEXT ·panelAVX2(SB), NOSPLIT, $0-8
	MOVQ     p+0(FP), R15
	MOVQ     panel_y(R15), DX
	MOVQ     panel_stride(R15), BX
	MOVQ     panel_q(R15), DI
	MOVQ     panel_cols(R15), R8
	MOVQ     panel_rowScale(R15), R12
	MOVQ     panel_tiles(R15), R13
	LEAQ     (R8)(R8*2), R9
	LEAQ     (BX)(BX*2), R10
	VPCMPEQW Y11, Y11, Y11
	VPSRLW   $15, Y11, Y11

tile:
	MOVQ    panel_sums(R15), SI
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	VMOVDQA Y0, Y2
	VMOVDQA Y1, Y3
	VMOVDQA Y0, Y4
	VMOVDQA Y1, Y5
	VMOVDQA Y0, Y6
	VMOVDQA Y1, Y7
	MOVQ    panel_w(R15), SI
	MOVQ    DI, R11
	MOVQ    R8, CX

columns:
	VMOVDQU (SI), Y8
	VMOVDQU 32(SI), Y9
	VMOVDQU 64(SI), Y10
	MULADD((R11), 4(R11), Y0, Y1)
	MULADD((R11)(R8*1), 4(R11)(R8*1), Y2, Y3)
	MULADD((R11)(R8*2), 4(R11)(R8*2), Y4, Y5)
	MULADD((R11)(R9*1), 4(R11)(R9*1), Y6, Y7)
	ADDQ    $128, SI
	ADDQ    $8, R11
	SUBQ    $8, CX
	JNZ     columns

	MOVQ  panel_asides(R15), CX
	TESTQ CX, CX
	JZ    finish
	MOVQ  panel_aside(R15), SI
	MOVQ  panel_from(R15), AX

aside:
	MOVLQSX (AX), R11
	ADDQ    DI, R11
	VMOVDQU (SI), Y8
	VMOVDQU 32(SI), Y9
	MULADD4((R11), Y0, Y1)
	MULADD4((R11)(R8*1), Y2, Y3)
	MULADD4((R11)(R8*2), Y4, Y5)
	MULADD4((R11)(R9*1), Y6, Y7)
	ADDQ    $64, SI
	ADDQ    $4, AX
	DECQ    CX
	JNZ     aside

finish:
	MOVQ    panel_scale(R15), SI
	VMOVUPS (SI), Y8
	VMOVUPS 32(SI), Y9
	MOVQ    panel_bias(R15), SI
	VMOVUPS (SI), Y12
	VMOVUPS 32(SI), Y13
	FINISH(Y0, Y1, (R12), (DX), 32(DX))
	FINISH(Y2, Y3, 4(R12), (DX)(BX*1), 32(DX)(BX*1))
	FINISH(Y4, Y5, 8(R12), (DX)(BX*2), 32(DX)(BX*2))
	FINISH(Y6, Y7, 12(R12), (DX)(R10*1), 32(DX)(R10*1))
	LEAQ    (DX)(BX*4), DX
	LEAQ    (DI)(R8*4), DI
	ADDQ    $16, R12
	DECQ    R13
	JNZ     tile
	VZEROUPPER
	RET
