// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/script.h"

#include "plugins/python/call.h"
#include "plugins/python/loops.h"
#include "plugins/python/python_value.h"
#include "plugins/python/texts.h"

#include <algorithm>

namespace spw::python {

namespace {

/// "(features)" of a value for comments: "[T, N, 2, 34, 34]".
std::string shapeComment(const PortInfo& info)
{
    std::string text = hasSteps(info.type) ? "T, N" : "N";
    if (hasSteps(info.type))
        text = (info.steps ? "T = " + std::to_string(*info.steps) : "T") + ", N";
    if (info.type != PortType::Label)
        for (const Dim& dim : info.features)
            text += ", " + (dim ? std::to_string(*dim) : "?");
    return "[" + text + "]";
}

/// Breaks a long line after a comma; continuation lines stand below the first bracket.
std::string wrapped(const std::string& line, std::size_t width = 120)
{
    if (line.size() <= width)
        return line;
    const std::string gap(std::min(line.find('(') + 1, std::size_t(40)), ' ');
    std::string out, rest = line;
    while (rest.size() > width) {
        const auto at = rest.rfind(", ", width - 1);
        if (at == std::string::npos || at <= gap.size())
            break;
        out += rest.substr(0, at + 1) + "\n";
        rest = gap + rest.substr(at + 2);
    }
    return out + rest;
}

class Writer {
public:
    Writer(const Plan& plan, const NetworkView& view, Framework framework)
        : m_plan(plan), m_view(view), m_framework(framework), m_library(Library::of(framework))
    {
    }

    Script write(const std::string& title, const std::vector<std::string>& weights)
    {
        Script out;
        out.names = makeNames(m_view, m_plan, m_library.definedNames());
        out.entries = m_view.entries;
        out.exits = exitsOf(m_view);
        m_names = &out.names;
        std::string init, forward;
        std::set<const Block*> used;
        bool native = false;
        for (const PlannedNode* node : m_view.nodes) {
            const Block* block = m_library.find(node->spec->id, node->values);
            used.insert(block);
            native = native || !block->expression.empty();
            init += wrapped("        self." + m_names->nodes.at(node->id) + " = " + callOf(*block, *node, m_library)) + "\n";
            if (block->draws(node->values))
                out.drawn.push_back({node->id, node->spec->outputs.at(0).name});
        }
        if (native && m_framework == Framework::SpikingJelly)
            forward += "        functional.reset_net(self)\n";
        for (const Unit& unit : unitsOf(m_view))
            forward += unit.loop ? loopText(unit) : nodeText(*unit.nodes.front());
        std::string result, arguments, about;
        for (const EdgeEnd& exit : out.exits)
            result += (result.empty() ? "" : ", ") + pythonString(m_names->of(exit)) + ": " + m_names->of(exit);
        result = out.exits.size() == 1 ? m_names->of(out.exits.front()) : "{" + result + "}";
        for (const EdgeEnd& entry : out.entries) {
            arguments += ", " + m_names->of(entry);
            about += "    " + m_names->of(entry) + " " + shapeComment(m_plan.ports.at(entry)) + "\n";
        }
        for (const EdgeEnd& end : out.drawn)
            arguments += ", " + m_names->of(end) + "=None";
        for (const EdgeEnd& exit : out.exits)
            about += "    gives " + m_names->of(exit) + " " + shapeComment(m_plan.ports.at(exit)) + "\n";

        const std::string body = "class Network(nn.Module):\n    \"\"\"" + commentText(title) + "\n\n" + about +
                                 "    \"\"\"\n\n    def __init__(self):\n        super().__init__()\n" + init +
                                 "\n    def forward(self" + arguments + "):\n" + forward + "        return " + result + "\n";
        out.text = scriptHead(m_framework) + m_library.textFor(used, body) + body + scriptFoot();
        for (const std::string& name : weights)
            if (const std::string theirs = weightName(name); !theirs.empty())
                out.weights[name] = theirs;
        return out;
    }

