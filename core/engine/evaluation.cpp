// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/evaluation.h"

#include "core/base/error.h"
#include "core/base/system_memory.h"
#include "core/engine/activity.h"
#include "core/engine/syn_ops.h"
#include "core/plan/memory_need.h"
#include "kernels/torch/aten.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace spw::engine {

at::Tensor classScores(const at::Tensor& readout)
{
    const at::Tensor perSample = readout.dim() > 2 ? readout.detach().mean(0) : readout.detach();
    return perSample.flatten(1);
}

std::vector<std::int64_t> predictions(const at::Tensor& readout)
{
    const at::Tensor values = classScores(readout).to(at::kCPU, at::kDouble).contiguous();
    const std::int64_t classes = values.size(1);
    std::vector<std::int64_t> result;
    for (std::int64_t n = 0; n < values.size(0); ++n) {
        const double* row = values.data_ptr<double>() + n * classes;
        result.push_back(std::max_element(row, row + classes) - row);   // the first of equals
    }
    return result;
}

namespace {

constexpr std::int64_t kMeasuredSamples = 4;   // of a test step by step: each is run whole once more

/// The last step's values; readouts go on over all of them.
PortValues stepThrough(Network& network, const PortValues& feeds, const std::set<EdgeEnd>& keep)
{
    const std::int64_t steps = network.stepsOf(feeds);
    PortValues values;
    for (std::int64_t t = 0; t < steps; ++t)
        values = network.step(feeds, t, steps - 1, keep);
    return values;
}

/// The first sample of a batch.
PortValues firstOf(const PortValues& feeds, const Plan& plan)
{
    PortValues first;
    for (const auto& [end, value] : feeds) {
        first[end] = value.narrow(plan.hasSteps(end) ? 1 : 0, 0, 1);
    }
    return first;
}

bool canStep(const Plan& plan, const Goal& goal)
{
    const auto answer = plan.ports.find(goal.readoutPort);
    return answer != plan.ports.end() && answer->second.type == PortType::Readout &&
           std::none_of(plan.nodes.begin(), plan.nodes.end(), [](const PlannedNode& node) { return node.spec->wholeSequence; });
}

} // namespace

Evaluation evaluate(Network& network, const SampleSource& source, const Plan& plan, const Goal& goal,
                    const EvaluationOptions& options)
{
    goal.requireAnswer();
    const at::NoGradGuard noGrad;
    Evaluation result;
    result.classNames = source.classNames();
    std::size_t classes = result.classNames.size();
    const std::int64_t total = source.size(options.split);
    if (total == 0)
        throw Error("There are no samples to test with.", options.split == Split::Test ? "test set" : "training set",
                    "Choose a dataset that has some.");
    std::vector<std::int64_t> order(std::size_t(total), 0);
    std::iota(order.begin(), order.end(), std::int64_t(0));

    std::set<EdgeEnd> keep{goal.readoutPort};
    if (goal.lossPort.node != 0)
        keep.insert(goal.lossPort);
    ActivityMeter meter;
    meter.setUnbounded(true);
    SynOpsMeter operations(plan);
    const bool stepwise = options.stepwise && canStep(plan, goal);
    if (!stepwise && network.device().is_cpu())
        requireMemory(leastMemory(plan, 0, std::min<std::int64_t>(options.batchSize, std::int64_t(order.size()))), systemMemory().available);
    const std::set<EdgeEnd> answers = keep;
    if (options.layers)
        for (const EdgeEnd& end : operations.wanted())
            keep.insert(end);
    network.countSpikes(options.layers);
    const auto prepare = [&network](std::uint64_t seed) {
        network.reset();
        network.reseed(seed);   // a test gives the same result whenever it is made
    };

    network.setTraining(false);
    std::int64_t correct = 0;
    BatchStream stream(source, plan, network.feeds(), options.split, std::move(order), options.batchSize);
    while (std::optional<Batch> batch = stream.next()) {
        for (auto& [end, value] : batch->values)
            value = value.to(network.device());
        if (stepwise && options.layers && batch->index < kMeasuredSamples) {
            prepare(std::uint64_t(batch->index));
            const PortValues whole = network.forward(firstOf(batch->values, plan), keep);
            meter.add(network.spikeCounts());
            operations.add(whole, 1);
        }
        prepare(std::uint64_t(batch->index));
        const PortValues values = stepwise ? stepThrough(network, batch->values, answers) : network.forward(batch->values, keep);
        const std::int64_t count = std::int64_t(batch->labels.size());
        if (goal.lossPort.node != 0)
            result.loss += values.at(goal.lossPort).item<double>() * double(count);
        const std::vector<std::int64_t> predicted = predictions(values.at(goal.readoutPort));
        classes = std::max(classes, std::size_t(classScores(values.at(goal.readoutPort)).size(1)));
        if (result.confusion.size() < classes)
            result.confusion.assign(classes, std::vector<std::int64_t>(classes, 0));
        for (std::size_t i = 0; i < predicted.size(); ++i) {
            correct += predicted[i] == batch->labels[i];
            ++result.confusion.at(std::size_t(batch->labels[i])).at(std::size_t(predicted[i]));
        }
        if (options.layers && !stepwise) {
            meter.add(network.spikeCounts());
            operations.add(values, count);
        }
        result.samples += count;
        if (options.afterBatch && !options.afterBatch(result.samples, total))
            break;
    }
    network.reset();
    network.countSpikes(false);
    if (result.samples > 0) {
        result.loss = goal.lossPort.node != 0 ? result.loss / double(result.samples) : std::numeric_limits<double>::quiet_NaN();
        result.accuracy = double(correct) / double(result.samples);
    }
    if (options.layers)
        result.layers = operations.layers(meter.activity());
    return result;
}

} // namespace spw::engine
