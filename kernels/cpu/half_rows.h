// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace spw::kernels {

/// Rows of 16-bit numbers to float32 and back, rounded to the nearest, ties to even. All instruction sets give the same
/// bits. One copy for each, defined by cpu/half_rows_*.cpp.
#define SPW_DECLARE_HALF_ROWS(Level)                                                                               \
    namespace Level {                                                                                              \
    void halfToFloat(const std::uint16_t* from, float* to, std::int64_t count);                                    \
    void floatToHalf(const float* from, std::uint16_t* to, std::int64_t count);                                    \
    void floatToHalfBeside(const float* from, std::uint16_t* to, std::int64_t count, float threshold);             \
    void bfloatToFloat(const std::uint16_t* from, float* to, std::int64_t count);                                  \
    void floatToBfloat(const float* from, std::uint16_t* to, std::int64_t count);                                  \
    }
SPW_DECLARE_HALF_ROWS(level_scalar)
SPW_DECLARE_HALF_ROWS(level_avx2)
SPW_DECLARE_HALF_ROWS(level_avx512)
#undef SPW_DECLARE_HALF_ROWS

/// The same on the active instruction set.
void halfToFloat(const std::uint16_t* from, float* to, std::int64_t count);
void floatToHalf(const float* from, std::uint16_t* to, std::int64_t count);

/// As floatToHalf, but a number at or above the threshold stays so and one below stays below: what was a spike remains
/// one when it is read back. Numbers out of range become the largest ones.
void floatToHalfBeside(const float* from, std::uint16_t* to, std::int64_t count, float threshold);
void bfloatToFloat(const std::uint16_t* from, float* to, std::int64_t count);
void floatToBfloat(const float* from, std::uint16_t* to, std::int64_t count);

} // namespace spw::kernels
