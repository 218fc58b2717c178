#include "textflag.h"

// The float32 steps with AVX2 and FMA. Lengths are multiples of 32.

// func largestAVX2(x *float32, n int) float32
TEXT ·largestAVX2(SB), NOSPLIT, $0-20
	MOVQ     x+0(FP), SI
	MOVQ     n+8(FP), CX
	VPCMPEQD Y7, Y7, Y7
	VPSRLD   $1, Y7, Y7 // all but the sign
	VPXOR    Y0, Y0, Y0
	VPXOR    Y1, Y1, Y1
	VPXOR    Y2, Y2, Y2
	VPXOR    Y3, Y3, Y3

more:
	VANDPS (SI), Y7, Y4
	VMAXPS Y4, Y0, Y0
	VANDPS 32(SI), Y7, Y5
	VMAXPS Y5, Y1, Y1
	VANDPS 64(SI), Y7, Y4
	VMAXPS Y4, Y2, Y2
	VANDPS 96(SI), Y7, Y5
	VMAXPS Y5, Y3, Y3
	ADDQ   $128, SI
	SUBQ   $32, CX
	JNZ    more

	VMAXPS       Y1, Y0, Y0
	VMAXPS       Y3, Y2, Y2
	VMAXPS       Y2, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x4e, X0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0xb1, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

// Packing works within halves; this puts the fours of bytes in order.
DATA order<>+0(SB)/8, $0x0000000400000000
DATA order<>+8(SB)/8, $0x0000000500000001
DATA order<>+16(SB)/8, $0x0000000600000002
DATA order<>+24(SB)/8, $0x0000000700000003
GLOBL order<>(SB), RODATA|NOPTR, $32