    /// What a reader of the network gets: first outputs that nobody reads, or another one where the first is read.
    static std::vector<EdgeEnd> exitsOf(const NetworkView& view)
    {
        std::vector<EdgeEnd> out;
        for (const EdgeEnd& exit : view.exits) {
            const PlannedNode* node = view.find(exit.node);
            const EdgeEnd first{exit.node, node->spec->outputs.at(0).name};
            if ((exit == first || std::find(view.exits.begin(), view.exits.end(), first) == view.exits.end()) &&
                std::find(out.begin(), out.end(), exit) == out.end())   // a loss and a learner may read the same
                out.push_back(exit);
        }
        return out;
    }

private:
    static std::string commentText(std::string text)
    {
        for (char& c : text)
            if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20)
                c = ' ';
        return text;
    }

    std::vector<std::string> inputsOf(const PlannedNode& node) const
    {
        std::vector<std::string> out;
        for (const PlannedInput& input : node.inputs)
            for (const EdgeEnd& from : input.from)
                out.push_back(m_names->of(from));
        return out;
    }

    static std::string joined(const std::vector<std::string>& parts)
    {
        std::string out;
        for (const std::string& part : parts)
            out += (out.empty() ? "" : ", ") + part;
        return out;
    }

    std::string outputsOf(const PlannedNode& node) const
    {
        std::vector<std::string> out;
        for (const PortSpec& port : node.spec->outputs)
            out.push_back(m_names->of({node.id, port.name}));
        return joined(out);
    }

    std::string nodeText(const PlannedNode& node) const
    {
        const std::string& name = m_names->nodes.at(node.id);
        const std::string line = "        " + outputsOf(node) + " = self." + name + "(" + joined(inputsOf(node)) + ")";
        const Block* block = m_library.find(node.spec->id, node.values);
        if (!block->draws(node.values))
            return wrapped(line) + "\n";
        const std::string call = "self." + name + "(" + joined(inputsOf(node)) + ")";
        if (node.spec->outputs.size() == 1)
            return wrapped("        " + name + " = " + call + " if " + name + " is None else " + name) + "\n";
        return wrapped("        drawn = " + call) + "\n" +
               wrapped("        " + outputsOf(node) + " = (drawn[0] if " + name + " is None else " + name + ",) + tuple(drawn[1:])") + "\n";
    }

    /// Nodes on a loop of wires: each step, what is delayed first.
    std::string loopText(const Unit& unit) const
    {
        std::set<NodeId> members;
        for (const PlannedNode* node : unit.nodes)
            members.insert(node->id);
        std::string source;
        for (const PlannedNode* node : unit.nodes)
            for (const PlannedInput& input : node->inputs)
                for (const EdgeEnd& from : input.from)
                    if (source.empty() && !members.count(from.node))
                        source = m_names->of(from);
        std::string text = "        # a loop of wires, step by step\n", held, body, feed;
        std::vector<std::string> values;
        for (const PlannedNode* node : unit.nodes) {
            const Block& block = *m_library.find(node->spec->id, node->values);
            const std::string& name = m_names->nodes.at(node->id);
            const bool stepwise = m_library.isStepwise(block);
            if (stepwise)
                text += "        self." + name + ".begin()\n";
            std::vector<std::string> inputs;
            for (const PlannedInput& input : node->inputs)
                for (const EdgeEnd& from : input.from)
                    inputs.push_back(m_names->of(from) + (members.count(from.node) ? "" : "[t]"));
            for (const PortSpec& port : node->spec->outputs)
                values.push_back(m_names->of({node->id, port.name}));
            if (node->spec->delaysOutput) {
                std::vector<std::int64_t> shape;
                for (const Dim& dim : node->outputs.at(0).features)
                    shape.push_back(dim.value_or(1));
                std::string sizes;
                for (const std::int64_t size : shape)
                    sizes += ", " + std::to_string(size);
                held += "            " + name + " = self." + name + ".held()\n            if " + name + " is None:\n                " +
                        name + " = torch.zeros(" + source + ".shape[1]" + sizes + ")\n";
                feed += "            self." + name + ".step(" + joined(inputs) + ")\n";
            } else if (stepwise) {
                body += wrapped("            " + outputsOf(*node) + " = self." + name + ".step(" + joined(inputs) + ")") + "\n";
            } else {
                for (std::string& input : inputs)
                    input += ".unsqueeze(0)";
                body += wrapped("            " + outputsOf(*node) + " = self." + name + "(" + joined(inputs) + ").squeeze(0)") + "\n";
            }
        }
        const std::string all = joined(values) + (values.size() == 1 ? "," : "");
        text += "        history = []\n        for t in range(" + source + ".shape[0]):\n" + held + body + feed;
        text += wrapped("            history.append((" + all + "))") + "\n";
        return text + wrapped("        " + all + " = (torch.stack(value) for value in zip(*history))") + "\n";
    }

