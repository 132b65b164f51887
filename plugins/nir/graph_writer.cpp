// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/graph_writer.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

namespace spw::nir {

namespace {

constexpr int kDeepest = 10'000;

bool startsWith(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

bool passesOn(const std::string& type)
{
    return startsWith(type, "layer.dropout") || type == "layer.print_shape" || type == "layer.input";
}

} // namespace

std::vector<std::int64_t> featuresOf(const PortInfo& info, const std::string& name)
{
    std::vector<std::int64_t> out;
    for (const Dim& dim : info.features)
        out.push_back(dim ? *dim : -1);
    if (out.empty() || *std::min_element(out.begin(), out.end()) < 0)
        throw Error("Its shape is not known.", name, "Fix the shapes before this node.");
    return out;
}

GraphWriter::GraphWriter(const Plan& plan, const Options& options, const Weights* weights)
    : m_plan(plan), m_options(options), m_weights(weights), m_view(networkView(plan))
{
    m_graph.type = "NIRGraph";
    for (const PlannedNode* node : m_view.nodes) {
        try {
            place(*node);
        } catch (const Error& e) {
            note(Outcome::Refused, *node, e.happened(), "NIR cannot hold it.", e.fix());
            m_places[node->id];
        }
    }
    connect();
    connectOutputs();
    for (const PlannedNode* node : m_view.skipped)
        note(Outcome::Skipped, *node, "Belongs to data or training.");
    std::sort(m_graph.edges.begin(), m_graph.edges.end());
    Items& own = m_graph.metadata["spikewright"].children;
    own["dt"] = itemOf(scalar(options.dt, Number::Float64));
    own["format"] = itemOf("spikewright-nir/1");
}

void GraphWriter::note(Outcome outcome, const PlannedNode& node, std::string what, std::string why, std::string fix)
{
    m_report.add(outcome, node.id, node.name, std::move(what), std::move(why), std::move(fix));
}

Diagnostics GraphWriter::diagnostics() const
{
    Diagnostics out;
    for (const ReportLine& line : m_report.lines)
        if (line.outcome == Outcome::Refused || line.outcome == Outcome::Changed)
            out.push_back({.severity = line.outcome == Outcome::Refused ? Severity::Error : Severity::Warning, .code = "SPW-X200",
                           .node = line.node, .nodeName = line.name, .port = {}, .what = line.what, .why = line.why, .fix = line.fix});
    return out;
}

NodeSource GraphWriter::sourceOf(const PlannedNode& node) const
{
    if (node.inputs.empty() || !node.inputs[0].info)
        throw Error("Its input is not known.", node.name, "Connect it.");
    NodeSource source{node.spec, &node.values, featuresOf(*node.inputs[0].info, node.name), {}, m_options.dt};
    source.dry = !m_weights;
    if (m_weights)
        source.weight = [this, &node](const std::string& name) -> const WeightArray* {
            const auto found = m_weights->arrays.find(node.name + "/" + name);
            return found == m_weights->arrays.end() ? nullptr : &found->second;
        };
    return source;
}

std::string GraphWriter::add(const std::string& wanted, Node node)
{
    std::string base;
    for (const char c : wanted)
        base += c == '/' ? '_' : c;
    if (base.empty() || base.find_first_not_of('.') == std::string::npos)
        base = "node";
    const bool reserved = (base == "input" || base == "output") && node.type != "Input" && node.type != "Output";
    std::string name = reserved ? base + "_" : base;
    for (int i = 2; m_graph.nodes.count(name); ++i)
        name = base + "_" + std::to_string(i);
    m_graph.nodes[name] = std::move(node);
    return name;
}

void GraphWriter::place(const PlannedNode& node)
{
    const std::string& type = node.spec->id;
    if (placeOutside(node))
        return;
    if (passesOn(type)) {
        m_places[node.id].passes = {0};
        note(Outcome::Skipped, node, "Changes nothing outside training.");
    } else if (type == "synapse.step_delay" && loopDelay(node)) {
        m_places[node.id].passes = {0};
        note(Outcome::Mapped, node, "A loop of edges: one step passes on every loop.");
    } else if (isFoldableNorm(type)) {
        placeNorm(node);
    } else if (type == "neuron.sinabs_iaf_recurrent" || type == "neuron.sinabs_lif_recurrent") {
        placeRecurrent(node);
    } else if (isNirNeuron(type)) {
        NodeSource source = sourceOf(node);
        if (source.dry)
            source.features = {1};
        placeForm(node, neuronForm(source));
    } else if (isNirLayer(type) && (type != "layer.max_pool2d" || readsSpikes(node))) {
        if (node.outputs.empty())
            throw Error("Its shape is not known.", node.name, "Fix the shapes before this node.");
        placeForm(node, layerForm(sourceOf(node), featuresOf(node.outputs[0], node.name)));
    } else if (type == "container.residual") {
        placeMerge(node, node.values.text("connect") == "ADD" ? "add" : node.values.text("connect"));
    } else if (type == "container.merge" || type == "layer.merge") {
        placeMerge(node, type == "layer.merge" ? "add" : node.values.text("op"));
    } else if (type == "container.concat") {
        placeConcat(node);
    } else if (node.spec->category == Category::Neuron) {
        neuronForm(sourceOf(node));   // says why not
    } else {
        const bool maximum = type.find("max_pool") != std::string::npos;
        throw Error(maximum ? "NIR has pools of sums and means, none of the largest value."
                            : "NIR has no primitive for '" + node.spec->title + "'.",
                    "", maximum ? "Put it right behind a spiking neuron, or use an average or sum pool."
                                : "Replace it by Linear, convolution, pool, Flatten, Scale or Delay, or export to Python.");
    }
}

/// Encoders in front and readouts behind are the world outside.
bool GraphWriter::placeOutside(const PlannedNode& node)
{
    const Category category = node.spec->category;
    if (category == Category::Encoder) {
        for (const PlannedInput& input : node.inputs)
            for (const EdgeEnd& from : input.from)
                if (m_view.find(from.node) && !m_skippedEncoders.count(from.node))
                    throw Error("An encoder inside the network cannot be said in NIR.", "", "Encode the data before they enter the network.");
        m_skippedEncoders.insert(node.id);
        note(Outcome::Skipped, node, "Stays outside: NIR begins with what it gives.", "NIR has no encoders.",
             "Feed the other program with encoded data.");
        return true;
    }
    if (category != Category::Readout)
        return false;
    for (const PortSpec& port : node.spec->outputs)
        for (const NetworkView::Reader& reader : m_view.readers({node.id, port.name}))
            if (reader.node->spec->category != Category::Readout)
                throw Error("Something in the network reads it.", "", "Move the readout to the end.");
    m_readouts.insert(node.id);
    m_places[node.id].passes = {0};
    note(Outcome::Skipped, node, "Stays outside: NIR ends with what it reads.", "NIR has no readouts.", "Read the answer in the other program.");
    return true;
}

/// Whether only zeros and ones arrive.
bool GraphWriter::readsSpikes(const PlannedNode& node) const
{
    const EdgeEnd* from = NetworkView::source(node);
    const PlannedNode* before = from ? m_view.find(from->node) : nullptr;
    if (!before)
        return false;
    const std::string& type = before->spec->id;
    if (passesOn(type) || type == "layer.max_pool2d" || type == "layer.flatten" || startsWith(type, "synapse.delay") || type == "synapse.step_delay")
        return readsSpikes(*before);
    const bool several = (before->values.has("spike_fn") && before->values.text("spike_fn") != "single") ||
                         (before->values.has("graded_spike") && before->values.flag("graded_spike"));
    return isNirNeuron(type) && before->spec->outputs[0].type == PortType::Spikes && !several;
}

void GraphWriter::placeForm(const PlannedNode& node, NeuronForm form)
{
    const std::string trace = node.spec->id == "neuron.ottt_lif" ? "a" : "";
    if (!trace.empty())
        for (std::size_t port = 1; port < node.spec->outputs.size(); ++port)
            if (!m_view.readers({node.id, node.spec->outputs[port].name}).empty())
                throw Error("Its trace is read, and NIR's LIF has none.", "", "Read its spikes.");
    if (m_options.exactThresholds && node.spec->outputs[0].type == PortType::Spikes) {
        const auto own = form.node.metadata.find("spikewright");
        const auto fires = own == form.node.metadata.end() ? Items::const_iterator{} : own->second.children.find("fires");
        if (own != form.node.metadata.end() && fires != own->second.children.end() && fires->second.text == "reached") {
            // For 32-bit numbers "above the next smaller one" is the same as "at least this one".
            for (const char* name : {"v_threshold", "threshold"})
                if (const auto field = form.node.fields.find(name); field != form.node.fields.end())
                    for (double& value : field->second.array->values)
                        value = double(std::nextafter(float(value), -std::numeric_limits<float>::infinity()));
            form.node.metadata.erase(own);
        }
    }
    std::string what = node.spec->title + " -> " + form.node.type;
    for (const auto& [name, item] : form.node.fields)
        if (item.array && (name == "weight" || name == "v_threshold"))
            what += ", " + name + " " + shapeText(item.array->shape);
    const std::string name = add(node.name, std::move(form.node));
    std::string first = name;
    for (std::size_t i = form.before.size(); i-- > 0;) {
        std::string kind = form.before[i].type;
        kind[0] = char(std::tolower(static_cast<unsigned char>(kind[0])));
        const std::string front = add(node.name + "." + kind, std::move(form.before[i]));
        m_graph.edges.emplace_back(front, first);
        first = front;
    }
    m_places[node.id] = {.outs = {name}, .ins = {{0, {first}}}, .passes = {}};
    if (form.changes.empty())
        note(Outcome::Mapped, node, what);
    for (const Remark& remark : form.changes)
        note(Outcome::Changed, node, remark.what, remark.why, remark.fix);
}

void GraphWriter::placeNorm(const PlannedNode& node)
{
    const NodeSource source = sourceOf(node);
    const NormForm norm = normForm(source);
    const EdgeEnd* from = NetworkView::source(node);
    const auto before = from ? m_places.find(from->node) : m_places.end();
    const bool alone = from && m_view.readers(*from).size() == 1;
    if (m_options.foldNorms && alone && before != m_places.end() && before->second.outs.size() == 1 &&
        fold(norm, m_graph.nodes.at(before->second.outs[0]))) {
        m_places[node.id].passes = {0};
        note(Outcome::Mapped, node, "Multiplied into the weights of '" + before->second.outs[0] + "'.");
        return;
    }
    NeuronForm form;
    if (source.dry)
        form.node.type = "Affine";
    else
        form.node = normNode(norm, source.features);
    placeForm(node, std::move(form));
}

void GraphWriter::placeRecurrent(const PlannedNode& node)
{
    NodeSource source = sourceOf(node);
    if (source.features.size() != 1)
        throw Error("Its neurons have several axes.", "", "Put a Flatten before it: NIR's weights join flat lists.");
    // Its twin without the loop has the same parameters, and two that only the loop has.
    const std::string twin = node.spec->id.substr(0, node.spec->id.size() - std::string("_recurrent").size());
    source.spec = builtinCatalog().find(twin);
    ParamValues values;
    for (const ParamSpec& param : source.spec->params)
        values.set(param.name, node.values.at(param.name));
    source.values = &values;
    if (source.dry)
        source.features = {1};
    NeuronForm form = neuronForm(source);
    const std::int64_t n = source.features[0];
    Node loop;
    const auto weight = [&](const char* name, std::int64_t count) {
        const WeightArray* array = source.weight ? source.weight(name) : nullptr;
        return array ? numbersOf(*array) : std::vector<double>(std::size_t(count), 0.0);
    };
    const bool bias = node.values.flag("rec_bias");
    loop.type = bias ? "Affine" : "Linear";
    loop.fields["weight"] = itemOf(arrayOf({n, n}, weight("rec_connect.weight", n * n)));
    if (bias) {
        loop.fields["bias"] = itemOf(arrayOf({n}, weight("rec_connect.bias", n)));
        loop.metadata["spikewright"].children["waits_behind"] = itemOf(scalar(1, Number::Int64));
        note(Outcome::Changed, node, "Its recurrent bias begins with the second step.", "NIR does not say with which; other programs begin with the first.", "");
    }
    placeForm(node, std::move(form));
    const std::string name = m_places[node.id].outs[0], back = add(name + ".w_rec", std::move(loop));
    m_graph.edges.push_back({name, back});
    m_graph.edges.push_back({back, name});
    note(Outcome::Mapped, node, "Its weights back to itself are '" + back + "'.");
}

void GraphWriter::placeMerge(const PlannedNode& node, const std::string& op)
{
    if (op != "add" && op != "subtract" && op != "mean")
        throw Error("It joins streams by '" + op + "'; edges of NIR add.", "", "Join by adding.");
    const std::vector<std::int64_t> features = featuresOf(node.outputs.at(0), node.name);
    for (const PlannedInput& input : node.inputs)
        if (input.info && featuresOf(*input.info, node.name) != features)
            throw Error("It fills up the smaller of its streams; edges of NIR join equals.", "", "Give both streams the same shape.");
    const double count = double(std::count_if(node.inputs.begin(), node.inputs.end(), [](const PlannedInput& input) { return !input.from.empty(); }));
    Place& place = m_places[node.id];
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (node.inputs[i].from.empty())
            continue;
        const double factor = op == "mean" ? 1 / count : op == "subtract" && i > 0 ? -1 : 1;
        if (op == "add") {
            place.passes.push_back(i);
            continue;
        }
        Node scale;
        scale.type = "Scale";
        scale.fields["scale"] = itemOf(arrayOf(features, std::vector<double>(std::size_t(countOf(features)), factor)));
        const std::string name = add(node.name + "." + node.spec->inputs[i].name, std::move(scale));
        place.ins[i] = {name};
        place.outs.push_back(name);
    }
    note(Outcome::Mapped, node, op == "add" ? "Edges that meet are added." : "Scales whose edges meet.");
}

void GraphWriter::placeConcat(const PlannedNode& node)
{
    const std::vector<std::int64_t> out = featuresOf(node.outputs.at(0), node.name);
    if (out.size() != 1)
        throw Error("It puts pictures side by side; NIR can only add.", "", "Concatenate after a Flatten.");
    Place& place = m_places[node.id];
    std::int64_t first = 0;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (!node.inputs[i].info)
            continue;
        const std::int64_t width = featuresOf(*node.inputs[i].info, node.name)[0];
        const std::string name = add(node.name + "." + node.spec->inputs[i].name, m_weights ? placed(width, out[0], first) : Node());
        place.ins[i] = {name};
        place.outs.push_back(name);
        first += width;
    }
    note(Outcome::Changed, node, "It becomes Linear nodes of ones and zeros whose results are added.", "NIR has no concatenation.", "");
}

