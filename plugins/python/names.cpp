// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/names.h"

#include <cctype>

namespace spw::python {

namespace {

const std::set<std::string>& takenWords()
{
    static const std::set<std::string> words{
        // Python
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
        "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass",
        "raise", "return", "try", "while", "with", "yield", "self", "print", "len", "range", "zip", "sum", "max", "min",
        // what a script itself uses
        "torch", "nn", "math", "f", "numpy", "neuron", "layer", "surrogate",
        "functional", "rnn", "snn", "network", "step", "steps", "now", "samples", "given", "t",
        // attributes of torch.nn.Module
        "add_module", "apply", "bfloat16", "buffers", "call_super_init", "children", "compile", "cpu", "cuda", "double", "dump_patches",
        "eval", "extra_repr", "float", "forward", "get_buffer", "get_extra_state", "get_parameter", "get_submodule", "half",
        "ipu", "load_state_dict", "modules", "mtia", "named_buffers", "named_children", "named_modules", "named_parameters",
        "parameters", "register_buffer", "register_module", "register_parameter", "requires_grad_", "set_extra_state",
        "set_submodule", "share_memory", "state_dict", "to", "to_empty", "train", "training", "type", "xpu", "zero_grad", "reset"};
    return words;
}

} // namespace

std::string identifier(const std::string& title)
{
    std::string out;
    for (const char c : title) {
        if (std::isalnum(static_cast<unsigned char>(c)))
            out += char(std::tolower(static_cast<unsigned char>(c)));
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (!out.empty() && out.back() == '_')
        out.pop_back();
    if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0])))
        out = out.empty() ? "node" : "node_" + out;
    return out;
}

Names makeNames(const NetworkView& view, const Plan& plan, const std::set<std::string>& reserved)
{
    Names names;
    std::set<std::string> used = takenWords();
    used.insert(reserved.begin(), reserved.end());
    const auto take = [&](const std::string& wanted) {
        std::string name = wanted;
        for (int n = 2; !used.insert(name).second; ++n)
            name = wanted + "_" + std::to_string(n);
        return name;
    };
    std::map<NodeId, int> entryPorts;
    for (const EdgeEnd& entry : view.entries)
        ++entryPorts[entry.node];
    for (const EdgeEnd& entry : view.entries) {
        const PlannedNode* node = plan.find(entry.node);
        const std::string base = identifier(node ? node->name : "input");
        names.values[entry] = take(entryPorts[entry.node] > 1 ? base + "_" + identifier(entry.port) : base);
    }
    for (const PlannedNode* node : view.nodes) {
        const std::string name = names.nodes[node->id] = take(identifier(node->name));
        for (std::size_t i = 0; i < node->spec->outputs.size(); ++i) {
            const std::string& port = node->spec->outputs[i].name;
            names.values[{node->id, port}] = i == 0 ? name : take(name + "_" + identifier(port));
        }
    }
    return names;
}

} // namespace spw::python
