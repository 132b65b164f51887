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

} // namespace

std::unique_ptr<NodeModule> buildFlatten(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Flatten>(node);
}

} // namespace spw::engine
