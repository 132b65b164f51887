// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/srm/srm.h"
#include "kernels/torch/aten.h"

#include <functional>
#include <utility>
#include <vector>

/// Spike-response kernels as LibTorch functions with gradients: SLAYER's psp, its neurons, learnable filter banks.
/// Sequences are [T, N, ...], float32 or float64, on the CPU or (where compiled) CUDA.
///
/// Example: a layer of SLAYER neurons that filter their weighted input themselves.
///     const auto model = kernels::SrmModel::make(10, 10, 1, 2, 1, 1, 1.0, INFINITY, false);
///     SrmResult out = srmNeuron(x, model);         // x [16, N, ...]
///     SrmState state;                              // or, to go on later where it stopped
///     out = srmNeuron(x, model, &state);
namespace spw::ops {

/// The last rows of a sequence that a later call may still need: a ring, so that a single step copies a single row.
class KernelPast {
public:
    /// Remembers the end of `sequence`, whose last `length` rows count.
    void append(const at::Tensor& sequence, std::int64_t length);
    /// For a kernel call on sequences laid out like `like`. @throws c10::Error if their shapes differ.
    kernels::PastRows rows(const at::Tensor& like) const;

    bool empty() const { return m_filled == 0; }
    void reset() { *this = {}; }
    /// The rows that count, oldest first; undefined if there are none. restore() takes them back.
    at::Tensor inOrder() const;
    void restore(const at::Tensor& rows, std::int64_t length);

private:
    at::Tensor m_rows;   // [length, N, ...]
    std::int64_t m_start = 0, m_filled = 0;
    bool m_owned = false;   // else m_rows is the end of somebody's sequence
};

/// What a psp filter or a neuron carries from call to call; everything undefined before the first. Values only: no
/// gradient flows from one call into the one before.
struct PspState {
    at::Tensor p, q;
    KernelPast past;
};
struct SrmState {
    PspState input, spikes;
};

/// y[t] = ts sum_k eps[k] x[t - k] by a recursion of two sums, equal to the direct sum. Backward runs it in reverse.
at::Tensor pspFilter(const at::Tensor& x, const kernels::AlphaKernel& kernel, double ts, PspState* state = nullptr);

/// Slope that takes the place of the escape density, from u - theta. Empty: the escape density.
using SlopeFunction = std::function<at::Tensor(const at::Tensor&)>;

struct SrmResult {
    at::Tensor spikes;      // 0 or 1/ts
    at::Tensor potential;   // with the refractory responses, no gradient; undefined unless asked for
};
SrmResult srmNeuron(const at::Tensor& x, const kernels::SrmModel& model, SrmState* state = nullptr,
                    bool keepPotential = false, const SlopeFunction& slope = {});

/// Bank of causal filters: y[t, n, f C + c] = sum_j weight[f, j] x[t - (K - 1) + j, n, c] scale. The taps are stored
/// last first, as PyTorch's correlation has them.
/// @param x  [T, N, C, ...]; a bank of one filter also takes [T, N].   @param weight  [F, K].
at::Tensor filterBank(const at::Tensor& x, const at::Tensor& weight, double scale);

/// The integer neuron of SLAYER's Loihi module. Backward: the escape density at the voltage, then the correlation
/// with the response of the voltage to a spike. `scaleRho` is used as it is; `slope` takes the place of the density, from
/// the voltage's distance to the threshold in units of the threshold.
struct LoihiState {
    at::Tensor u, v, rest;   // int64; undefined before the first step, which SLAYER lets pass without input
};
struct LoihiResult {
    at::Tensor spikes, voltage, current;   // no gradient through the last two
};
LoihiResult loihiNeuron(const at::Tensor& x, const kernels::LoihiModel& model, double ts, double tauRho,
                        double scaleRho, LoihiState* state = nullptr, const SlopeFunction& slope = {});

} // namespace spw::ops
