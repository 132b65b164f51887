// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/inference_net.h"

#include "core/base/error.h"
#include "core/exchange/inference_weights.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace spw {

namespace {

using Kind = InferenceOp::Kind;

bool startsWith(const std::string& text, const char* start) { return text.rfind(start, 0) == 0; }

/// Words that mean something in Python, in torch.nn.Module or in the modules that exporters write.
bool isTaken(const std::string& word)
{
    static const std::set<std::string> words{
        "and", "as", "assert", "async", "await", "bool", "break", "class", "continue", "cpu", "cuda", "def", "del", "double", "elif",
        "else", "eval", "except", "false", "finally", "float", "for", "forward", "from", "global", "half", "if", "import", "in",
        "int", "is", "lambda", "modules", "none", "nonlocal", "not", "or", "parameters", "pass", "raise", "return", "self", "t", "n",
        "to", "torch", "train", "training", "true", "try", "type", "x", "y", "while", "with", "yield", "apply", "buffers",
        "children", "list", "str", "tuple", "print", "steps", "batch", "r", "nn", "os", "v", "s", "h", "state_dict", "load_state_dict",
        "zero_grad", "add_module", "share_memory", "register_buffer", "register_parameter", "bfloat16", "named_modules", "f"};
    return words.count(word) != 0;
}

std::string wordOf(const std::string& title, const PlannedNode* node)
{
    std::string word;
    for (const char c : title) {
        const bool digit = c >= '0' && c <= '9', small = c >= 'a' && c <= 'z', large = c >= 'A' && c <= 'Z';
        if (digit || small || large)
            word += large ? char(c - 'A' + 'a') : c;
        else if (!word.empty() && word.back() != '_')
            word += '_';
    }
    while (!word.empty() && word.back() == '_')
        word.pop_back();
    const bool letters = std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!letters && node)   // a title in another script: the kind of node says more than nothing
        word = node->spec->id.substr(node->spec->id.find('.') + 1) + "_" + std::to_string(node->id);
    if (word.empty() || (word[0] >= '0' && word[0] <= '9'))
        word = "layer_" + word;
    return isTaken(word) ? word + "_" : word;
}

/// One plan on its way to plain layers.
class Lowering {
public:
    Lowering(const Plan& plan, const Weights* weights, const InferenceOptions& options, Diagnostics& problems)
        : m_plan(plan), m_view(networkView(plan)), m_weights(weights), m_options(options), m_problems(problems)
    {
    }

    InferenceNet run()
    {
        for (const PlannedNode* node : m_view.nodes) {
            lower(*node);
            if (!m_made.count({node->id, node->spec->outputs.at(0).name}))
                m_missing.insert(node->id);
        }
        for (const EdgeEnd& exit : m_view.exits)
            if (const auto found = m_made.find(exit); found != m_made.end() && !cut(exit.node))
                m_net.outputs.push_back(found->second);
        if (m_net.outputs.empty() && !hasErrors(m_problems))
            m_problems.push_back({Severity::Error, "SPW-F410", 0, {}, {}, "There is nothing to export.",
                                  "The network has no layer that computes an output.", "Add layers, neurons and a readout."});
        std::sort(m_net.outputs.begin(), m_net.outputs.end());
        m_net.outputs.erase(std::unique(m_net.outputs.begin(), m_net.outputs.end()), m_net.outputs.end());
        if (!hasErrors(m_problems))
            dropUnread();
        m_net.steps = m_options.steps > 0 ? m_options.steps : m_steps;
        return std::move(m_net);
    }

private:
    using Maker = std::function<void(const PlannedNode&, InferenceOp&)>;

    void refuse(const PlannedNode& node, std::string what, std::string why, std::string fix)
    {
        m_problems.push_back({Severity::Error, "SPW-F411", node.id, node.name, {}, std::move(what), std::move(why), std::move(fix)});
    }
    void warn(const PlannedNode& node, std::string what, std::string why, std::string fix)
    {
        m_problems.push_back({Severity::Warning, "SPW-F412", node.id, node.name, {}, std::move(what), std::move(why), std::move(fix)});
    }

