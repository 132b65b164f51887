// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/monitor.h"

#include "core/base/error.h"
#include "core/engine/evaluation.h"
#include "kernels/torch/aten.h"

#include <algorithm>

namespace spw::engine {

namespace {

constexpr std::int64_t kKeptMembranes = 256; // of one node: what a heat map can show, and 16 KB a record

const PlannedNode& requireNode(const Plan& plan, NodeId id)
{
    const PlannedNode* node = plan.find(id);
    if (!node)
        throw Error("A probe names a node that does not run.", "node " + std::to_string(id),
                    "Choose a node that is connected to the data.");
    return *node;
}

ProbePoint pointAt(const Plan& plan, const EdgeEnd& end, std::int64_t keptStates)
{
    const PlannedNode& node = requireNode(plan, end.node);
    const std::vector<std::string>& states = node.spec->states;
    if (std::find(states.begin(), states.end(), end.port) != states.end())
        return {&node, end.port, true, keptStates};
    if (node.spec->outputIndex(end.port) < 0) {
        std::string has;
        for (const PortSpec& port : node.spec->outputs)
            has += (has.empty() ? "" : ", ") + port.name;
        for (const std::string& state : states)
            has += (has.empty() ? "" : ", ") + state;
        throw Error("There is no '" + end.port + "' to record.", node.name, "It has: " + has + ".");
    }
    return {&node, end.port, false, 0};
}

/// Unit numbers that are kept: all (empty list), or `most` evenly spaced ones.
std::vector<std::int64_t> keptUnits(std::int64_t units, std::int64_t most)
{
    std::vector<std::int64_t> kept;
    if (most > 0 && units > most)
        for (std::int64_t i = 0; i < most; ++i)
            kept.push_back(i * units / most);
    return kept;
}

bool isSequence(const ProbePoint& point)
{
    if (point.isState)
        return true;
    const PortType type =
        point.node->spec->outputs[std::size_t(point.node->spec->outputIndex(point.quantity))].type;
    return hasSteps(type);
}

} // namespace

std::vector<ProbePoint> probePoints(const Plan& plan, const std::vector<EdgeEnd>& ends, bool allUnits)
{
    const std::int64_t keptStates = allUnits ? 0 : kKeptMembranes;
    std::vector<ProbePoint> points;
    for (const EdgeEnd& end : ends)
        points.push_back(pointAt(plan, end, keptStates));
    const bool askedForAll = ends.empty();
    for (const PlannedNode& node : plan.nodes) {
        if (askedForAll && node.spec->category == Category::Neuron) {
            points.push_back({&node, node.spec->outputs.at(0).name, false, 0});
            for (const std::string& state : node.spec->states)
                points.push_back({&node, state, true, keptStates});
        }
        if (node.spec->category == Category::Probe && !node.inputs.empty() && !node.inputs[0].from.empty()) {
            const EdgeEnd from = node.inputs[0].from[0];
            ProbePoint point;
            if (node.values.text("record") == "membrane") {
                const PlannedNode& neuron = requireNode(plan, from.node);
                if (neuron.spec->states.empty())
                    throw Error("'" + neuron.name + "' has no membrane to record.", node.name,
                                "Wire the probe to a neuron, or record the value instead.");
                point = {&neuron, neuron.spec->states.front(), true, 0};
            } else {
                point = pointAt(plan, from, keptStates);
            }
            point.keepUnits = node.values.integer("units");
            const bool known = std::any_of(points.begin(), points.end(), [&](const ProbePoint& other) {
                return other.node == point.node && other.quantity == point.quantity;
            });
            if (!known)
                points.push_back(point);
        }
    }
    return points;
}

Monitor::Monitor(Network& network, const SampleSource& source, const Plan& plan, const Goal& goal,
                 std::vector<ProbePoint> points)
    : m_network(network)
    , m_source(source)
    , m_plan(plan)
    , m_goal(goal)
    , m_points(std::move(points))
{}

std::set<EdgeEnd> Monitor::keep() const
{
    std::set<EdgeEnd> ends;
    for (const ProbePoint& point : m_points)
        if (!point.isState &&
            (m_network.find(point.node->id) || m_network.feeds().count({point.node->id, point.quantity})))
            ends.insert({point.node->id, point.quantity});
    if (m_goal.readoutPort.node != 0)
        ends.insert(m_goal.readoutPort);
    return ends;
}

SampleRecord Monitor::describe(Split split, std::int64_t index) const
{
    SampleRecord record;
    record.split = split;
    record.index = index;
    ShownEvents shown = m_source.shownEvents(split, index);
    record.events = std::move(shown.events);
    record.frameEdges = std::move(shown.frameEdges);
    record.classNames = m_source.classNames();
    return record;
}

SampleRecord Monitor::describe(const std::filesystem::path& eventFile) const
{
    SampleRecord record;
    ShownEvents shown = m_source.shownEvents(eventFile);
    record.events = std::move(shown.events);
    record.frameEdges = std::move(shown.frameEdges);
    record.classNames = m_source.classNames();
    return record;
}

std::shared_ptr<SampleRecord> Monitor::look(Split split, std::int64_t index)
{
    auto record = std::make_shared<SampleRecord>(describe(split, index));
    runAll(m_source.sample(split, index), *record);
    return record;
}

std::shared_ptr<SampleRecord> Monitor::look(const std::filesystem::path& eventFile)
{
    auto record = std::make_shared<SampleRecord>(describe(eventFile));
    runAll(m_source.fromFile(eventFile), *record);
    return record;
}

void Monitor::runAll(const std::shared_ptr<const PreparedSample>& sample, SampleRecord& record)
{
    const at::NoGradGuard noGrad;
    begin(sample, record);
    const PortValues values = m_network.forward(m_batch.values, keep());
    for (const ProbePoint& point : m_points) {
        const at::Tensor sequence =
            point.isState ? m_network.stateSequence(point.node->id, point.quantity) : [&] {
                const auto found = values.find({point.node->id, point.quantity});
                return found == values.end() ? at::Tensor() : found->second;
            }();
        if (sequence.defined() && isSequence(point))
            addRecord(point, sequence, record);
    }
    if (m_goal.readoutPort.node != 0)
        setOutput(classScores(values.at(m_goal.readoutPort)), record);
    record.steps = m_steps;
    end();
}

void Monitor::begin(const std::shared_ptr<const PreparedSample>& sample, SampleRecord& record)
{
    record.serial = ++m_serial;
    record.label = sample->label;
    record.name = sample->name;
    m_batch = makeBatch(m_network.feeds(), m_plan, {sample});
    for (auto& [end, value] : m_batch.values)
        value = value.to(m_network.device());
    m_steps = m_network.stepsOf(m_batch.values);
    m_step = 0;
    m_network.reset();
    m_network.setTraining(false);
    m_network.keepStates(true);
    m_network.countSpikes(false);
    m_network.reseed(0); // the same Poisson spikes whenever the same sample is shown
}

void Monitor::beginTraining(const std::shared_ptr<const PreparedSample>& sample, std::uint64_t seed, SampleRecord& record)
{
    begin(sample, record);
    m_network.setTraining(true);
    m_network.reseed(seed);
}

bool Monitor::stepOnce(SampleRecord& record)
{
    const at::NoGradGuard noGrad;
    std::set<EdgeEnd> ports = keep();
    ports.insert(m_observer.ports.begin(), m_observer.ports.end());
    const PortValues values = m_network.step(m_batch.values, m_step, m_steps - 1, ports);
    if (m_observer.look)
        m_observer.look(m_batch.values, values, m_step);
    std::size_t next = 0;
    for (const ProbePoint& point : m_points) {
        at::Tensor now;
        if (point.isState)
            now = m_observer.state && !m_network.find(point.node->id) ? m_observer.state(point.node->id, point.quantity)
                                                                     : m_network.stateSequence(point.node->id, point.quantity);
        else if (const auto found = values.find({point.node->id, point.quantity}); found != values.end())
            now = found->second;
        if (!now.defined() || !isSequence(point))
            continue;
        if (m_step == 0)
            record.probes.push_back(emptyRecord(point, now, false));
        appendStep(record.probes.at(next++), point, now);
    }
    if (m_goal.readoutPort.node != 0)
        if (const auto found = values.find(m_goal.readoutPort); found != values.end()) {
            if (answersAtEveryStep()) {   // no readout adds them up: so it is done here
                const at::Tensor now = found->second.flatten(1);
                m_outputSum = m_step == 0 ? now : m_outputSum + now;
                setOutput(m_outputSum / double(m_step + 1), record);
            } else {
                setOutput(found->second, record);
            }
        }
    record.steps = ++m_step;
    record.serial = ++m_serial;
    return m_step < m_steps;
}

bool Monitor::answersAtEveryStep() const
{
    return m_plan.hasSteps(m_goal.readoutPort);
}

void Monitor::end()
{
    m_network.reset();
    m_network.keepStates(false);
    m_batch = Batch();
    m_outputSum.reset();
}

ProbeRecord Monitor::emptyRecord(const ProbePoint& point, const at::Tensor& values, bool sequence) const
{
    ProbeRecord probe;
    probe.node = point.node->id;
    probe.nodeName = point.node->name;
    probe.quantity = point.quantity;
    const int port = point.node->spec->outputIndex(point.quantity);
    probe.spikes = !point.isState && point.node->spec->outputs[std::size_t(port)].type == PortType::Spikes;
    for (std::int64_t d = sequence ? 2 : 1; d < values.dim(); ++d)
        probe.shape.push_back(values.size(d));
    probe.units = 1;
    for (const std::int64_t size : probe.shape)
        probe.units *= size;
    if (!probe.spikes) // spikes are pairs: all of them cost less than a few membranes
        probe.unitIndex = keptUnits(probe.units, point.keepUnits);
    if (point.isState && point.quantity == "v" && point.node->values.has("v_threshold")) {
        const NodeId id = point.node->id;
        const ParamValues& live = m_network.find(id)->values();
        probe.hasThreshold = true;
        probe.threshold = live.real("v_threshold");
        probe.reset = live.has("v_reset") && !live.isNone("v_reset") ? live.real("v_reset") : 0.0;
    }
    return probe;
}

void Monitor::appendStep(ProbeRecord& probe, const ProbePoint&, const at::Tensor& values) const
{
    const at::Tensor flat = values.select(0, 0).to(at::kCPU, at::kFloat).contiguous();
    const float* data = flat.data_ptr<float>();
    if (probe.spikes) {
        for (std::int64_t u = 0; u < probe.units; ++u)
            if (data[u] != 0.0f) {
                probe.spikeStep.push_back(std::uint32_t(probe.steps));
                probe.spikeUnit.push_back(std::uint32_t(u));
            }
    } else if (probe.unitIndex.empty()) {
        probe.values.insert(probe.values.end(), data, data + probe.units);
    } else {
        for (const std::int64_t unit : probe.unitIndex)
            probe.values.push_back(data[unit]);
    }
    ++probe.steps;
}

void Monitor::addRecord(const ProbePoint& point, const at::Tensor& sequence, SampleRecord& record) const
{
    ProbeRecord probe = emptyRecord(point, sequence, true);
    for (std::int64_t t = 0; t < sequence.size(0); ++t)
        appendStep(probe, point, sequence.select(0, t));
    record.probes.push_back(std::move(probe));
}

void Monitor::setOutput(const at::Tensor& readout, SampleRecord& record) const
{
    const at::Tensor values = readout.select(0, 0).to(at::kCPU, at::kDouble).contiguous();
    const double* data = values.data_ptr<double>();
    record.output.assign(data, data + values.numel());
    record.prediction = record.output.empty() ? -1
                                              : std::max_element(record.output.begin(), record.output.end()) -
                                                    record.output.begin(); // ties: lowest
}

} // namespace spw::engine
