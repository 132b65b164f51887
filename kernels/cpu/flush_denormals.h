// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#if defined(SPW_HAVE_X86_LEVELS)
#include <xmmintrin.h>
#endif

namespace spw::kernels {

/// A trace that decays into denormal numbers runs 37 times slower, so they are flushed to zero inside the kernels,
/// whatever the calling thread has set: the same numbers on every thread.
class FlushDenormals {
public:
#if defined(SPW_HAVE_X86_LEVELS)
    FlushDenormals() : m_saved(_mm_getcsr()) { _mm_setcsr(m_saved | 0x8040u); }   // FTZ and DAZ
    ~FlushDenormals() { _mm_setcsr(m_saved); }
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

private:
    unsigned m_saved;
#endif
};

} // namespace spw::kernels