    bool cut(NodeId id) const { return m_cut.count(id) != 0; }

    void lower(const PlannedNode& node)
    {
        const std::string& id = node.spec->id;
        if (node.stepByStep)
            return refuse(node, "It lies on a loop.", "The layers of " + m_options.target + " are written one after the other.",
                          "Remove the feedback, or choose a target that takes it.");
        if (node.spec->category == Category::Encoder && id != "encoder.direct") {
            m_cut.insert(node.id);
            return warn(node, "It is left out: the exported network takes what it sends as its input.",
                        "Its code is drawn or stored, and no plain layer.", "Encode before, as the studio does.");
        }
        const Maker* maker = makerOf(id);
        if (!maker) {
            const bool neuron = node.spec->category == Category::Neuron;
            return refuse(node, "'" + node.spec->title + "' cannot be written to " + m_options.target + ".",
                          neuron ? "Its dynamics are not among the neurons that are known there."
                                 : "There is no layer over there that does the same.",
                          neuron ? "Replace it by IF, LIF or PLIF, or export to Python or TorchScript."
                                 : "Replace it by layers like Conv, Linear, BatchNorm, pools or Flatten.");
        }
        InferenceOp op = begin(node);
        if (!shapeOf({node.id, node.spec->outputs.at(0).name}, op, node) || !connect(node, op) || op.inputs.empty())
            return;
        (*maker)(node, op);
        if (op.inputs.empty())
            return;
        op.name = unique(wordOf(node.name, &node));
        m_net.ops.push_back(std::move(op));
        m_made[m_net.ops.back().end] = m_net.ops.size() - 1;
    }

    InferenceOp begin(const PlannedNode& node) const
    {
        InferenceOp op;
        op.node = node.id;
        op.title = node.name;
        op.planned = &node;
        op.end = {node.id, node.spec->outputs.at(0).name};
        return op;
    }

    /// Fills shape and overTime from what the planner knows. @return false: unknown, reported.
    bool shapeOf(const EdgeEnd& end, InferenceOp& op, const PlannedNode& node)
    {
        const auto found = m_plan.ports.find(end);
        bool known = found != m_plan.ports.end() && !found->second.features.empty();
        for (std::size_t i = 0; known && i < found->second.features.size(); ++i) {
            known = found->second.features[i].has_value();
            op.shape.push_back(found->second.features[i].value_or(0));
        }
        if (!known) {
            refuse(node, "The shape of its values is not known.", "Files for other programs fix every size.",
                   "Set the sizes of the source of data, or connect it.");
            return false;
        }
        op.overTime = hasSteps(found->second.type);
        if (op.overTime && found->second.steps)
            m_steps = std::max(m_steps, *found->second.steps);
        return true;
    }

    bool connect(const PlannedNode& node, InferenceOp& op)
    {
        for (const PlannedInput& input : node.inputs) {
            const std::size_t place = std::size_t(&input - node.inputs.data());
            if (input.from.empty() && !node.spec->inputs[place].optional)
                return false;   // the planner has complained
            if (input.from.empty())
                continue;
            if (input.from.size() > 1) {
                refuse(node, "It takes many wires at one input.", "Files for other programs have one value an input.",
                       "Join them by a node of their own.");
                return false;
            }
            const auto made = m_made.find(input.from[0]);
            if (made != m_made.end())
                op.inputs.push_back(made->second);
            else if (!enter(input.from[0], node, op))
                return false;
        }
        return true;
    }

    /// A value from outside: of a dataset, a transform or an encoder that was left out.
    bool enter(const EdgeEnd& end, const PlannedNode& reader, InferenceOp& op)
    {
        const PlannedNode* source = m_plan.find(end.node);
        if (m_missing.count(end.node) && !cut(end.node))
            return false;   // that node was refused, or reads one that was
        if (m_view.find(end.node) && !cut(end.node)) {
            refuse(reader, "It reads '" + end.port + "' of '" + source->name + "'.", "Only the first output of a node is exported.",
                   "Wire it to '" + source->spec->outputs.at(0).name + "', or leave it out.");
            return false;
        }
        InferenceOp input;
        input.node = end.node;
        input.title = source ? source->name : "input";
        input.end = end;
        input.planned = source;
        if (!shapeOf(end, input, source ? *source : reader))
            return false;
        input.name = unique(m_net.inputs.empty() ? "input" : wordOf(input.title, source) + "_input");
        m_net.ops.push_back(std::move(input));
        m_made[end] = m_net.ops.size() - 1;
        m_net.inputs.push_back(m_net.ops.size() - 1);
        op.inputs.push_back(m_net.ops.size() - 1);
        return true;
    }

