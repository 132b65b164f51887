// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cpu/isa.h"

/// One source compiled for several instruction sets: declares what each of them defines, and calls the one in use.
///
///     #define SPW_PASSES void moments(const float*, std::int64_t);
///     SPW_DECLARE_LEVELS(SPW_PASSES)
///     ... SPW_CALL_LEVEL(moments(x, count));   // returns from the function around it
// clang-format off
#define SPW_DECLARE_LEVELS(declarations)                                                                           \
    namespace level_scalar { declarations }                                                                        \
    namespace level_avx2 { declarations }                                                                          \
    namespace level_avx512 { declarations }
// clang-format on

#if defined(SPW_HAVE_X86_LEVELS)
#define SPW_CALL_LEVEL(...)                                                                                        \
    do {                                                                                                           \
        if (activeIsa() == Isa::Avx512)                                                                            \
            return level_avx512::__VA_ARGS__;                                                                      \
        if (activeIsa() == Isa::Avx2)                                                                              \
            return level_avx2::__VA_ARGS__;                                                                        \
        return level_scalar::__VA_ARGS__;                                                                          \
    } while (false)
#else
#define SPW_CALL_LEVEL(...) return level_scalar::__VA_ARGS__
#endif
