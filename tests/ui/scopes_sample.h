// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <cmath>
#include <limits>
#include <memory>
#include <random>

namespace spw::ui::test {

struct SampleSize {
    std::int64_t steps = 16, units = 400;
    double rate = 0.05;
    std::size_t events = 3000;
};

/// A record as the engine makes them: a layer (node 7) with spikes and membranes, another (node 8), events with uneven frames.
inline std::shared_ptr<SampleRecord> makeSample(SampleSize size = {}, std::uint64_t serial = 1)
{
    std::mt19937 random(std::uint32_t(serial) * 77u + 5u);
    std::uniform_real_distribution<double> uniform(0, 1);
    auto record = std::make_shared<SampleRecord>();
    record->serial = serial;
    record->index = 231;
    record->label = 3;
    record->prediction = 3;
    record->steps = size.steps;
    record->epoch = 5;
    record->name = "shape 231";
    for (int i = 0; i < 10; ++i) {
        record->classNames.push_back("class " + std::to_string(i));
        record->output.push_back(i == 3 ? 0.875 : 0.0625 * i / 9);
    }
    for (const NodeId node : {NodeId(7), NodeId(8)}) {
        ProbeRecord spikes, membrane;
        spikes.node = membrane.node = node;
        spikes.nodeName = membrane.nodeName = node == 7 ? "LIF 1" : "LIF 2";
        spikes.quantity = "s";
        spikes.spikes = true;
        membrane.quantity = "v";
        membrane.threshold = 1;
        membrane.reset = 0;
        membrane.hasThreshold = true;
        spikes.steps = membrane.steps = size.steps;
        spikes.units = membrane.units = node == 7 ? size.units : 10;
        std::vector<double> v(std::size_t(spikes.units), 0.0);
        for (std::int64_t t = 0; t < size.steps; ++t)
            for (std::int64_t u = 0; u < spikes.units; ++u) {
                // A leaky membrane with random input, so that spikes and voltage belong together.
                double& h = v[std::size_t(u)];
                h += (uniform(random) * 3.0 * (0.5 + size.rate * 6) - 0.35 - h) / 2.0;
                const bool spike = h >= 1;
                if (spike) {
                    spikes.spikeStep.push_back(std::uint32_t(t));
                    spikes.spikeUnit.push_back(std::uint32_t(u));
                    h = 0;
                }
                membrane.values.push_back(float(h));
            }
        record->probes.push_back(std::move(spikes));
        record->probes.push_back(std::move(membrane));
    }
    Events& events = record->events;
    events.width = events.height = 34;
    for (std::size_t i = 0; i < size.events; ++i) {
        const double share = double(i) / double(size.events);
        const double angle = share * 6.28;
        events.t.push_back(std::int64_t(1000 + share * share * 300'000));
        events.x.push_back(std::uint16_t(17 + 10 * std::cos(angle) + uniform(random) * 5));
        events.y.push_back(std::uint16_t(15 + 10 * std::sin(angle) + uniform(random) * 5));
        events.p.push_back(uniform(random) < 0.5 ? 0 : 1);
    }
    if (size.events > 0)
        for (std::int64_t step = 0; step <= size.steps; ++step)
            record->frameEdges.push_back(step == size.steps ? events.t.back() + 1 : events.t[std::size_t(step) * size.events / std::size_t(size.steps)]);
    return record;
}

inline std::shared_ptr<Snapshot> makeSnapshot(std::shared_ptr<const SampleRecord> sample, int epochs = 8)
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->serial = sample ? sample->serial : 1;
    snapshot->state = RunState::Finished;
    snapshot->epoch = epochs;
    snapshot->epochs = epochs;
    snapshot->batches = 50;
    auto done = std::make_shared<std::vector<EpochMetrics>>();
    auto losses = std::make_shared<std::vector<float>>();
    for (int e = 1; e <= epochs; ++e) {
        EpochMetrics m{};
        m.epoch = e;
        m.trainLoss = 0.09 * std::exp(-0.3 * e);
        m.testLoss = 0.09 * std::exp(-0.25 * e) + 0.004;
        m.trainAccuracy = 1 - 0.8 * std::exp(-0.5 * e);
        m.testAccuracy = e == 2 ? std::numeric_limits<double>::quiet_NaN() : 0.97 - 0.8 * std::exp(-0.45 * e);
        done->push_back(m);
        for (int b = 0; b < 50; ++b)
            losses->push_back(float(0.09 * std::exp(-0.3 * (e - 1 + b / 50.0)) * (1 + 0.3 * std::sin(b * 1.7))));
    }
    snapshot->epochsDone = done;
    snapshot->batchLoss = losses;
    snapshot->sample = std::move(sample);
    snapshot->runDir = "example.runs/run-3";
    return snapshot;
}

} // namespace spw::ui::test