    std::string unique(std::string word)
    {
        const std::string first = word;
        for (int i = 2; !m_words.insert(word).second; ++i)
            word = first + "_" + std::to_string(i);
        return word;
    }

    /// The node adds nothing: readers take its input instead.
    void skip(const PlannedNode& node, InferenceOp& op)
    {
        m_made[{node.id, node.spec->outputs.at(0).name}] = op.inputs.at(0);
        op.inputs.clear();
    }

    void putSynapse(const PlannedNode& node, InferenceOp& op) const
    {
        if (!m_weights)
            return;
        op.arrays["weight"] = op.kind == Kind::ConvTranspose ? netArray(*m_weights, node, "weight") : synapseWeight(*m_weights, node);
        if (node.values.flag("bias"))
            op.arrays["bias"] = netArray(*m_weights, node, "bias");
    }

    void putWindow(const PlannedNode& node, InferenceOp& op) const
    {
        const ParamValues& v = node.values;
        const std::size_t dims = op.shape.size() - 1;
        op.kernel = v.list("kernel_size", dims);
        op.stride = v.list("stride", dims);
        op.padding = v.list("padding", dims);
        op.dilation = v.has("dilation") ? v.list("dilation", dims) : std::vector<std::int64_t>(dims, 1);
        for (std::size_t i = 0; i < dims; ++i)
            if (op.stride[i] == 0)   // 0 stands for "as the kernel"
                op.stride[i] = op.kernel[i];
        op.ceil = v.has("ceil_mode") && v.flag("ceil_mode");
    }

    void makeConv(const PlannedNode& node, InferenceOp& op, Kind kind) const
    {
        op.kind = kind;
        putWindow(node, op);
        op.groups = node.values.integer("groups");
        if (kind == Kind::ConvTranspose)
            op.outputPadding = node.values.list("output_padding", op.shape.size() - 1);
        if (node.values.has("padding_mode"))
            op.paddingMode = node.values.text("padding_mode");
        putSynapse(node, op);
    }

    void makeAverage(const PlannedNode& node, InferenceOp& op) const
    {
        op.kind = Kind::AveragePool;
        putWindow(node, op);
        op.countPadding = !node.values.has("count_include_pad") || node.values.flag("count_include_pad");
        if (!node.values.has("count_include_pad"))
            op.size = 1;   // the sum pool: a mean divided by 1
        else if (node.values.has("divisor_override"))
            op.size = node.values.integer("divisor_override");
    }

    void makeNorm(const PlannedNode& node, InferenceOp& op)
    {
        op.kind = Kind::BatchNorm;
        op.eps = node.values.real("eps");
        if (!node.values.flag("track_running_stats")) {
            op.inputs.clear();
            return refuse(node, "It normalises by the batch at hand.", "An exported network has only stored statistics.",
                          "Switch 'Keep running statistics' on and train again.");
        }
        if (!m_weights)
            return;
        const bool affine = !node.values.has("affine") || node.values.flag("affine");
        op.arrays["mean"] = netArray(*m_weights, node, "running_mean");
        op.arrays["var"] = netArray(*m_weights, node, "running_var");
        const std::vector<std::int64_t> shape = op.arrays["mean"].shape;
        const std::size_t count = op.arrays["mean"].data.size();
        op.arrays["weight"] = affine ? netArray(*m_weights, node, "weight") : NetArray{shape, std::vector<float>(count, 1.0f)};
        op.arrays["bias"] = affine ? netArray(*m_weights, node, "bias") : NetArray{shape, std::vector<float>(count, 0.0f)};
    }

