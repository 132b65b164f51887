// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

namespace {

/// Mean over groups of neighbours: `voting_size` neurons speak for one class.
class Voting final : public StatelessModule {
public:
    explicit Voting(const PlannedNode& node) : StatelessModule(node), m_size(node.values.integer("voting_size")) {}

protected:
    at::Tensor apply(const at::Tensor& x) override
    {
        return x.reshape({x.size(0), x.size(1) / m_size, m_size}).mean(-1);
    }

private:
    std::int64_t m_size;
};

} // namespace

std::unique_ptr<NodeModule> buildVoting(const PlannedNode& node, BuildContext&)
{
    return std::make_unique<Voting>(node);
}

} // namespace spw::engine
