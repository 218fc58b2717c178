package kernel

import "golang.org/x/sys/cpu"

func native() []Kernel {
	x := &cpu.X86
	if !x.HasAVX2 || !x.HasFMA {
		return nil
	}
	if !x.HasAVX512F || !x.HasAVX512VNNI {
		return []Kernel{AVX2{}}
	}
	return []Kernel{AVX2{}, VNNI{}}
}
