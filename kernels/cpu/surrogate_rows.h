// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace spw::kernels {

/// Slopes of any surrogate over a row, so that neurons and surrogates need no common instances: x and slope may be
/// the same memory. One copy for each instruction set, defined by cpu/surrogate_rows_*.cpp.
#define SPW_DECLARE_ROWS(Level)                                                                                    \
    namespace Level {                                                                                              \
    void surrogateRow(int surrogate, double alpha, const float* x, float* slope, std::int64_t count);              \
    void surrogateRow(int surrogate, double alpha, const double* x, double* slope, std::int64_t count);            \
    }
SPW_DECLARE_ROWS(level_scalar)
SPW_DECLARE_ROWS(level_avx2)
SPW_DECLARE_ROWS(level_avx512)
#undef SPW_DECLARE_ROWS

} // namespace spw::kernels
