// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

class Residual final : public NodeModule {
public:
    using NodeModule::NodeModule;
    Tensors forward(const Tensors& inputs) override { return join(inputs); }
    Tensors step(const Tensors& inputs) override { return join(inputs); }

private:
    Tensors join(const Tensors& inputs) const
    {
        const at::Tensor &a = inputs.at(0), &b = inputs.at(1);
        const std::string& how = values().text("connect");
        if (how == "ADD")
            return {a + b};
        if (how == "AND")
            return {a * b};
        return {values().flag("bottleneck_order") ? (1 - b) * a : (1 - a) * b};
    }
};

class Merge final : public NodeModule {
public:
    using NodeModule::NodeModule;
    Tensors forward(const Tensors& inputs) override { return join(inputs); }
    Tensors step(const Tensors& inputs) override { return join(inputs); }

private:
    Tensors join(const Tensors& inputs) const
    {
        const std::string& op = values().text("op");
        at::Tensor y = inputs.at(0);
        for (std::size_t i = 1; i < inputs.size(); ++i) {
            if (op == "subtract")
                y = y - inputs[i];
            else if (op == "multiply")
                y = y * inputs[i];
            else if (op == "max")
                y = at::maximum(y, inputs[i]);
            else if (op == "min")
                y = at::minimum(y, inputs[i]);
            else
                y = y + inputs[i];
        }
        return {op == "mean" ? y / double(inputs.size()) : y};
    }
};

class Concat final : public NodeModule {
public:
    using NodeModule::NodeModule;
    Tensors forward(const Tensors& inputs) override { return {at::cat(inputs, values().integer("dim") + 1)}; }
    Tensors step(const Tensors& inputs) override { return {at::cat(inputs, values().integer("dim"))}; }
};

} // namespace

std::unique_ptr<NodeModule> buildResidual(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Residual>(node);
}

std::unique_ptr<NodeModule> buildMerge(const PlannedNode& node, BuildContext&) { return std::make_unique<Merge>(node); }

std::unique_ptr<NodeModule> buildConcat(const PlannedNode& node, BuildContext&) { return std::make_unique<Concat>(node); }

} // namespace spw::engine
