// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zoo/parts.h"

#include <iterator>
#include <utility>

namespace spw::zoo {

ParamSpec wholeOption(const char* name, const char* caption, std::int64_t initial, Range range, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Int, .initial = initial, .range = range, .doc = doc};
}

ParamSpec flagOption(const char* name, const char* caption, bool initial, const char* doc)
{
    return {.name = name, .caption = caption, .type = ParamType::Bool, .initial = initial, .doc = doc};
}

ParamSpec choiceOption(const char* name, const char* caption, const char* initial, const char* doc, std::vector<Choice> choices)
{
    return {.name = name, .caption = caption, .type = ParamType::Choice, .initial = initial, .doc = doc,
            .choices = std::move(choices)};
}

ParamSpec stepsOption(std::int64_t steps)
{
    ParamSpec spec = wholeOption("T", "Steps", steps, between(1, 100'000), "Time steps that the network sees of each sample.");
    spec.unit = Unit::Steps;
    return spec;
}

ParamSpec classesOption(std::int64_t classes)
{
    return wholeOption("classes", "Classes", classes, between(2, 100'000), "Answers to choose from; moving shapes have 10.");
}

ParamSpec neuronOption(const char* initial)
{
    return choiceOption("neuron", "Neuron", initial, "What stands at every place where the network spikes.",
                        {{"if", "IF"}, {"lif", "LIF"}, {"parametric_lif", "PLIF"}, {"klif", "KLIF"}, {"qif", "QIF"},
                         {"eif", "EIF"}, {"izhikevich", "Izhikevich"}, {"glif", "GLIF"}, {"psn", "PSN"},
                         {"sliding_psn", "Sliding PSN"}});
}

std::vector<ParamSpec> dataOptions(const char* own, std::int64_t size)
{
    std::vector<Choice> choices;
    if (*own)
        choices.push_back({"own", own});
    choices.push_back({"shapes", "Moving shapes (no files needed)"});
    choices.push_back({"arrays", "Arrays (npz, npy)"});
    ParamSpec side = wholeOption("size", "Picture size", size, between(8, 1024), "Height and width of moving shapes and arrays.");
    side.unit = Unit::Pixels;
    side.visibleWhen = "data=shapes|arrays";
    return {choiceOption("data", "Data", *own ? "own" : "arrays", "What the network sees.", std::move(choices)), side};
}

std::vector<ParamSpec> joined(std::vector<std::vector<ParamSpec>> lists)
{
    std::vector<ParamSpec> all;
    for (std::vector<ParamSpec>& list : lists)
        std::move(list.begin(), list.end(), std::back_inserter(all));
    return all;
}

std::int64_t classesOf(const Options& options)
{
    constexpr std::int64_t kShapes = 10;
    return options.text("data") == "shapes" ? kShapes : options.integer("classes");
}

namespace {

std::int64_t stepsOf(const Options& options)
{
    return options.has("T") ? options.integer("T") : 1;   // a picture that is shown once
}

/// From what a dataset gives to a sequence.
void encode(NetBuilder& net, const Input& own, const Options& options, NodeId data, const char* columnsPort)
{
    net.label = {data, "label"};
    const bool events = own.kind == Input::Kind::Events;
    if (own.kind == Input::Kind::Rows) {
        net.from(data, columnsPort);
        if (std::string(columnsPort) == "rows")
            return;
    } else {
        net.from(data, events ? "events" : "image");
    }
    if (own.kind == Input::Kind::Columns || own.kind == Input::Kind::Rows) {
        net.then("encoder.column_sequential", "Columns");
        return;
    }
    Values values = own.encoderValues;
    values["T"] = stepsOf(options);
    const std::string type = !own.encoder.empty() ? own.encoder : events ? "transform.frames" : "encoder.direct";
    net.then(type, events ? "Frames" : "Encoder", values);
}

/// Arrays hold what the network itself would see: sequences.
void arrays(NetBuilder& net, const Input& own, const Options& options)
{
    const std::int64_t side = options.integer("size");
    const bool lines = own.kind == Input::Kind::Columns || own.kind == Input::Kind::Rows;
    const std::string sides = std::to_string(side);
    const std::string shape = lines ? sides : std::to_string(own.channels) + "x" + sides + "x" + sides;
    const NodeId data = net.add("dataset.arrays", "Arrays",
                                {{"shape", shape}, {"T", lines ? side : stepsOf(options)}, {"classes", classesOf(options)}});
    net.label = {data, "label"};
    net.from(data, "x");
}

} // namespace

void input(NetBuilder& net, const Input& own, const Options& options)
{
    const std::string& data = options.text("data");
    if (data == "arrays") {
        arrays(net, own, options);
    } else if (data == "shapes") {
        const std::int64_t side = options.integer("size");
        encode(net, own, options, net.add("dataset.synthetic_dvs", "Moving shapes", {{"width", side}, {"height", side}}), "image");
    } else {
        encode(net, own, options, net.add(own.type, own.title, own.values), "rows");
    }
    net.row();
}

NodeId neuron(NetBuilder& net, const Options& options, const std::string& title)
{
    return neuron(net, "neuron." + options.text("neuron"), title);
}

NodeId neuron(NetBuilder& net, const std::string& type, const std::string& title, Values values)
{
    const NodeSpec* spec = builtinCatalog().find(type);
    if (spec && spec->param("surrogate"))
        values.emplace("surrogate", "atan");
    if (spec && spec->param("detach_reset"))
        values.emplace("detach_reset", true);
    return net.then(type, title, values);
}

namespace {

/// Below the last neuron: what a run shows of it.
void probe(NetBuilder& net)
{
    if (net.lastNeuron == 0)
        return;
    const NodeSpec& spec = net.spec(net.lastNeuron);
    const NodeId id = net.add("probe.probe", "Probe " + net.node(net.lastNeuron).title,
                              {{"record", spec.states.empty() ? "value" : "membrane"}});
    net.wire({net.lastNeuron, spec.outputs.at(0).name}, id, "x");
}

} // namespace

void output(NetBuilder& net, const Output& out)
{
    net.row();
    net.then(out.readout, "Readout", out.readoutValues);
    const NodeId loss = net.then(out.loss, "Loss", out.lossValues);
    net.wire(net.label, loss, "label");
    net.then("learner.bptt", "Learner", out.learner);
    probe(net);
}

void sequenceLoss(NetBuilder& net, const std::string& loss, const Values& values, const Values& learner)
{
    net.row();
    const EdgeEnd answer = net.end();
    const NodeId node = net.then(loss, "Loss", values);
    net.wire(net.label, node, "label");
    net.then("learner.bptt", "Learner", learner);
    net.from(answer);
    net.then("readout.spike_count", "Readout");
    const NodeId metric = net.then("metric.accuracy", "Accuracy");
    net.wire(net.label, metric, "label");
    probe(net);
}

} // namespace spw::zoo
