// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

namespace spw::engine {

/// A loss that looks at every step: it judges all steps since the last reset, whether they came at once or one by one.
class SequenceLoss : public NodeModule {
public:
    explicit SequenceLoss(const PlannedNode& node);

    Tensors forward(const Tensors& inputs) override;
    Tensors step(const Tensors& inputs) override;
    void reset() override { m_seen.clear(); }
    void detach() override;
    std::vector<NamedTensor> saveState() const override;
    void restoreState(const std::vector<NamedTensor>& state) override;

protected:
    /// @param inputs  sequences [T, N, ...] from the first step on, all else as it came.  @return one number.
    virtual at::Tensor judge(const Tensors& inputs) = 0;

private:
    bool isTimed(std::size_t input) const { return m_timed[std::min(input, m_timed.size() - 1)]; }

    std::vector<bool> m_timed;   // by wire; of a bundle at least one
    Tensors m_seen;              // sequences so far
};

/// Small pieces that losses share. Classes are on the last axis of [..., C].
namespace losses {

/// One-hot rows of class indices [...], or masks [..., C] as they are.
at::Tensor target(const at::Tensor& label, const at::Tensor& like);
at::Tensor reduced(const at::Tensor& errors, const std::string& reduction);
/// y[t] = sum over k of kernel[k] x[t - k], along the first axis of [T, ...]; differentiable.
at::Tensor causalFilter(const at::Tensor& x, const std::vector<double>& kernel);
/// Sums over the last `window` steps divided by `window`, at every step of [T, ...]; the start counts as silent.
at::Tensor movingRate(const at::Tensor& x, std::int64_t window);
/// K(a_i, b_j) of the rows of two matrices: linear, polynomial (power `parameter`), sigmoid (steepness), gaussian (width).
/// @throws Error for another kernel.  Source: SpikingJelly, functional.kernel_dot_product.
at::Tensor kernelDotProduct(const at::Tensor& a, const at::Tensor& b, const std::string& kernel, double parameter);

} // namespace losses
} // namespace spw::engine
