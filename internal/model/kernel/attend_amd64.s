#include "textflag.h"

// Attention with AVX2 and FMA, four queries at a time.

// func scoresAVX2(dst *float32, width int, q *float32, stride int, keys *float32, d int)
// dst is four rows, width floats apart; width is a multiple of 16. The queries
// lie stride bytes apart; keys is d rows of width floats.
TEXT ·scoresAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ width+8(FP), BX
	MOVQ stride+24(FP), R8
	MOVQ keys+32(FP), DX
	SHLQ $2, BX
	MOVQ BX, R12           // bytes left in a row
	LEAQ (R8)(R8*2), R9
	LEAQ (BX)(BX*2), R10

block:
	MOVQ  q+16(FP), SI
	MOVQ  d+40(FP), CX
	MOVQ  DX, R11
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7

dims:
	VMOVUPS      (R11), Y8
	VMOVUPS      32(R11), Y9
	VBROADCASTSS (SI), Y10
	VBROADCASTSS (SI)(R8*1), Y11
	VBROADCASTSS (SI)(R8*2), Y12
	VBROADCASTSS (SI)(R9*1), Y13
	VFMADD231PS  Y8, Y10, Y0
	VFMADD231PS  Y9, Y10, Y1
	VFMADD231PS  Y8, Y11, Y2
	VFMADD231PS  Y9, Y11, Y3
	VFMADD231PS  Y8, Y12, Y4
	VFMADD231PS  Y9, Y12, Y5
	VFMADD231PS  Y8, Y13, Y6
	VFMADD231PS  Y9, Y13, Y7
	ADDQ         BX, R11
	ADDQ         $4, SI
	DECQ         CX
	JNZ          dims

	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (DI)(BX*1)
	VMOVUPS Y3, 32(DI)(BX*1)
	VMOVUPS Y4, (DI)(BX*2)
	VMOVUPS Y5, 32(DI)(BX*2)
	VMOVUPS Y6, (DI)(R10*1)
	VMOVUPS Y7, 32(DI)(R10*1)
	ADDQ    $64, DI
	ADDQ    $64, DX
	SUBQ    $64, R12
	JNZ     block
	VZEROUPPER
	RET

// func softmaxAVX2(s *float32, rows, width int, c *[11]float32)
// width is a multiple of 16. c is expTable.
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-32
	MOVQ         s+0(FP), DI
	MOVQ         rows+8(FP), R8
	MOVQ         width+16(FP), BX
	MOVQ         c+24(FP), SI
	SHLQ         $2, BX
	VBROADCASTSS (SI), Y15   // lowest
	VBROADCASTSS 4(SI), Y14  // log2(e)
	VBROADCASTSS 8(SI), Y13  // ln(2), high part
	VBROADCASTSS 12(SI), Y12 // low part
	VBROADCASTSS 16(SI), Y11 // 1
	VBROADCASTSS 20(SI), Y10 // the series
	VBROADCASTSS 24(SI), Y9
	VBROADCASTSS 28(SI), Y8
	VBROADCASTSS 32(SI), Y7

row:
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	MOVQ    $64, AX
	JMP     enough

largest:
	VMAXPS (DI)(AX*1), Y0, Y0
	VMAXPS 32(DI)(AX*1), Y1, Y1
	ADDQ   $64, AX

enough:
	CMPQ AX, BX
	JB   largest

	VMAXPS       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x4e, X0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0xb1, X0, X1
	VMAXPS       X1, X0, X0
	VBROADCASTSS X0, Y6
	VPXOR        Y5, Y5, Y5
	XORQ         AX, AX

power:
	VMOVUPS      (DI)(AX*1), Y0
	VSUBPS       Y6, Y0, Y0      // x
	VMULPS       Y14, Y0, Y1
	VROUNDPS     $0, Y1, Y1      // n
	VCMPPS       $0x1e, Y15, Y0, Y4
	VFNMADD231PS Y13, Y1, Y0
	VFNMADD231PS Y12, Y1, Y0     // r
	VCVTPS2DQ    Y1, Y1
	VPSLLD       $23, Y1, Y1
	VMOVAPS      Y10, Y2
	VFMADD213PS  Y9, Y0, Y2
	VFMADD213PS  Y8, Y0, Y2
	VFMADD213PS  Y7, Y0, Y2
	VBROADCASTSS 36(SI), Y3
	VFMADD213PS  Y3, Y0, Y2
	VBROADCASTSS 40(SI), Y3
	VFMADD213PS  Y3, Y0, Y2
	VMULPS       Y0, Y0, Y3
	VADDPS       Y11, Y0, Y0
	VFMADD231PS  Y3, Y2, Y0      // r*r*p + r + 1
	VPADDD       Y1, Y0, Y0
	VANDPS       Y4, Y0, Y0
	VMOVUPS      Y0, (DI)(AX*1)
	VADDPS       Y0, Y5, Y5
	ADDQ         $32, AX
	CMPQ         AX, BX
	JB           power

	VEXTRACTF128 $1, Y5, X1
	VADDPS       X1, X5, X5
	VPERMILPS    $0x4e, X5, X1
	VADDPS       X1, X5, X5
	VPERMILPS    $0xb1, X5, X1
	VADDPS       X1, X5, X5
	VDIVSS       X5, X11, X5
	VBROADCASTSS X5, Y5
	XORQ         AX, AX

