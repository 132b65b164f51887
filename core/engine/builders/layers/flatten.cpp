// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

class Flatten final : public StatelessModule {
public:
    explicit Flatten(const PlannedNode& node)
        : StatelessModule(node), m_start(node.values.integer("start_dim")), m_end(node.values.integer("end_dim"))
    {
    }

protected:
    /// In the order channel, row, column, whatever lies in memory: weights then mean the same as in PyTorch.
    at::Tensor apply(const at::Tensor& x) override { return x.flatten(m_start, m_end); }

private:
    std::int64_t m_start, m_end;   // counted without time
};

class Unflatten final : public StatelessModule {
public:
    explicit Unflatten(const PlannedNode& node) : StatelessModule(node)
    {
        for (const Dim& side : node.outputs.at(0).features)
            m_shape.push_back(side.value());
    }

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        std::vector<std::int64_t> sizes{x.size(0)};
        sizes.insert(sizes.end(), m_shape.begin(), m_shape.end());
        return x.flatten(1).view(sizes);
    }

private:
    std::vector<std::int64_t> m_shape;   // of one step of one sample
};

} // namespace

std::unique_ptr<NodeModule> buildUnflatten(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Unflatten>(node);
}

std::unique_ptr<NodeModule> buildFlatten(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Flatten>(node);
}

} // namespace spw::engine