    void makeSpiking(const PlannedNode& node, InferenceOp& op)
    {
        const ParamValues& v = node.values;
        op.kind = Kind::Spiking;
        if (!v.flag("spiking")) {
            op.inputs.clear();
            return refuse(node, "It sends smooth numbers instead of spikes.", "That is a help for finding mistakes in training.",
                          "Switch 'Spikes' on.");
        }
        op.rule.threshold = float(v.real("v_threshold"));
        if (!v.isNone("v_reset"))
            op.rule.reset = float(v.real("v_reset"));
        op.rule.leaks = node.spec->id != "neuron.if";
        if (!op.rule.leaks)
            return;
        op.rule.decayInput = v.flag("decay_input");
        if (node.spec->id == "neuron.lif") {
            op.rule.tau = v.real("tau");
            op.rule.tauInverse = float(1.0 / op.rule.tau);
        } else if (m_weights) {
            op.arrays["w"] = netArray(*m_weights, node, "w");
            op.rule.tauInverse = float(1.0 / (1.0 + std::exp(-double(op.arrays["w"].data.at(0)))));
        } else {
            op.rule.tauInverse = float(1.0 / v.real("init_tau"));
        }
    }

    void makeOther(const PlannedNode& node, InferenceOp& op) const
    {
        op.kind = Kind::OtherNeuron;
        if (!m_weights)
            return;
        const std::string start = node.name + "/";
        for (const auto& entry : m_weights->arrays)
            if (entry.first.rfind(start, 0) == 0 && entry.first.find('/', start.size()) == std::string::npos)
                op.arrays[entry.first.substr(start.size())] = netArray(*m_weights, node, entry.first.substr(start.size()));
    }

    const Maker* makerOf(const std::string& id)
    {
        if (m_makers.empty())
            fillMakers();
        const auto found = m_makers.find(id);
        if (found != m_makers.end())
            return &found->second;
        return m_options.otherNeurons && startsWith(id, "neuron.") ? &m_makers.at("other") : nullptr;
    }

    void fillMakers();

    /// Keeps what the outputs need, in the same order.
    void dropUnread()
    {
        std::vector<bool> needed(m_net.ops.size(), false);
        for (const std::size_t out : m_net.outputs)
            needed[out] = true;
        for (std::size_t i = m_net.ops.size(); i-- > 0;)
            if (needed[i])
                for (const std::size_t in : m_net.ops[i].inputs)
                    needed[in] = true;
        std::vector<std::size_t> place(m_net.ops.size());
        std::vector<InferenceOp> kept;
        for (std::size_t i = 0; i < m_net.ops.size(); ++i) {
            if (!needed[i])
                continue;
            place[i] = kept.size();
            for (std::size_t& in : m_net.ops[i].inputs)
                in = place[in];
            kept.push_back(std::move(m_net.ops[i]));
        }
        std::erase_if(m_net.inputs, [&](std::size_t i) { return !needed[i]; });
        for (std::size_t& i : m_net.inputs)
            i = place[i];
        for (std::size_t& i : m_net.outputs)
            i = place[i];
        m_net.ops = std::move(kept);
    }

    const Plan& m_plan;
    NetworkView m_view;
    const Weights* m_weights;
    const InferenceOptions& m_options;
    Diagnostics& m_problems;
    InferenceNet m_net;
    std::map<EdgeEnd, std::size_t> m_made;
    std::map<std::string, Maker> m_makers;
    std::set<NodeId> m_cut, m_missing;   // left out on purpose; refused or behind one that was
    std::set<std::string> m_words;
    std::int64_t m_steps = 0;
};

