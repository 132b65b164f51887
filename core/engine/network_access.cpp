// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network_access.h"

#include "core/base/error.h"
#include "core/engine/goal.h"
#include "core/engine/loader.h"
#include "core/engine/runtime_setup.h"
#include "core/engine/tensor_file.h"
#include "core/exchange/network_view.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

namespace {

/// The plan without what trains and measures, so that nothing asks for labels.
Plan computingPart(const Plan& plan)
{
    Plan part = plan;
    std::erase_if(part.nodes, [](const PlannedNode& node) {
        return node.spec->category == Category::Loss || node.spec->category == Category::Learner ||
               node.spec->category == Category::Metric || node.spec->category == Category::Probe;
    });
    return part;
}

PlainTensor plainOf(const at::Tensor& tensor)
{
    const at::Tensor flat = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    const float* data = flat.data_ptr<float>();
    return {flat.sizes().vec(), {data, data + flat.numel()}};
}

at::Tensor tensorOf(const PlainTensor& plain, const EdgeEnd& end)
{
    std::int64_t count = 1;
    for (const std::int64_t size : plain.shape)
        if (size < 0 || __builtin_mul_overflow(count, size, &count))
            throw Error("A value has an impossible shape.", "port '" + end.port + "'", "Give sizes of 0 or more.");
    if (std::size_t(count) != plain.data.size())
        throw Error("A value has " + std::to_string(plain.data.size()) + " numbers where its shape needs " + std::to_string(count) +
                        ".", "port '" + end.port + "'", "Give as many numbers as the shape says.");
    at::Tensor tensor = at::empty(plain.shape, at::kFloat);
    std::copy(plain.data.begin(), plain.data.end(), tensor.data_ptr<float>());
    return tensor;
}

class OpenedNetwork final : public NetworkRunner {
public:
    explicit OpenedNetwork(const NetworkRequest& request)
        : m_plan(checked(request.document.graph))
        , m_base(request.base)
        , m_seed(request.document.run.seed)
        , m_network(m_plan, m_seed, at::kCPU)
    {
        m_network.setTraining(false);
        if (request.weights)
            take(*request.weights);
    }

    Weights weights() const override
    {
        Weights out;
        for (const auto& entries : {m_network.parameters(), m_network.buffers()})
            for (const Network::Entry& entry : entries)
                out.arrays[entry.name] = toWeightArray(entry.tensor);
        return out;
    }

    std::set<EdgeEnd> inputs() const override { return m_network.feeds(); }

    PortTensors run(const PortTensors& inputs, const std::set<EdgeEnd>& wanted) override
    {
        const at::NoGradGuard noGrad;
        PortValues feeds;
        for (const auto& [end, value] : inputs)
            feeds[end] = tensorOf(value, end);
        std::set<EdgeEnd> ports, states;
        for (const EdgeEnd& end : wanted) {
            const PlannedNode* node = m_plan.find(end.node);
            if (!node)
                throw Error("There is no node " + std::to_string(end.node) + ".", "the network", "Ask for one that it has.");
            const bool state = node->spec->outputIndex(end.port) < 0;
            const auto& known = node->spec->states;
            if (state && std::find(known.begin(), known.end(), end.port) == known.end())
                throw Error("There is neither an output nor a state '" + end.port + "'.", node->name, "Ask for one that it has.");
            (state ? states : ports).insert(end);
        }
        m_network.keepStates(!states.empty());
        m_network.reset();
        m_network.reseed(0);
        const PortValues values = m_network.forward(feeds, ports);
        PortTensors out;
        for (const EdgeEnd& end : ports)
            out[end] = plainOf(values.at(end));
        for (const EdgeEnd& end : states)
            if (const at::Tensor sequence = m_network.stateSequence(end.node, end.port); sequence.defined())
                out[end] = plainOf(sequence);
        m_network.reset();
        return out;
    }

    std::int64_t sampleCount(Split split) override { return source().size(split); }
    std::int64_t label(Split split, std::int64_t index) override { return source().label(split, index); }

    PortTensors samples(Split split, std::int64_t first, std::int64_t count) override
    {
        std::vector<std::shared_ptr<const PreparedSample>> batch;
        for (std::int64_t i = first; i < first + count; ++i)
            batch.push_back(source().sample(split, i));
        PortTensors out;
        for (const auto& [end, value] : makeBatch(m_network.feeds(), m_plan, batch).values)
            out[end] = plainOf(value);
        return out;
    }

private:
    static Plan checked(const Graph& graph)
    {
        const Plan plan = makePlan(graph);
        requireOk(plan);
        return computingPart(plan);
    }

    void take(const Weights& given)
    {
        const at::NoGradGuard noGrad;
        for (const auto& entries : {m_network.parameters(), m_network.buffers()})
            for (const Network::Entry& entry : entries) {
                const auto found = given.arrays.find(entry.name);
                if (found == given.arrays.end())
                    continue;
                if (found->second.shape != entry.tensor.sizes().vec())
                    throw Error("'" + entry.name + "' has another shape in the weights than in the network.", "the weights",
                                "Use weights of a network with the same layer sizes.");
                at::Tensor(entry.tensor).copy_(toTensor(found->second));
            }
    }

    SampleSource& source()
    {
        if (!m_source)
            m_source = std::make_unique<SampleSource>(m_plan, m_network.feeds(), m_base, m_seed);
        return *m_source;
    }

    Plan m_plan;
    std::filesystem::path m_base;
    std::uint64_t m_seed;
    Network m_network;
    std::unique_ptr<SampleSource> m_source;
};

} // namespace

std::unique_ptr<NetworkRunner> openNetwork(const NetworkRequest& request)
{
    setThreads(request.document.run.threads);
    return std::make_unique<OpenedNetwork>(request);
}

} // namespace spw::engine