/// A step delay straight behind a neuron whose every reader leads back to it, with no other neuron or delay on the way:
/// the loop of edges that every framework of NIR reads as "the output of the step before".
bool GraphWriter::loopDelay(const PlannedNode& node) const
{
    const EdgeEnd* from = NetworkView::source(node);
    const PlannedNode* neuron = from ? m_view.find(from->node) : nullptr;
    if (!neuron || !isNirNeuron(neuron->spec->id))
        return false;
    const std::vector<NetworkView::Reader> readers = m_view.readers({node.id, node.spec->outputs[0].name});
    std::set<NodeId> seen;
    return !readers.empty() && std::all_of(readers.begin(), readers.end(), [&](const NetworkView::Reader& reader) {
        return reader.node->id == neuron->id || onLoopWithoutNeuron(reader.node->id, neuron->id, seen);
    });
}

bool GraphWriter::onLoopWithoutNeuron(NodeId from, NodeId to, std::set<NodeId>& seen) const
{
    if (!seen.insert(from).second)
        return true;
    const PlannedNode* node = m_view.find(from);
    if (!node || isNirNeuron(node->spec->id) || startsWith(node->spec->id, "synapse."))
        return false;
    bool any = false;
    for (const PortSpec& port : node->spec->outputs)
        for (const NetworkView::Reader& reader : m_view.readers({from, port.name})) {
            any = true;
            if (reader.node->id != to && !onLoopWithoutNeuron(reader.node->id, to, seen))
                return false;
        }
    return any;
}

