// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/builders/builder_list.h"
#include "core/engine/builders/synapses/lava_weights.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

#include <limits>

namespace spw::engine {

namespace {

class LavaQuantize final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override
    {
        const double step = values().real("step"), none = std::numeric_limits<double>::infinity();
        const at::Tensor y = lava::quantized(inputs.at(0), step, values().text("mode") == "FLOOR");
        if (values().isNone("low") && values().isNone("high"))
            return {y};
        return {y.clamp(values().isNone("low") ? -none : values().real("low") * step,
                        values().isNone("high") ? none : values().real("high") * step)};
    }
};

class LavaInput final : public NodeModule {
public:
    explicit LavaInput(const PlannedNode& node) : NodeModule(node), m_hook(node.values)
    {
        const auto start = [&](const char* name) {
            return node.values.isNone(name)
                       ? at::Tensor() : at::full({1}, node.values.real(name), at::kFloat).set_requires_grad(true);
        };
        m_weight = start("weight");
        m_bias = start("bias");
    }

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        at::Tensor y = m_hook(x);
        if (m_weight.defined())
            y = y * m_hook(m_weight).to(x.scalar_type());
        if (m_bias.defined())
            y = y + m_hook(m_bias).to(x.scalar_type());
        return {y};
    }

    std::vector<NamedTensor> parameters() const override
    {
        std::vector<NamedTensor> list;
        if (m_weight.defined())
            list.push_back({"weight", m_weight});
        if (m_bias.defined())
            list.push_back({"bias", m_bias});
        return list;
    }

    void toDevice(c10::Device device) override
    {
        moveLeaf(m_weight, device);
        moveLeaf(m_bias, device);
    }

private:
    lava::PreHook m_hook;
    at::Tensor m_weight, m_bias;
};

class Average final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override
    {
        const at::Tensor& x = inputs.at(0);
        const at::Tensor list = x.flatten(2);
        const std::int64_t outputs = values().integer("num_outputs");
        return {list.reshape({x.size(0), x.size(1), outputs, list.size(2) / outputs}).mean(3)};
    }
};

class TimeDecimation final : public NodeModule {
public:
    using NodeModule::NodeModule;

    Tensors forward(const Tensors& inputs) override
    {
        at::Tensor x = inputs.at(0);
        const std::int64_t factor = values().integer("factor"), groups = (x.size(0) + factor - 1) / factor;
        std::vector<std::int64_t> sizes = x.sizes().vec();
        if (const std::int64_t missing = groups * factor - x.size(0); missing > 0) {
            sizes[0] = missing;
            x = at::cat({x, at::zeros(sizes, x.options())});
        }
        sizes[0] = factor;
        sizes.insert(sizes.begin(), groups);
        return {x.reshape(sizes).mean(1)};
    }

    Tensors step(const Tensors& inputs) override
    {
        if (values().integer("factor") != 1)
            throw Error("Time decimation needs the whole sequence.", name(),
                        "Run layer by layer, or leave the node out while stepping.");
        return NodeModule::step(inputs);
    }
};

} // namespace

std::unique_ptr<NodeModule> buildLavaQuantize(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LavaQuantize>(node);
}

std::unique_ptr<NodeModule> buildLavaInput(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<LavaInput>(node);
}

std::unique_ptr<NodeModule> buildAverage(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Average>(node);
}

std::unique_ptr<NodeModule> buildTimeDecimation(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<TimeDecimation>(node);
}

} // namespace spw::engine
