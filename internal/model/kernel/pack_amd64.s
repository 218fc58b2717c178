#include "textflag.h"

// What Pack has to know of a panel of weights, with AVX2.

// PART adds to OVER what of the sums of a half of the rows is above 128. Y0 has the
// first four weights of eight rows, Y1 the last four, and FUNC takes the part
// that counts, what is positive or what is negative, of both. Columns 0, 1, 4, 5 and
// columns 2, 3, 6, 7 are added, as the product adds them: 255*128 fits into 16 bits.
#define PART(OVER) \
	VPMADDUBSW Y13, Y2, Y2   \
	VPMADDUBSW Y13, Y3, Y3   \
	VPADDW     Y3, Y2, Y2    \
	VPCMPGTW   Y12, Y2, Y2   \
	VPOR       Y2, OVER, OVER

// HALF looks at eight rows and adds their weights to SUM.
#define HALF(FIRST, LAST, SUM) \
	VMOVDQU    FIRST, Y0        \
	VMOVDQU    LAST, Y1         \
	VPMADDUBSW Y0, Y13, Y2      \
	VPMADDUBSW Y1, Y13, Y3      \
	VPADDW     Y3, Y2, Y2       \
	VPMADDWD   Y11, Y2, Y2      \
	VPADDD     Y2, SUM, SUM     \
	VPMAXSB    Y15, Y0, Y2      \
	VPMAXSB    Y15, Y1, Y3      \
	PART(Y4)                    \
	VPSUBB     Y0, Y15, Y2      \
	VPSUBB     Y1, Y15, Y3      \
	VPMAXSB    Y15, Y2, Y2      \
	VPMAXSB    Y15, Y3, Y3      \
	PART(Y4)

// func looseAVX2(flags, panel *byte, steps int, sums *int32)
// It sets a flag for each step of eight columns of the panel, 0 if the sums fit, and
// sums to -128 times the sum of each row.
TEXT ·looseAVX2(SB), NOSPLIT, $0-32
	MOVQ     flags+0(FP), DI
	MOVQ     panel+8(FP), SI
	MOVQ     steps+16(FP), CX
	MOVQ     sums+24(FP), DX
	VPXOR    Y15, Y15, Y15
	VPCMPEQB Y14, Y14, Y14
	VPABSB   Y14, Y13      // 1 in each byte
	VPSRLW   $15, Y14, Y11 // 1 in each word
	VPSLLW   $7, Y11, Y12  // 128 in each word
	VPXOR    Y5, Y5, Y5
	VPXOR    Y6, Y6, Y6

step:
	VPXOR     Y4, Y4, Y4
	HALF((SI), 64(SI), Y5)
	HALF(32(SI), 96(SI), Y6)
	VPMOVMSKB Y4, AX
	TESTL     AX, AX
	SETNE     (DI)
	ADDQ      $128, SI
	INCQ      DI
	DECQ      CX
	JNZ       step

	VPSLLD  $7, Y5, Y5
	VPSLLD  $7, Y6, Y6
	VPSUBD  Y5, Y15, Y5
	VPSUBD  Y6, Y15, Y6
	VMOVDQU Y5, (DX)
	VMOVDQU Y6, 32(DX)
	VZEROUPPER
	RET
