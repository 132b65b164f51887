// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/sparse/sparse.h"
#include "kernels/torch/aten.h"

#include <cstdint>

/// kernels/sparse on tensors and LibTorch's threads, without gradients: what the layers of sparse_ops.h are made of.
namespace spw::ops {

/// Spikes as bits, [rows, words of 64 columns], and how many there are.
struct SpikeMatrix {
    at::Tensor bits;
    std::int64_t columns = 0;
    std::int64_t ones = -1;   // -1: it was not spikes

    double density() const { return double(ones) / (double(bits.size(0)) * double(columns)); }
};

/// x [rows, columns], contiguous float32.
SpikeMatrix packRows(const at::Tensor& x);
/// Share of ones in some rows of x, spread evenly; -1 if they are not spikes.
double sampledDensity(const at::Tensor& x);
/// The reverse of packRows.
at::Tensor unpacked(const SpikeMatrix& x, const at::Tensor& like);

/// Each output pixel's window of pixels [images * height * width, channels] as a row.
SpikeMatrix unfolded(const SpikeMatrix& pixels, const kernels::SpikeWindows& windows);

/// [rows, outputs]: x times the transposed weight that `panels` holds (kernels::packTransposed), plus bias [outputs].
at::Tensor eventProduct(const SpikeMatrix& x, const float* panels, std::int64_t outputs, const at::Tensor& bias,
                        const at::Tensor& like);
/// The same for the windows of pixels, without unfolding them: [windows.rows(), outputs].
at::Tensor eventConvolution(const SpikeMatrix& pixels, const kernels::SpikeWindows& windows, const float* panels,
                            std::int64_t outputs, const at::Tensor& bias, const at::Tensor& like);
/// [outputs, columns]: grad [rows, outputs], contiguous, transposed times x.
at::Tensor eventGradient(const at::Tensor& grad, const SpikeMatrix& x);

} // namespace spw::ops