    /// Name in the state dict; empty: the other side has no such number.
    std::string weightName(const std::string& ours) const
    {
        const PlannedNode* owner = nullptr;
        for (const PlannedNode* node : m_view.nodes)
            if (ours.rfind(node->name + "/", 0) == 0 && (!owner || node->name.size() > owner->name.size()))
                owner = node;
        if (!owner)
            return {};
        std::string parameter = ours.substr(owner->name.size() + 1);
        const Block* block = m_library.find(owner->spec->id, owner->values);
        bool keepsDots = !block->expression.empty();
        for (const auto& [from, to] : block->renamed)
            if (from == ".")   // parts of its class are modules of their own: "delta.threshold"
                keepsDots = true;
            else if (from == parameter)
                return to == "-" ? "" : m_names->nodes.at(owner->id) + "." + to;
        if (!keepsDots)
            std::replace(parameter.begin(), parameter.end(), '.', '_');
        return m_names->nodes.at(owner->id) + "." + parameter;
    }

    const Plan& m_plan;
    const NetworkView& m_view;
    Framework m_framework;
    const Library& m_library;
    const Names* m_names = nullptr;
};

} // namespace

Diagnostics limitsOf(const NetworkView& view, Framework framework)
{
    const Library& library = Library::of(framework);
    Diagnostics out;
    const auto refuse = [&](const PlannedNode& node, std::string what, std::string why, std::string fix) {
        out.push_back({.severity = Severity::Error, .code = "SPW-X030", .node = node.id, .nodeName = node.name, .port = {},
                       .what = std::move(what), .why = std::move(why), .fix = std::move(fix)});
    };
    for (const PlannedNode* node : view.nodes) {
        const std::string kind = node->spec->title + " cannot be written for " + titleOf(framework) + ".";
        const Block* block = library.find(node->spec->id, node->values);
        if (!block) {
            const bool elsewhere = framework == Framework::SnnTorch && Library::of(Framework::Torch).find(node->spec->id, node->values);
            refuse(*node, kind, "There is nothing there that computes the same.",
                   elsewhere ? "Choose the framework 'torch' or 'spikingjelly', or a node that snnTorch has: LIF or IF with v_reset 0, "
                               "or CUBA-LIF (CLIF)."
                             : "Replace it by a node that plain PyTorch can say, or leave it out of the exported network.");
            continue;
        }
        for (const Block::Refusal& refusal : block->refusals)
            if (holds(refusal.when, node->values))
                refuse(*node, kind, refusal.why, refusal.fix);
        if (node->stepByStep)
            for (const Conditions& needs : block->sequence)
                if (needs.empty() || holds(needs, node->values))
                    refuse(*node, kind, "It lies on a loop of wires, and there it needs all steps at once.",
                           "Take it out of the loop, or close the loop elsewhere.");
    }
    return out;
}

Script makeScript(const Plan& plan, const NetworkView& view, Framework framework, const std::string& title,
                  const std::vector<std::string>& weights)
{
    return Writer(plan, view, framework).write(title, weights);
}

} // namespace spw::python
