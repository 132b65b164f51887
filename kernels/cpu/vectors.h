// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/host_device.h"

#include <cstddef>
#include <cstdint>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

/// Vectors of one instruction set, on the vector extension of g++ and clang: arithmetic and comparison are the
/// compiler's, only what it cannot spell is added here. Included by dynamics/math.h, before the templates that use
/// these overloads (vector types have no namespace, so a later overload would not be found).
namespace spw::kernels {
inline namespace SPW_LEVEL {

#if defined(__AVX512F__)
inline constexpr std::size_t kVectorBytes = 64;
#elif defined(__AVX2__)
inline constexpr std::size_t kVectorBytes = 32;
#endif

#if defined(__AVX2__)

using FloatVector = float __attribute__((vector_size(kVectorBytes)));
using DoubleVector = double __attribute__((vector_size(kVectorBytes)));
using Int32Vector = std::int32_t __attribute__((vector_size(kVectorBytes)));
using Int64Vector = std::int64_t __attribute__((vector_size(kVectorBytes)));

template <>
struct Lanes<FloatVector> {
    using Real = float;
    using Bits = Int32Vector;
    using Mask = Int32Vector;
};
template <>
struct Lanes<DoubleVector> {
    using Real = double;
    using Bits = Int64Vector;
    using Mask = Int64Vector;
};

SPW_HOST_DEVICE FloatVector select(Int32Vector mask, FloatVector a, FloatVector b) { return mask ? a : b; }
SPW_HOST_DEVICE DoubleVector select(Int64Vector mask, DoubleVector a, DoubleVector b) { return mask ? a : b; }
SPW_HOST_DEVICE Int32Vector toBits(FloatVector v) { return Int32Vector(v); }
SPW_HOST_DEVICE Int64Vector toBits(DoubleVector v) { return Int64Vector(v); }
SPW_HOST_DEVICE FloatVector fromBits(Int32Vector v) { return FloatVector(v); }
SPW_HOST_DEVICE DoubleVector fromBits(Int64Vector v) { return DoubleVector(v); }
SPW_HOST_DEVICE Int32Vector both(Int32Vector a, Int32Vector b) { return a & b; }
SPW_HOST_DEVICE Int64Vector both(Int64Vector a, Int64Vector b) { return a & b; }
SPW_HOST_DEVICE Int32Vector either(Int32Vector a, Int32Vector b) { return a | b; }
SPW_HOST_DEVICE Int64Vector either(Int64Vector a, Int64Vector b) { return a | b; }
SPW_HOST_DEVICE Int32Vector opposite(Int32Vector a) { return ~a; }
SPW_HOST_DEVICE Int64Vector opposite(Int64Vector a) { return ~a; }
SPW_HOST_DEVICE Int32Vector toInteger(FloatVector v) { return __builtin_convertvector(v, Int32Vector); }
SPW_HOST_DEVICE Int64Vector toInteger(DoubleVector v) { return __builtin_convertvector(v, Int64Vector); }
SPW_HOST_DEVICE FloatVector toReal(Int32Vector v) { return __builtin_convertvector(v, FloatVector); }
SPW_HOST_DEVICE DoubleVector toReal(Int64Vector v) { return __builtin_convertvector(v, DoubleVector); }

#if defined(__AVX512F__)
// 0x08: no exception for an inexact result; 0, 1, 3: to the nearest even, down, towards zero.
SPW_HOST_DEVICE FloatVector roundedToEven(FloatVector v) { return _mm512_roundscale_ps(v, 0x08); }
SPW_HOST_DEVICE DoubleVector roundedToEven(DoubleVector v) { return _mm512_roundscale_pd(v, 0x08); }
SPW_HOST_DEVICE FloatVector roundedDown(FloatVector v) { return _mm512_roundscale_ps(v, 0x09); }
SPW_HOST_DEVICE DoubleVector roundedDown(DoubleVector v) { return _mm512_roundscale_pd(v, 0x09); }
SPW_HOST_DEVICE FloatVector truncated(FloatVector v) { return _mm512_roundscale_ps(v, 0x0B); }
SPW_HOST_DEVICE DoubleVector truncated(DoubleVector v) { return _mm512_roundscale_pd(v, 0x0B); }
SPW_HOST_DEVICE FloatVector squareRoot(FloatVector v) { return _mm512_sqrt_ps(v); }
SPW_HOST_DEVICE DoubleVector squareRoot(DoubleVector v) { return _mm512_sqrt_pd(v); }
SPW_HOST_DEVICE FloatVector fmadd(FloatVector a, FloatVector b, FloatVector c) { return _mm512_fmadd_ps(a, b, c); }
SPW_HOST_DEVICE DoubleVector fmadd(DoubleVector a, DoubleVector b, DoubleVector c) { return _mm512_fmadd_pd(a, b, c); }
SPW_HOST_DEVICE void streamTo(float* to, FloatVector v) { _mm512_stream_ps(to, v); }
SPW_HOST_DEVICE void streamTo(double* to, DoubleVector v) { _mm512_stream_pd(to, v); }
#else
SPW_HOST_DEVICE FloatVector roundedToEven(FloatVector v) { return _mm256_round_ps(v, 0x08); }
SPW_HOST_DEVICE DoubleVector roundedToEven(DoubleVector v) { return _mm256_round_pd(v, 0x08); }
SPW_HOST_DEVICE FloatVector roundedDown(FloatVector v) { return _mm256_round_ps(v, 0x09); }
SPW_HOST_DEVICE DoubleVector roundedDown(DoubleVector v) { return _mm256_round_pd(v, 0x09); }
SPW_HOST_DEVICE FloatVector truncated(FloatVector v) { return _mm256_round_ps(v, 0x0B); }
SPW_HOST_DEVICE DoubleVector truncated(DoubleVector v) { return _mm256_round_pd(v, 0x0B); }
SPW_HOST_DEVICE FloatVector squareRoot(FloatVector v) { return _mm256_sqrt_ps(v); }
SPW_HOST_DEVICE DoubleVector squareRoot(DoubleVector v) { return _mm256_sqrt_pd(v); }
SPW_HOST_DEVICE FloatVector fmadd(FloatVector a, FloatVector b, FloatVector c) { return _mm256_fmadd_ps(a, b, c); }
SPW_HOST_DEVICE DoubleVector fmadd(DoubleVector a, DoubleVector b, DoubleVector c) { return _mm256_fmadd_pd(a, b, c); }
SPW_HOST_DEVICE void streamTo(float* to, FloatVector v) { _mm256_stream_ps(to, v); }
SPW_HOST_DEVICE void streamTo(double* to, DoubleVector v) { _mm256_stream_pd(to, v); }
#endif
SPW_HOST_DEVICE void streamFence() { _mm_sfence(); }

#else

SPW_HOST_DEVICE void streamFence() {}

#endif

} // namespace SPW_LEVEL
} // namespace spw::kernels
