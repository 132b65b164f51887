// SPDX-License-Identifier: GPL-3.0-or-later
// Every neuron with a step of its own: time for a neuron-step, and the share of a copy's bandwidth.
#include "kernels/check/typical_values.h"
#include "kernels/sequence_kernels.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/bench_case.h"

#include <cstring>

namespace spw::ops {

namespace {

using namespace kernels;

/// Memory of both passes of one neuron, made once.
struct RawSequence {
    SequenceModel model;
    std::vector<at::Tensor> memory;
    std::vector<std::pair<at::Tensor, at::Tensor>> states;   // as they are worked on, and what they start from
    SequenceForward forward;
    SequenceBackward backward;
    at::Tensor x, copy;

    RawSequence(const SequenceInfo& info, std::int64_t steps, std::int64_t neurons)
    {
        const NamedValues params = typicalValues(info.id, 2);
        model = SequenceModel::make(info.id, params, "sigmoid", {});
        const auto keep = [&](at::Tensor tensor) {
            memory.push_back(std::move(tensor));
            return memory.back().data_ptr();
        };
        const auto sequence = [&] { return keep(at::zeros({steps, neurons})); };
        forward.steps = backward.steps = steps;
        forward.neurons = backward.neurons = neurons;
        for (int i = 0; i < info.inputs; ++i) {
            forward.x[i] = keep(at::randn({steps, neurons}).mul_(1.2).add_(0.6));
            backward.gradX[i] = sequence();
        }
        x = memory.front();
        copy = at::zeros_like(x);
        const std::vector<LearnableSpec> learnables = sequenceLearnables(info.id, params);
        for (int i = 0; i < info.learnables; ++i) {
            forward.learn[i] = backward.learn[i] = keep(at::full({neurons}, learnables[std::size_t(i)].initial));
            backward.gradLearn[i] = keep(at::zeros({neurons}));
        }
        for (int i = 0; i < info.states; ++i) {
            const at::Tensor start = at::full({neurons}, model.initialState[i]), now = start.clone();
            states.emplace_back(now, start);
            forward.state[i] = now.data_ptr();
            backward.gradState[i] = keep(at::zeros({neurons}));
        }
        for (int i = 0; i < info.outputs; ++i) {
            forward.y[i] = sequence();
            backward.gradY[i] = keep(at::randn({steps, neurons}));
        }
        for (int i = 0; i < info.saved; ++i)
            backward.saved[i] = forward.saved[i] = sequence();
        runForward();   // fills what is saved
    }

    void runForward()
    {
        for (auto& [now, start] : states)
            now.copy_(start);
        sequenceForwardCpu(model, forward, 0, forward.neurons);
    }
    void runBackward() { sequenceBackwardCpu(model, backward, 0, backward.neurons); }
    void runCopy() { std::memcpy(copy.data_ptr(), x.data_ptr(), std::size_t(x.numel()) * sizeof(float)); }

    /// `kernels check` holds the numbers against a reference; here ranges of neurons must give what all together give.
    bool verify()
    {
        const std::size_t bytes = std::size_t(x.numel()) * sizeof(float);
        std::vector<char> whole(bytes);
        runForward();
        std::memcpy(whole.data(), forward.y[0], bytes);
        for (auto& [now, start] : states)
            now.copy_(start);
        const std::int64_t middle = forward.neurons / 2 / kRangeAlignment * kRangeAlignment;
        sequenceForwardCpu(model, forward, middle, forward.neurons);
        sequenceForwardCpu(model, forward, 0, middle);
        return std::memcmp(whole.data(), forward.y[0], bytes) == 0;
    }
};

} // namespace

void addSequenceCases(Cases& cases, const BenchOptions& options)
{
    const std::int64_t steps = options.smoke ? 20 : 100, neurons = options.smoke ? 4096 : 65536;
    for (const SequenceInfo& info : sequenceNeurons()) {
        const auto get = later<RawSequence>(info, steps, neurons);
        for (const bool back : {false, true}) {
            const int sequences = info.inputs + info.outputs + info.saved;
            Case c;
            c.id = "neurons";
            c.name = std::string(info.id) + (back ? " backward, " : " forward that saves, ") + std::to_string(4 * sequences)
                     + " bytes a step [" + std::to_string(steps) + ", " + std::to_string(neurons) + "]";
            c.baseline = "memcpy of the input";
            c.items = double(steps * neurons);
            c.bytes = 4.0 * sequences * c.items;
            c.baselineBytes = 8.0 * c.items;
            c.rounds = 3;
            c.work = back ? Work([=] { get().runBackward(); }) : Work([=] { get().runForward(); });
            c.baselineWork = [=] { get().runCopy(); };
            c.verify = [=] { return get().verify(); };
            cases.push_back(std::move(c));
        }
    }
}

} // namespace spw::ops
