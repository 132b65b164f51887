// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/reference.h"

#include "core/base/error.h"
#include "core/data/containers/npy_array.h"
#include "core/data/containers/zip_file.h"
#include "core/data/random.h"

#include <algorithm>
#include <cstring>

namespace spw::python {

namespace {

constexpr std::size_t kMostInside = 16u << 20;   // numbers of values inside the network that are kept for comparing

template <class T>
std::string npyOf(const char* type, const std::vector<std::int64_t>& shape, const std::vector<T>& data)
{
    std::string bytes = npyHeaderBytes(type, shape);
    bytes.append(reinterpret_cast<const char*>(data.data()), data.size() * sizeof(T));   // little-endian machines only
    return bytes;
}

std::string zipOf(const std::map<std::string, std::string>& members)
{
    std::string file;
    ZipWriter zip([&](std::string_view bytes) { file += bytes; });
    for (const auto& [name, content] : members)
        zip.add(name + ".npy", content, true);
    zip.finish();
    return file;
}

bool allZero(const PortTensors& values)
{
    for (const auto& [end, tensor] : values)
        if (std::any_of(tensor.data.begin(), tensor.data.end(), [](float x) { return x != 0.0F; }))
            return false;
    return true;
}

/// Values of the kind that a port carries.
/// @param strength  of analog sequences: neurons whose weights are small need more to fire.
PlainTensor drawn(const PortInfo& info, std::int64_t samples, Random& random, float strength)
{
    PlainTensor out;
    const bool timed = hasSteps(info.type);
    if (timed)
        out.shape.push_back(info.steps.value_or(8));
    out.shape.push_back(samples);
    if (info.type != PortType::Label)
        for (const Dim& dim : info.features)
            out.shape.push_back(dim.value_or(1));
    std::size_t count = 1;
    for (const std::int64_t size : out.shape)
        count *= std::size_t(size);
    out.data.resize(count);
    for (float& x : out.data) {
        const double u = random.uniform();
        switch (info.type) {
        case PortType::Spikes: x = u < 0.3 ? 1.0F : 0.0F; break;
        case PortType::Label: x = float(std::int64_t(u * double(info.classes.value_or(2)))); break;
        case PortType::Static: x = float(u); break;
        default: x = strength * float(3.0 * u - 1.0);   // 1 is mostly enough to make neurons fire
        }
    }
    return out;
}

/// Spiking ports at which something happens.
std::size_t firing(const PortTensors& values, const Plan& plan)
{
    return std::size_t(std::count_if(values.begin(), values.end(), [&](const auto& value) {
        return plan.ports.at(value.first).type == PortType::Spikes && !allZero({value});
    }));
}

} // namespace

Reference makeReference(NetworkRunner& runner, const Plan& plan, const NetworkView& view, const Script& script,
                        std::int64_t samples, std::uint64_t seed)
{
    PortTensors inputs;
    try {
        const std::int64_t count = std::min(samples, runner.sampleCount(Split::Test));
        const PortTensors found = count > 0 ? runner.samples(Split::Test, 0, count) : PortTensors();
        for (const EdgeEnd& entry : script.entries)
            if (const auto value = found.find(entry); value != found.end())
                inputs.insert(*value);
    } catch (const Error&) {
        inputs.clear();   // data that are not on this machine
    }
    const bool sampled = inputs.size() == script.entries.size() && !allZero(inputs);
    std::set<EdgeEnd> wanted(script.exits.begin(), script.exits.end());
    for (const PlannedNode* node : view.nodes)
        for (const PortSpec& port : node->spec->outputs)
            wanted.insert({node->id, port.name});
    const auto spiking = std::size_t(std::count_if(wanted.begin(), wanted.end(), [&](const EdgeEnd& end) { return plan.ports.at(end).type == PortType::Spikes; }));
    PortTensors values;
    if (sampled)
        values = runner.run(inputs, wanted);
    // Without samples, or where they leave layers silent (before training they often do): what is drawn, ever stronger. A
    // comparison of zeros would say little.
    for (const float strength : {1.0F, 4.0F, 16.0F, 64.0F}) {
        if (!values.empty() && firing(values, plan) == spiking)
            break;
        PortTensors others;
        Random random(seed);
        for (const EdgeEnd& entry : script.entries)
            others[entry] = drawn(plan.ports.at(entry), samples, random, strength);
        PortTensors answers = runner.run(others, wanted);
        if (values.empty() || firing(answers, plan) > firing(values, plan)) {
            inputs = std::move(others);
            values = std::move(answers);
        }
    }

    Reference out;
    std::map<std::string, std::string> members;
    const auto put = [&](const std::string& key, const EdgeEnd& end, const PlainTensor& value) {
        members[key] = npyOf("<f4", value.shape, value.data);
        if (key.rfind("input/", 0) == 0)
            return;
        ++out.compared;
        if (plan.ports.at(end).type != PortType::Spikes)
            return;
        out.spikes.insert(key);
        out.spikeCount += double(std::count_if(value.data.begin(), value.data.end(), [](float x) { return x != 0.0F; }));
    };
    for (const auto& [end, value] : inputs)
        put("input/" + script.names.of(end), end, value);
    for (const EdgeEnd& end : script.drawn)
        put("input/" + script.names.of(end), end, values.at(end));
    for (const EdgeEnd& end : script.exits)
        put("output/" + script.names.of(end), end, values.at(end));
    std::size_t kept = 0;
    for (const PlannedNode* node : view.nodes) {
        const EdgeEnd first{node->id, node->spec->outputs.at(0).name};
        if (std::find(script.drawn.begin(), script.drawn.end(), first) != script.drawn.end())
            continue;   // the script draws other numbers
        if (node->stepByStep)
            continue;   // on a loop the script sees its parts one step at a time
        for (std::size_t i = 0; i < node->spec->outputs.size(); ++i) {
            const EdgeEnd end{node->id, node->spec->outputs[i].name};
            if (std::find(script.exits.begin(), script.exits.end(), end) != script.exits.end())
                continue;
            const PlainTensor& value = values.at(end);
            if (kept + value.data.size() > kMostInside)
                continue;
            kept += value.data.size();
            put("inside/" + script.names.nodes.at(node->id) + "/" + std::to_string(i), end, value);
        }
    }
    out.file = zipOf(members);
    return out;
}

std::string weightsFile(const Weights& weights, const Script& script)
{
    std::map<std::string, std::string> members;
    for (const auto& [ours, theirs] : script.weights) {
        const WeightArray& array = weights.arrays.at(ours);
        if (const auto* floats = std::get_if<std::vector<float>>(&array.data))
            members[theirs] = npyOf("<f4", array.shape, *floats);
        else if (const auto* doubles = std::get_if<std::vector<double>>(&array.data))
            members[theirs] = npyOf("<f8", array.shape, *doubles);
        else
            members[theirs] = npyOf("<i8", array.shape, std::get<std::vector<std::int64_t>>(array.data));
    }
    return zipOf(members);
}

} // namespace spw::python
