// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/module.h"

namespace spw::engine {

/// An encoder that turns a whole picture into one period of steps at once and then sends them round and round. The
/// picture of the first call counts until reset(): later ones are not looked at (models.md E7).
class CodedEncoder : public NodeModule {
public:
    /// @param steps  how many steps forward() sends.
    CodedEncoder(const PlannedNode& node, std::int64_t steps) : NodeModule(node), m_steps(steps) {}

    Tensors forward(const Tensors& inputs) override;
    Tensors step(const Tensors& inputs) override;
    void reset() override;
    void detach() override;
    std::vector<NamedTensor> saveState() const override;
    void restoreState(const std::vector<NamedTensor>& state) override;

protected:
    /// @param x  [N, ...].  @return [period, N, ...].
    virtual at::Tensor encode(const at::Tensor& x) = 0;
    /// The outputs besides the code, from the picture.
    virtual Tensors others(const at::Tensor&) { return {}; }

private:
    void prepare(const at::Tensor& x);

    std::int64_t m_steps, m_next = 0;
    at::Tensor m_code;
};

} // namespace spw::engine