std::string GraphWriter::inputFor(const EdgeEnd& port)
{
    const auto known = m_inputs.find(port);
    if (known != m_inputs.end())
        return known->second;
    Node input;
    input.type = "Input";
    const auto info = m_plan.ports.find(port);
    const PlannedNode* node = m_plan.find(port.node);
    const std::string name = node ? node->name : "the input";
    if (info == m_plan.ports.end())
        throw Error("The shape of the input is not known.", name, "Give it a shape.");
    input.fields["shape"] = itemOf(list(featuresOf(info->second, name)));
    return m_inputs[port] = add("input", std::move(input));
}

std::vector<std::string> GraphWriter::sourcesOf(const PlannedNode& node, std::size_t input, int depth)
{
    std::vector<std::string> out;
    for (const EdgeEnd& from : node.inputs.at(input).from)
        for (std::string& name : sources(from, depth + 1))
            out.push_back(std::move(name));
    return out;
}

std::vector<std::string> GraphWriter::sources(const EdgeEnd& port, int depth)
{
    if (depth > kDeepest)
        throw Error("A loop of wires has nothing on it that NIR knows.", "", "Put a neuron on the loop.");
    const PlannedNode* node = m_view.find(port.node);
    if (!node || m_skippedEncoders.count(port.node))
        return {inputFor(port)};
    const Place& place = m_places[port.node];
    std::vector<std::string> out = place.outs;
    for (const std::size_t input : place.passes)
        for (std::string& name : sourcesOf(*node, input, depth))
            out.push_back(std::move(name));
    return out;
}

