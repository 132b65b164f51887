// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/layers/layers.h"

#include "kernels/cpu/call_level.h"

#include <numeric>

namespace spw::kernels {

#define SPW_LAYERS_PASSES                                                                                              \
    void moments(const float*, const float*, std::int64_t, std::int64_t, double*, double*);                            \
    void gradientSums(const float*, const float*, const float*, std::int64_t, std::int64_t, double*, double*);         \
    void affine(const float*, const float*, const float*, std::int64_t, std::int64_t, float*, bool);                   \
    void affine2(const float*, const float*, const float*, const float*, const float*, std::int64_t, std::int64_t,     \
                 float*, bool);                                                                                        \
    void maxPoolForward(const Pool2d&, const float*, float*, std::uint8_t*, std::int64_t, std::int64_t);               \
    void maxPoolBackward(const Pool2d&, const float*, const std::uint8_t*, float*, std::int64_t, std::int64_t);
SPW_DECLARE_LEVELS(SPW_LAYERS_PASSES)
#undef SPW_LAYERS_PASSES

namespace {

constexpr std::int64_t kWidest = 16;   // floats in the widest vector of any level

bool streamable(const float* y, bool large)
{
    return large && activeIsa() != Isa::Scalar && reinterpret_cast<std::uintptr_t>(y) % 64 == 0;
}

} // namespace

std::int64_t channelPeriod(std::int64_t channels) { return std::lcm(channels, kWidest); }

void channelMoments(const float* x, const float* shift, std::int64_t period, std::int64_t count, double* sum,
                    double* sumSquares)
{
    SPW_CALL_LEVEL(moments(x, shift, period, count, sum, sumSquares));
}

void channelGradientSums(const float* grad, const float* x, const float* shift, std::int64_t period,
                         std::int64_t count, double* sumGrad, double* sumGradX)
{
    SPW_CALL_LEVEL(gradientSums(grad, x, shift, period, count, sumGrad, sumGradX));
}

void channelAffine(const float* x, const float* scale, const float* shift, std::int64_t period, std::int64_t count,
                   float* y, bool large)
{
    SPW_CALL_LEVEL(affine(x, scale, shift, period, count, y, streamable(y, large)));
}

void channelAffine2(const float* grad, const float* x, const float* a, const float* b, const float* c,
                    std::int64_t period, std::int64_t count, float* y, bool large)
{
    SPW_CALL_LEVEL(affine2(grad, x, a, b, c, period, count, y, streamable(y, large)));
}

void maxPool2dForward(const Pool2d& pool, const float* x, float* y, std::uint8_t* index, std::int64_t first,
                      std::int64_t last)
{
    SPW_CALL_LEVEL(maxPoolForward(pool, x, y, index, first, last));
}

void maxPool2dBackward(const Pool2d& pool, const float* gradY, const std::uint8_t* index, float* gradX,
                       std::int64_t first, std::int64_t last)
{
    SPW_CALL_LEVEL(maxPoolBackward(pool, gradY, index, gradX, first, last));
}

} // namespace spw::kernels