void Lowering::fillMakers()
{
    const auto kindOnly = [](Kind kind) { return [kind](const PlannedNode&, InferenceOp& op) { op.kind = kind; }; };
    for (const char* d : {"1d", "2d", "3d"}) {
        for (const char* start : {"layer.conv", "layer.spike_conv", "layer.ws_conv"})
            m_makers[std::string(start) + d] = [this](const PlannedNode& n, InferenceOp& op) { makeConv(n, op, Kind::Conv); };
        m_makers[std::string("layer.conv_transpose") + d] = [this](const PlannedNode& n, InferenceOp& op) {
            makeConv(n, op, Kind::ConvTranspose);
        };
        m_makers[std::string("layer.max_pool") + d] = [this](const PlannedNode& n, InferenceOp& op) {
            op.kind = Kind::MaxPool;
            putWindow(n, op);
        };
        for (const char* start : {"layer.avg_pool", "layer.sum_pool"})
            m_makers[std::string(start) + d] = [this](const PlannedNode& n, InferenceOp& op) { makeAverage(n, op); };
        m_makers[std::string("layer.adaptive_avg_pool") + d] = kindOnly(Kind::AdaptiveAveragePool);
        for (const char* start : {"layer.batch_norm", "layer.threshold_dependent_batch_norm"})
            m_makers[std::string(start) + d] = [this](const PlannedNode& n, InferenceOp& op) { makeNorm(n, op); };
    }
    for (const char* id : {"layer.linear", "layer.spike_linear", "layer.ws_linear"})
        m_makers[id] = [this](const PlannedNode& n, InferenceOp& op) {
            op.kind = Kind::Linear;
            putSynapse(n, op);
        };
    for (const char* id : {"layer.dropout", "layer.dropout2d", "layer.dropout3d", "layer.print_shape"})
        m_makers[id] = [this](const PlannedNode& n, InferenceOp& op) { skip(n, op); };
    for (const char* id : {"layer.flatten", "layer.unflatten"})
        m_makers[id] = kindOnly(Kind::Reshape);
    m_makers["layer.relu"] = kindOnly(Kind::Relu);
    m_makers["layer.voting"] = [](const PlannedNode& n, InferenceOp& op) {
        op.kind = Kind::Voting;
        op.size = n.values.integer("voting_size");
    };
    m_makers["container.residual"] = [](const PlannedNode& n, InferenceOp& op) {
        const std::string& how = n.values.text("connect");
        op.kind = how == "ADD" ? Kind::Add : how == "AND" ? Kind::Multiply : Kind::AndNot;
        if (op.kind == Kind::AndNot && n.values.flag("bottleneck_order"))
            std::reverse(op.inputs.begin(), op.inputs.end());
    };
    m_makers["container.merge"] = [](const PlannedNode& n, InferenceOp& op) {
        static const std::map<std::string, Kind> kinds{{"add", Kind::Add}, {"subtract", Kind::Subtract}, {"multiply", Kind::Multiply},
                                                       {"mean", Kind::Mean}, {"max", Kind::Largest}, {"min", Kind::Smallest}};
        op.kind = kinds.at(n.values.text("op"));
    };
    m_makers["container.concat"] = [](const PlannedNode& n, InferenceOp& op) {
        op.kind = Kind::Concat;
        op.axis = n.values.integer("dim") - 1;
    };
    const auto overTime = [](std::string reduce) {
        return [reduce](const PlannedNode& n, InferenceOp& op) {
            op.kind = Kind::OverTime;
            op.reduce = reduce.empty() ? n.values.text("reduce") : reduce;
        };
    };
    m_makers["readout.rate"] = overTime("mean");
    m_makers["readout.spike_count"] = overTime("sum");
    m_makers["readout.membrane"] = overTime("");
    m_makers["encoder.direct"] = [this](const PlannedNode& n, InferenceOp& op) {
        op.kind = Kind::Repeat;
        op.size = m_options.steps > 0 ? m_options.steps : n.values.integer("T");
    };
    for (const char* id : {"neuron.if", "neuron.lif", "neuron.parametric_lif"})
        m_makers[id] = [this](const PlannedNode& n, InferenceOp& op) { makeSpiking(n, op); };
    m_makers["other"] = [this](const PlannedNode& n, InferenceOp& op) { makeOther(n, op); };
}

} // namespace

