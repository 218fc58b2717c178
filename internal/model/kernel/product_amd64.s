#include "textflag.h"

// Products with AVX2, eight rows of q times eight rows of weights at a time.
//
// VPMADDUBSW multiplies bytes and adds pairs into 16 bits: at most
// 2*255*63 = 32130, which fits. Adding two of those need not fit; but what
// they stand for, four products of q-128 with a weight, does: at most
// 4*127*63 = 32004. So the sum may wrap, and taking 128 times the four weights
// off (packed beside them) unwraps it. That halves the widening to 32 bits,
// which would otherwise be what bounds the speed.

// MULADD adds eight columns of one row of q to its sums: Y8 and Y9 are eight
// rows of four weights each, Y10 what is to be taken off, Y11 ones.
#define MULADD(FOUR, NEXT, ACC) \
	VPBROADCASTD FOUR, Y12       \
	VPBROADCASTD NEXT, Y13       \
	VPMADDUBSW   Y8, Y12, Y12    \
	VPMADDUBSW   Y9, Y13, Y13    \
	VPSUBW       Y10, Y12, Y12   \
	VPADDW       Y13, Y12, Y12   \
	VPMADDWD     Y11, Y12, Y12   \
	VPADDD       Y12, ACC, ACC

// MULADD2 is the same with other registers in between.
#define MULADD2(FOUR, NEXT, ACC) \
	VPBROADCASTD FOUR, Y14       \
	VPBROADCASTD NEXT, Y15       \
	VPMADDUBSW   Y8, Y14, Y14    \
	VPMADDUBSW   Y9, Y15, Y15    \
	VPSUBW       Y10, Y14, Y14   \
	VPADDW       Y15, Y14, Y14   \
	VPMADDWD     Y11, Y14, Y14   \
	VPADDD       Y14, ACC, ACC

// FINISH scales the sums of one row, adds the bias and stores them.
#define FINISH(ACC, AT, TO) \
	VBROADCASTSS AT(R12), Y12   \
	VCVTDQ2PS    ACC, ACC       \
	VMULPS       Y8, Y12, Y12   \
	VMULPS       Y12, ACC, ACC  \
	VADDPS       Y9, ACC, ACC   \
	VMOVUPS      ACC, TO

// func panelAVX2(y *float32, stride int, q *byte, cols int, w *byte, tiles int, rowScale, scale, bias *float32)
TEXT ·panelAVX2(SB), NOSPLIT, $0-72
	MOVQ y+0(FP), DX
	MOVQ stride+8(FP), BX
	MOVQ q+16(FP), DI
	MOVQ cols+24(FP), R8
	MOVQ tiles+40(FP), R13
	MOVQ rowScale+48(FP), R12
	LEAQ (R8)(R8*2), R9   // 3 rows of q
	LEAQ (R8)(R8*4), R10  // 5
	LEAQ (R9)(R8*4), R11  // 7
	VPCMPEQW Y11, Y11, Y11
	VPSRLW   $15, Y11, Y11

tile:
	MOVQ  w+32(FP), SI
	MOVQ  R8, CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7

columns:
	VMOVDQU (SI), Y8
	VMOVDQU 32(SI), Y9
	VMOVDQU 64(SI), Y10
	MULADD((DI), 4(DI), Y0)
	MULADD2((DI)(R8*1), 4(DI)(R8*1), Y1)
	MULADD((DI)(R8*2), 4(DI)(R8*2), Y2)
	MULADD2((DI)(R9*1), 4(DI)(R9*1), Y3)
	MULADD((DI)(R8*4), 4(DI)(R8*4), Y4)
	MULADD2((DI)(R10*1), 4(DI)(R10*1), Y5)
	MULADD((DI)(R9*2), 4(DI)(R9*2), Y6)
	MULADD2((DI)(R11*1), 4(DI)(R11*1), Y7)
	ADDQ $96, SI
	ADDQ $8, DI
	SUBQ $8, CX
	JNZ  columns

	MOVQ    scale+56(FP), R14
	VMOVUPS (R14), Y8
	MOVQ    bias+64(FP), R14
	VMOVUPS (R14), Y9
	LEAQ    (BX)(BX*2), R14
	LEAQ    (DX)(BX*4), R15
	FINISH(Y0, 0, (DX))
	FINISH(Y1, 4, (DX)(BX*1))
	FINISH(Y2, 8, (DX)(BX*2))
	FINISH(Y3, 12, (DX)(R14*1))
	FINISH(Y4, 16, (R15))
	FINISH(Y5, 20, (R15)(BX*1))
	FINISH(Y6, 24, (R15)(BX*2))
	FINISH(Y7, 28, (R15)(R14*1))
	LEAQ (R15)(BX*4), DX
	ADDQ $32, R12
	ADDQ R11, DI // DI went over one row; seven more
	DECQ R13
	JNZ  tile
	VZEROUPPER
	RET
