// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"

#include "core/base/error.h"
#include "core/engine/to_device.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

class Scale final : public StatelessModule {
public:
    explicit Scale(const PlannedNode& node) : StatelessModule(node)
    {
        const std::string& per = node.values.text("per");
        std::vector<std::int64_t> shape{1};
        if (per != "layer") {
            shape.clear();
            if (node.inputs.at(0).info)
                for (const Dim& dim : node.inputs[0].info->features) {
                    if (!dim && (shape.empty() || per == "neuron"))
                        throw Error("Own factors need a known shape of the input.", node.name,
                                    "Fix the shapes before this node, or use one factor for the layer.");
                    shape.push_back(shape.empty() || per == "neuron" ? *dim : 1);
                }
        }
        m_scale = at::full(shape, node.values.real("scale"), at::kFloat).set_requires_grad(true);
    }

    std::vector<NamedTensor> parameters() const override { return {{"scale", m_scale}}; }
    void toDevice(c10::Device device) override { moveLeaf(m_scale, device); }

protected:
    at::Tensor apply(const at::Tensor& x) override { return x * m_scale.to(x.scalar_type()); }

private:
    at::Tensor m_scale;
};

} // namespace

std::unique_ptr<NodeModule> buildScale(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Scale>(node);
}

} // namespace spw::engine