scale:
	VMULPS  (DI)(AX*1), Y5, Y0
	VMULPS  32(DI)(AX*1), Y5, Y1
	VMOVUPS Y0, (DI)(AX*1)
	VMOVUPS Y1, 32(DI)(AX*1)
	ADDQ    $64, AX
	CMPQ    AX, BX
	JB      scale

	ADDQ BX, DI
	DECQ R8
	JNZ  row
	VZEROUPPER
	RET

// func valuesAVX2(out *float32, to int, p *float32, width int, v *float32, stride, n, d int)
// out is four rows, to bytes apart, p four rows, width floats apart, and v n
// rows, stride bytes apart; d is a multiple of 16.
TEXT ·valuesAVX2(SB), NOSPLIT, $0-64
	MOVQ out+0(FP), DI
	MOVQ to+8(FP), R12
	MOVQ width+24(FP), R8
	MOVQ v+32(FP), DX
	MOVQ stride+40(FP), BX
	MOVQ d+56(FP), R13
	SHLQ $2, R8
	LEAQ (R8)(R8*2), R9
	LEAQ (R12)(R12*2), R10

dims:
	MOVQ  p+16(FP), SI
	MOVQ  n+48(FP), CX
	MOVQ  DX, R11
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7

tokens:
	VMOVUPS      (R11), Y8
	VMOVUPS      32(R11), Y9
	VBROADCASTSS (SI), Y10
	VBROADCASTSS (SI)(R8*1), Y11
	VBROADCASTSS (SI)(R8*2), Y12
	VBROADCASTSS (SI)(R9*1), Y13
	VFMADD231PS  Y8, Y10, Y0
	VFMADD231PS  Y9, Y10, Y1
	VFMADD231PS  Y8, Y11, Y2
	VFMADD231PS  Y9, Y11, Y3
	VFMADD231PS  Y8, Y12, Y4
	VFMADD231PS  Y9, Y12, Y5
	VFMADD231PS  Y8, Y13, Y6
	VFMADD231PS  Y9, Y13, Y7
	ADDQ         BX, R11
	ADDQ         $4, SI
	DECQ         CX
	JNZ          tokens

	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (DI)(R12*1)
	VMOVUPS Y3, 32(DI)(R12*1)
	VMOVUPS Y4, (DI)(R12*2)
	VMOVUPS Y5, 32(DI)(R12*2)
	VMOVUPS Y6, (DI)(R10*1)
	VMOVUPS Y7, 32(DI)(R10*1)
	ADDQ    $64, DI
	ADDQ    $64, DX
	SUBQ    $16, R13
	JNZ     dims
	VZEROUPPER
	RET

// func transposeAVX2(dst *float32, width int, key *float32, stride int, rows, d int)
// key is rows, a multiple of 8, that lie stride bytes apart and become the
// columns of dst, d rows of width floats; d is a multiple of 4.
TEXT ·transposeAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ width+8(FP), BX
	MOVQ key+16(FP), SI
	MOVQ stride+24(FP), R8
	MOVQ rows+32(FP), R13
	SHLQ $2, BX
	LEAQ (BX)(BX*2), R12
	LEAQ (R8)(R8*2), R9   // 3 rows of key
	LEAQ (R8)(R8*4), R10  // 5
	LEAQ (R9)(R8*4), R11  // 7

rows:
	MOVQ DI, DX
	MOVQ SI, AX
	MOVQ d+40(FP), CX

dims:
	VMOVUPS     (AX), X0
	VMOVUPS     (AX)(R8*1), X1
	VMOVUPS     (AX)(R8*2), X2
	VMOVUPS     (AX)(R9*1), X3
	VINSERTF128 $1, (AX)(R8*4), Y0, Y0
	VINSERTF128 $1, (AX)(R10*1), Y1, Y1
	VINSERTF128 $1, (AX)(R9*2), Y2, Y2
	VINSERTF128 $1, (AX)(R11*1), Y3, Y3
	VUNPCKLPS   Y1, Y0, Y4
	VUNPCKHPS   Y1, Y0, Y5
	VUNPCKLPS   Y3, Y2, Y6
	VUNPCKHPS   Y3, Y2, Y7
	VSHUFPS     $0x44, Y6, Y4, Y0
	VSHUFPS     $0xee, Y6, Y4, Y1
	VSHUFPS     $0x44, Y7, Y5, Y2
	VSHUFPS     $0xee, Y7, Y5, Y3
	VMOVUPS     Y0, (DX)
	VMOVUPS     Y1, (DX)(BX*1)
	VMOVUPS     Y2, (DX)(BX*2)
	VMOVUPS     Y3, (DX)(R12*1)
	LEAQ        (DX)(BX*4), DX
	ADDQ        $16, AX
	SUBQ        $4, CX
	JNZ         dims

	ADDQ $32, DI
	LEAQ (SI)(R8*8), SI
	SUBQ $8, R13
	JNZ  rows
	VZEROUPPER
	RET
