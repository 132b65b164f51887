// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// The same picture at every step (models.md E1).
class DirectEncoder final : public NodeModule {
public:
    explicit DirectEncoder(const PlannedNode& node) : NodeModule(node), m_steps(node.values.integer("T")) {}

    Tensors forward(const Tensors& inputs) override
    {
        // Copied, not just expanded: the layers fold time into the batch, which an expanded tensor does not allow.
        const at::Tensor image = inputs.at(0).unsqueeze(0);
        std::vector<std::int64_t> repeats(std::size_t(image.dim()), 1);
        repeats[0] = m_steps;
        return {image.repeat(repeats)};
    }

    Tensors step(const Tensors& inputs) override { return {inputs.at(0)}; }

private:
    std::int64_t m_steps;
};

} // namespace

std::unique_ptr<NodeModule> buildDirectEncoder(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<DirectEncoder>(node);
}

} // namespace spw::engine
