// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/job.h"

#include "core/base/error.h"
#include "core/engine/checkpoint.h"
#include "core/plan/group_expansion.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

c10::Device deviceOf(const std::string& name)
{
    if (name.empty() || name == "cpu")
        return c10::Device(at::kCPU);
    const bool cuda = name == "cuda" || name.rfind("cuda:", 0) == 0;
    const std::string number = name.size() > 5 ? name.substr(5) : "0";
    const bool digits =
        !number.empty() && number.size() < 4 &&
        std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!cuda || !digits)
        throw Error("There is no device '" + name + "'.", "run settings", "Use cpu, cuda or cuda:K.");
    const int index = std::stoi(number);
    const int count = at::hasCUDA() ? int(at::getNumGPUs()) : 0;
    if (index >= count)
        throw MissingDeviceError(count == 0 ? "No CUDA device can be used here."
                                            : "There are only " + std::to_string(count) + " CUDA devices.",
                                 "device '" + name + "'",
                                 count == 0 ? "Use device cpu, or install a LibTorch with CUDA and a driver."
                                            : "Use cuda:0 to cuda:" + std::to_string(count - 1) + ".");
    return c10::Device(at::kCUDA, c10::DeviceIndex(index));
}

std::string deviceText(c10::Device device)
{
    return device.str();
}

Job::Job(const RunRequest& given, RunControl& runControl, SnapshotSlot& snapshotSlot)
    : request(given)
    , control(runControl)
    , slot(snapshotSlot)
    , plan(makePlan(given.document.graph))
    , goal(findGoal(plan))
    , folder(given)
    , seed(given.document.run.seed)
    , monitorSplit(given.monitorSplit)
    , monitorIndex(given.monitorIndex)
{
    const c10::Device device = deviceOf(given.document.run.device);
    slot.draft.device = deviceText(device);
    slot.draft.runDir = folder.path();
    say("Building the network");
    network = std::make_unique<Network>(plan, seed, device);
    learners = std::make_unique<LocalLearners>(*network, goal, seed);
    say("Opening the data");
    source = std::make_unique<SampleSource>(plan, network->feeds(), given.base, seed);
    monitor = std::make_unique<Monitor>(*network, *source, plan, goal,
                                        probePoints(plan, given.probes, given.recording.has_value()));
    synapses = std::make_unique<SynapseViews>(*network, plan);
    if (given.monitorSeconds > 0)
        synapses->setLearners(learners->views());
    if (given.weights) {
        say("Loading weights");
        loadWeights(*network, *given.weights);
        synapses->touch();
    }
}

void Job::publish(bool now)
{
    slot.draft.state = control.shownState();
    slot.draft.elapsedSeconds = elapsed();
    if (!now && !slot.isDue())
        return;
    if (synapses)
        synapses->refresh(slot.draft, step, slot.draft.state == RunState::Paused);
    slot.publish();
}

void Job::say(const std::string& message)
{
    slot.draft.message = message;
    folder.log(message);
    publish(true);
}

double Job::elapsed() const
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
}

void Job::look()
{
    const std::int64_t count = source->size(monitorSplit);
    if (count == 0)
        return;
    const std::int64_t index = std::clamp<std::int64_t>(monitorIndex, 0, count - 1);
    const std::shared_ptr<SampleRecord> record = monitor->look(monitorSplit, index);
    record->epoch = epoch;
    record->batch = batch;
    slot.draft.sample = record;
}

void Job::setMonitor(Split split, std::int64_t index)
{
    monitorSplit = split;
    monitorIndex = index;
    look();
    publish(true);
}

void setNetworkParam(Job& job, NodeId node, const std::string& name, const ParamValue& value)
{
    for (std::int64_t copy = 1; copy <= kMostRepeats; ++copy) {   // the drawn node stands for all of its copies
        if (job.learners->setParam(copyId(node, copy), name, value))
            continue;
        NodeModule* module = job.network->find(copyId(node, copy));
        if (!module)
            break;
        module->setParam(name, value);
    }
}

} // namespace spw::engine
