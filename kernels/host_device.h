// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Marks the small functions that the CPU drivers and the CUDA drivers share. C++17, as nvcc needs it here.
#if defined(__CUDACC__)
#define SPW_HOST_DEVICE __host__ __device__ __forceinline__
#else
#define SPW_HOST_DEVICE inline __attribute__((always_inline))
#endif

/// The namespace of everything that is compiled once per instruction set. Without it the linker could keep, say,
/// the AVX-512 copy of an inline function for all of them and crash an older machine.
#if !defined(SPW_LEVEL)
#define SPW_LEVEL portable
#endif