// func bytesAVX2(dst *byte, x *float32, n int, f float32)
TEXT ·bytesAVX2(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS f+24(FP), Y7
	VMOVDQU      order<>(SB), Y6
	VPCMPEQB     Y5, Y5, Y5
	VPSLLW       $7, Y5, Y5
	VPACKSSWB    Y5, Y5, Y5 // 128 in each byte

more:
	VMULPS     (SI), Y7, Y0
	VMULPS     32(SI), Y7, Y1
	VMULPS     64(SI), Y7, Y2
	VMULPS     96(SI), Y7, Y3
	VCVTPS2DQ  Y0, Y0
	VCVTPS2DQ  Y1, Y1
	VCVTPS2DQ  Y2, Y2
	VCVTPS2DQ  Y3, Y3
	VPACKSSDW  Y1, Y0, Y0
	VPACKSSDW  Y3, Y2, Y2
	VPACKSSWB  Y2, Y0, Y0
	VPERMD     Y0, Y6, Y0
	VPADDB     Y5, Y0, Y0
	VMOVDQU    Y0, (DI)
	ADDQ       $128, SI
	ADDQ       $32, DI
	SUBQ       $32, CX
	JNZ        more
	VZEROUPPER
	RET

// SUM adds the eight places of Y and leaves the sum in all places of X.
#define SUM(Y, X, X1) \
	VEXTRACTF128 $1, Y, X1      \
	VADDPS       X1, X, X       \
	VPERMILPS    $0x4e, X, X1   \
	VADDPS       X1, X, X       \
	VPERMILPS    $0xb1, X, X1   \
	VADDPS       X1, X, X

// func normAVX2(x, y, w, b *float32, n int, part, eps float32)
TEXT ·normAVX2(SB), NOSPLIT, $0-48
	MOVQ  x+0(FP), DI
	MOVQ  y+8(FP), SI
	MOVQ  w+16(FP), R8
	MOVQ  b+24(FP), R9
	MOVQ  n+32(FP), CX
	SHLQ  $2, CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	XORQ  AX, AX

add:
	VMOVUPS (DI)(AX*1), Y2
	VMOVUPS 32(DI)(AX*1), Y3
	VADDPS  (SI)(AX*1), Y2, Y2
	VADDPS  32(SI)(AX*1), Y3, Y3
	VMOVUPS Y2, (DI)(AX*1)
	VMOVUPS Y3, 32(DI)(AX*1)
	VADDPS  Y2, Y0, Y0
	VADDPS  Y3, Y1, Y1
	ADDQ    $64, AX
	CMPQ    AX, CX
	JB      add

	VADDPS       Y1, Y0, Y0
	SUM(Y0, X0, X1)
	VMULSS       part+40(FP), X0, X0
	VBROADCASTSS X0, Y7 // the mean
	VPXOR        Y0, Y0, Y0
	VPXOR        Y1, Y1, Y1
	XORQ         AX, AX

square:
	VMOVUPS     (DI)(AX*1), Y2
	VMOVUPS     32(DI)(AX*1), Y3
	VSUBPS      Y7, Y2, Y2
	VSUBPS      Y7, Y3, Y3
	VFMADD231PS Y2, Y2, Y0
	VFMADD231PS Y3, Y3, Y1
	ADDQ        $64, AX
	CMPQ        AX, CX
	JB          square

	VADDPS       Y1, Y0, Y0
	SUM(Y0, X0, X1)
	VMULSS       part+40(FP), X0, X0
	VADDSS       eps+44(FP), X0, X0
	VSQRTSS      X0, X0, X0
	MOVL         $0x3f800000, DX
	VMOVD        DX, X1
	VDIVSS       X0, X1, X0
	VBROADCASTSS X0, Y6
	XORQ         AX, AX

scale:
	VMOVUPS     (DI)(AX*1), Y2
	VMOVUPS     32(DI)(AX*1), Y3
	VSUBPS      Y7, Y2, Y2
	VSUBPS      Y7, Y3, Y3
	VMULPS      Y6, Y2, Y2
	VMULPS      Y6, Y3, Y3
	VMOVUPS     (R9)(AX*1), Y4
	VMOVUPS     32(R9)(AX*1), Y5
	VFMADD231PS (R8)(AX*1), Y2, Y4
	VFMADD231PS 32(R8)(AX*1), Y3, Y5
	VMOVUPS     Y4, (DI)(AX*1)
	VMOVUPS     Y5, 32(DI)(AX*1)
	ADDQ        $64, AX
	CMPQ        AX, CX
	JB          scale
	VZEROUPPER
	RET

// func dotAVX2(a, b *float32, n int) float32
TEXT ·dotAVX2(SB), NOSPLIT, $0-28
	MOVQ  a+0(FP), SI
	MOVQ  b+8(FP), DI
	MOVQ  n+16(FP), CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3

more:
	VMOVUPS     (SI), Y4
	VMOVUPS     32(SI), Y5
	VMOVUPS     64(SI), Y6
	VMOVUPS     96(SI), Y7
	VFMADD231PS (DI), Y4, Y0
	VFMADD231PS 32(DI), Y5, Y1
	VFMADD231PS 64(DI), Y6, Y2
	VFMADD231PS 96(DI), Y7, Y3
	ADDQ        $128, SI
	ADDQ        $128, DI
	SUBQ        $32, CX
	JNZ         more

	VADDPS Y1, Y0, Y0
	VADDPS Y3, Y2, Y2
	VADDPS Y2, Y0, Y0
	SUM(Y0, X0, X1)
	VMOVSS X0, ret+24(FP)
	VZEROUPPER
	RET

// func geluAVX2(x *float32, n int, c *[12]float32)
// c is -c, c, c², 1/2, 1/(2c), then Q from the highest power: geluTable.
TEXT ·geluAVX2(SB), NOSPLIT, $0-24
	MOVQ         x+0(FP), DI
	MOVQ         n+8(FP), CX
	MOVQ         c+16(FP), SI
	VBROADCASTSS (SI), Y15
	VBROADCASTSS 4(SI), Y14
	VBROADCASTSS 8(SI), Y13
	VBROADCASTSS 12(SI), Y12
	VBROADCASTSS 16(SI), Y11
	VBROADCASTSS 20(SI), Y10
	VBROADCASTSS 24(SI), Y9
	VBROADCASTSS 28(SI), Y8
	VBROADCASTSS 32(SI), Y7
	VBROADCASTSS 36(SI), Y6

more:
	VMOVUPS      (DI), Y0
	VMAXPS       Y15, Y0, Y1
	VMINPS       Y14, Y1, Y1
	VMULPS       Y1, Y1, Y2   // t
	VMOVAPS      Y10, Y3
	VFMADD213PS  Y9, Y2, Y3   // p = p*t + c
	VFMADD213PS  Y8, Y2, Y3
	VFMADD213PS  Y7, Y2, Y3
	VFMADD213PS  Y6, Y2, Y3
	VBROADCASTSS 40(SI), Y4
	VFMADD213PS  Y4, Y2, Y3
	VBROADCASTSS 44(SI), Y5
	VFMADD213PS  Y5, Y2, Y3
	VSUBPS       Y2, Y13, Y2  // c²-t
	VFMADD213PS  Y11, Y2, Y3  // p*(c²-t) + 1/(2c)
	VFMADD213PS  Y12, Y1, Y3  // p*v + 1/2
	VMULPS       Y0, Y3, Y3
	VMOVUPS      Y3, (DI)
	ADDQ         $32, DI
	SUBQ         $8, CX
	JNZ          more
	VZEROUPPER
	RET