void GraphWriter::edges(const std::vector<std::string>& from, const std::string& to, const std::vector<std::int64_t>& features)
{
    std::map<std::string, int> times;
    for (const std::string& name : from)
        ++times[name];
    for (const auto& [name, count] : times) {
        if (count == 1) {
            m_graph.edges.emplace_back(name, to);
            continue;
        }
        Node scale;
        scale.type = "Scale";
        scale.fields["scale"] = itemOf(arrayOf(features, std::vector<double>(std::size_t(countOf(features)), double(count))));
        const std::string again = add(name + ".times", std::move(scale));
        m_graph.edges.emplace_back(name, again);
        m_graph.edges.emplace_back(again, to);
    }
}

void GraphWriter::connect()
{
    for (const PlannedNode* node : m_view.nodes) {
        const Place place = m_places[node->id];
        for (const auto& [input, readers] : place.ins)
            for (const std::string& reader : readers) {
                try {
                    edges(sourcesOf(*node, input), reader, featuresOf(node->inputs.at(input).info.value(), node->name));
                } catch (const Error& e) {
                    note(Outcome::Refused, *node, e.happened(), "NIR cannot hold it.", e.fix());
                }
            }
    }
}

void GraphWriter::connectOutputs()
{
    std::set<std::vector<std::string>> known;
    for (const PlannedNode* node : m_view.nodes) {
        bool read = false;
        for (const PortSpec& port : node->spec->outputs)
            read = read || !m_view.readers({node->id, port.name}).empty();
        if (read || m_skippedEncoders.count(node->id) || node->outputs.empty())
            continue;
        try {
            std::vector<std::string> from = sources({node->id, node->spec->outputs[0].name});
            std::sort(from.begin(), from.end());
            if (from.empty() || !known.insert(from).second)
                continue;
            const bool outside = m_readouts.count(node->id) != 0;
            const std::vector<std::int64_t> features = featuresOf(outside ? node->inputs.at(0).info.value() : node->outputs[0], node->name);
            Node output;
            output.type = "Output";
            output.fields["shape"] = itemOf(list(features));
            edges(from, add("output", std::move(output)), features);
        } catch (const Error& e) {
            note(Outcome::Refused, *node, e.happened(), "NIR cannot hold it.", e.fix());
        }
    }
}

void GraphWriter::keepMetadata(NodeId id, const Items& metadata)
{
    const auto place = m_places.find(id);
    if (place == m_places.end() || place->second.outs.size() != 1)
        return;
    for (const auto& [name, item] : metadata)
        if (name != "spikewright")
            m_graph.nodes.at(place->second.outs[0]).metadata.emplace(name, item);
}

} // namespace spw::nir
