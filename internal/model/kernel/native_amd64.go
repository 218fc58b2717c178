package kernel

import "golang.org/x/sys/cpu"

func native() []Kernel {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		return []Kernel{AVX2{}}
	}
	return nil
}
