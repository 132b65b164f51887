// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/straight_through.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

class FakeQuantize final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const std::string& kind = values().text("kind");
        if (kind == "round")
            return {straightThrough(x, x.detach().round())};
        if (kind == "ceil")
            return {straightThrough(x, x.detach().ceil())};
        if (kind == "floor")
            return {straightThrough(x, x.detach().floor())};
        if (kind == "step") {
            const double step = values().real("step");
            return {straightThrough(x, x.detach().div(step).round().mul(step))};
        }
        if (kind == "clamp")
            return {x.clamp(values().real("low"), values().real("high"))};
        if (kind == "linear") {
            const at::Tensor low = x.min();
            return {(x - low) / (x.max() - low + values().real("eps"))};
        }
        const double levels = std::ldexp(1.0, int(values().integer("k"))) - 1;
        const at::Tensor bits = straightThrough(x, x.detach().mul(levels).round().div(levels));
        return {kind == "affine" ? bits * values().real("w") + values().real("b") : bits};
    }

    Tensors step(const Tensors& inputs) override { return forward(inputs); }
};

} // namespace

std::unique_ptr<NodeModule> buildFakeQuantize(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<FakeQuantize>(node);
}

} // namespace spw::engine
