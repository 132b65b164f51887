// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Inner loops of stateless layers over channels-last activations: [rows, channels] or [images, height, width,
/// channels] contiguous float32. LibTorch's own versions of these pass over the memory several times more; on spikes
/// and membrane inputs, which do not fit a cache, that is what costs.
/// All functions work on a part of the data, so that threads can share a call, and use activeIsa().
namespace spw::kernels {

/// Numbers of one channel repeated until the length is a multiple of the widest vector: lets the loops run over
/// whole vectors for any number of channels. `channelPeriod(c)` numbers, the first c of them the channels.
std::int64_t channelPeriod(std::int64_t channels);

/// Per position of the period: sum of (x - shift) and of its square over `count` numbers that start at a channel 0.
/// @param shift, sum, sumSquares  [period]; the sums are added to.
void channelMoments(const float* x, const float* shift, std::int64_t period, std::int64_t count, double* sum,
                    double* sumSquares);

/// Per position of the period: sum of grad and of grad * (x - shift).
void channelGradientSums(const float* grad, const float* x, const float* shift, std::int64_t period,
                         std::int64_t count, double* sumGrad, double* sumGradX);

/// y = x * scale + shift. `large`: y does not fit the cache, so stores bypass it.
void channelAffine(const float* x, const float* scale, const float* shift, std::int64_t period, std::int64_t count,
                   float* y, bool large);

/// y = grad * a + x * b + c: the input gradient of a batch normalisation.
void channelAffine2(const float* grad, const float* x, const float* a, const float* b, const float* c,
                    std::int64_t period, std::int64_t count, float* y, bool large);

/// Extent of a two-dimensional pooling, channels-last on both sides.
struct Pool2d {
    std::int64_t channels = 0, height = 0, width = 0, outHeight = 0, outWidth = 0;
    std::int64_t kernelHeight = 2, kernelWidth = 2, strideHeight = 2, strideWidth = 2, padHeight = 0, padWidth = 0;

    /// Every input belongs to one window at the most.
    bool disjoint() const
    {
        return padHeight == 0 && padWidth == 0 && strideHeight >= kernelHeight && strideWidth >= kernelWidth;
    }
};

/// Largest window whose positions fit an index byte.
inline constexpr std::int64_t kMaxPoolWindow = 255;

/// Max pooling of images [first, last). The first of equal values wins, NaN wins over numbers, as in PyTorch.
/// @param index  optional: position in the window of the winner, for the backward pass.
void maxPool2dForward(const Pool2d& pool, const float* x, float* y, std::uint8_t* index, std::int64_t first,
                      std::int64_t last);

/// Gradient of the input of images [first, last); `gradX` need not be cleared.
void maxPool2dBackward(const Pool2d& pool, const float* gradY, const std::uint8_t* index, float* gradX,
                       std::int64_t first, std::int64_t last);

} // namespace spw::kernels
