// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/neuron_kernels.h"

/// The entry points that cpu/level_*.cpp define, one pair per instruction set.
namespace spw::kernels {

#define SPW_DECLARE_LEVEL(Level)                                                                                  \
    namespace Level {                                                                                              \
    void forward(const NeuronModel&, const ForwardBuffers&, std::int64_t begin, std::int64_t end, bool large);     \
    void backward(const NeuronModel&, const BackwardBuffers&, std::int64_t begin, std::int64_t end, bool large,    \
                  double* gradLearnables);                                                                         \
    }
SPW_DECLARE_LEVEL(level_scalar)
SPW_DECLARE_LEVEL(level_avx2)
SPW_DECLARE_LEVEL(level_avx512)
#undef SPW_DECLARE_LEVEL

} // namespace spw::kernels
