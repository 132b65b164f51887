// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"
#include "kernels/torch/event_product.h"

#include <array>
#include <cstdint>

/// Layers that use that their input is spikes: zeros and ones, most of them zero. Each looks at what it is given and
/// takes the quicker way, by kernels/sparse for few spikes and LibTorch's dense product otherwise. Both give the same
/// sums up to rounding. What the backward pass needs of the input is kept as bits, a 32nd of the memory.
namespace spw::ops {

/// A layer's weights in the order that event products want, remade when the weights have changed. One for each layer.
class PackedWeights {
public:
    bool current(const at::Tensor& weight) const;
    /// weight [outputs, inputs] in transposed panels (kernels/sparse/sparse.h).
    const float* linear(const at::Tensor& weight);
    /// weight [outputs, channels, height, width] likewise, a window's numbers in the order height, width, channels.
    const float* conv(const at::Tensor& weight);

private:
    const float* pack(const at::Tensor& weight, const at::Tensor& rows);
    void remember(const at::Tensor& weight);

    at::Tensor m_packed;
    at::Tensor m_source;   // keeps the weights' memory, so that nothing else can be met at its address
    std::int64_t m_version = -1;
};

/// How often each way was taken, for tests and reports.
struct SparseCounts {
    std::uint64_t events = 0, dense = 0;
};
SparseCounts sparseCounts();

/// at::linear(x, weight, bias) for x [..., inputs]; `bias` may be undefined.
at::Tensor adaptiveLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, PackedWeights& packed);

struct ConvSettings {
    std::array<std::int64_t, 2> stride{1, 1}, padding{0, 0}, dilation{1, 1};   // height, width
};
/// at::conv2d(x, weight, bias, ...) for x [N, channels, height, width]; the result is channels-last in memory.
at::Tensor adaptiveConv2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                       const ConvSettings& settings, std::int64_t groups, PackedWeights& packed);

/// The event ways alone, whatever is quicker: for benchmarks and tests.  x [rows, inputs] must be binary float32.
at::Tensor eventLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, PackedWeights& packed);
/// Gradient of the weight [outputs, inputs]: grad [rows, outputs] transposed times x [rows, inputs].
at::Tensor eventGradWeight(const at::Tensor& grad, const at::Tensor& x);

/// @param pixels  packRows of the channels-last input [images * height * width, channels].
/// @param sizes  of the input [images, channels, height, width].
at::Tensor eventConv2d(const SpikeMatrix& pixels, at::IntArrayRef sizes, const at::Tensor& weight,
                       const at::Tensor& bias, const ConvSettings& settings, PackedWeights& packed);

} // namespace spw::ops