std::vector<std::size_t> InferenceNet::readers(std::size_t op) const
{
    std::vector<std::size_t> out;
    for (std::size_t i = op + 1; i < ops.size(); ++i)
        if (std::find(ops[i].inputs.begin(), ops[i].inputs.end(), op) != ops[i].inputs.end())
            out.push_back(i);
    return out;
}

bool InferenceNet::isOutput(std::size_t op) const { return std::find(outputs.begin(), outputs.end(), op) != outputs.end(); }

InferenceNet inferenceNet(const Plan& plan, const Weights* weights, const InferenceOptions& options, Diagnostics& problems)
{
    return Lowering(plan, weights, options, problems).run();
}

bool canFold(const InferenceNet& net, std::size_t op)
{
    const InferenceOp& norm = net.ops.at(op);
    if (norm.kind != Kind::BatchNorm)
        return false;
    const std::size_t from = norm.inputs.at(0);
    const InferenceOp& layer = net.ops[from];
    const bool maps = layer.kind == Kind::Conv || layer.kind == Kind::ConvTranspose;
    // Of a list the features are the channels; of more axes the last one is what a linear layer makes, the first what is normalised.
    return (maps || (layer.kind == Kind::Linear && layer.shape.size() == 1)) && net.readers(from).size() == 1 && !net.isOutput(from);
}

std::vector<NodeId> foldBatchNorms(InferenceNet& net)
{
    std::vector<NodeId> gone;
    for (std::size_t i = 0; i < net.ops.size(); ++i) {
        if (!canFold(net, i))
            continue;
        const InferenceOp norm = net.ops[i];
        const std::size_t from = norm.inputs.at(0);
        InferenceOp& layer = net.ops[from];
        gone.push_back(norm.node);
        if (norm.arrays.count("mean")) {
            NetArray& w = layer.arrays.at("weight");
            const std::vector<float>&mean = norm.arrays.at("mean").data, &var = norm.arrays.at("var").data;
            const std::vector<float>&scale = norm.arrays.at("weight").data, &shift = norm.arrays.at("bias").data;
            const std::size_t outputs = mean.size(), all = w.data.size();
            NetArray bias = layer.arrays.count("bias") ? layer.arrays["bias"]
                                                       : NetArray{{std::int64_t(outputs)}, std::vector<float>(outputs, 0.0f)};
            std::size_t area = 1;
            for (std::size_t d = 2; d < w.shape.size(); ++d)
                area *= std::size_t(w.shape[d]);
            const std::size_t perGroup = layer.kind == Kind::ConvTranspose ? std::size_t(w.shape[1]) : 0;
            const std::size_t inputsOfGroup = perGroup ? std::size_t(w.shape[0]) / std::size_t(layer.groups) : 0;
            std::vector<double> factor(outputs);
            for (std::size_t c = 0; c < outputs; ++c) {
                factor[c] = scale[c] / std::sqrt(double(var[c]) + norm.eps);
                bias.data[c] = float((double(bias.data[c]) - mean[c]) * factor[c] + shift[c]);
            }
            for (std::size_t k = 0; k < all; ++k) {
                std::size_t channel = k / (all / outputs);
                if (perGroup)   // [in, out / groups, ...]
                    channel = (k / area / perGroup) / inputsOfGroup * perGroup + (k / area) % perGroup;
                w.data[k] = float(w.data[k] * factor[channel]);
            }
            layer.arrays["bias"] = std::move(bias);
        }
        layer.end = norm.end;
        const auto closed = [&](std::size_t& place) { place = place == i ? from : place > i ? place - 1 : place; };
        net.ops.erase(net.ops.begin() + std::ptrdiff_t(i));
        for (InferenceOp& op : net.ops)
            std::for_each(op.inputs.begin(), op.inputs.end(), closed);
        std::for_each(net.inputs.begin(), net.inputs.end(), closed);
        std::for_each(net.outputs.begin(), net.outputs.end(), closed);
        --i;
    }
    return gone;
}

std::int64_t elementCount(const std::vector<std::int64_t>& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        if (side < 0 || __builtin_mul_overflow(count, side, &count))
            throw Error("A value has too many elements.", "", "Use smaller layers.");
    return count;
}

} // namespace spw
