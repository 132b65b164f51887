// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/library.h"

#include "plugins/python/node_files.h"

#include <algorithm>
#include <functional>
#include <map>

namespace spw::python {

Framework frameworkOf(const std::string& id)
{
    return id == "spikingjelly" ? Framework::SpikingJelly : id == "snntorch" ? Framework::SnnTorch : Framework::Torch;
}

const char* titleOf(Framework framework)
{
    switch (framework) {
    case Framework::SpikingJelly: return "SpikingJelly";
    case Framework::SnnTorch: return "snnTorch";
    case Framework::Torch: break;
    }
    return "PyTorch";
}

const Library& Library::of(Framework framework)
{
    static const auto make = [](Framework wanted, const std::string& folder) {
        Library library;
        library.m_framework = wanted;
        for (const bool own : {true, false}) {
            if (own && folder.empty())
                continue;
            for (const NodeFile& file : nodeFiles()) {
                const std::string name(file.name);
                const auto slash = name.find('/');
                if (own ? name.rfind(folder, 0) != 0 : slash != std::string::npos)
                    continue;
                for (Block& block : readBlocks(file.text, name)) {
                    block.own = own;
                    library.m_blocks.push_back(std::move(block));
                }
            }
        }
        return library;
    };
    static const std::map<Framework, Library> libraries{
        {Framework::Torch, make(Framework::Torch, "")},
        {Framework::SpikingJelly, make(Framework::SpikingJelly, "spikingjelly/")},
        {Framework::SnnTorch, make(Framework::SnnTorch, "snntorch/")}};
    return libraries.at(framework);
}

const Block* Library::find(const std::string& type, const ParamValues& values) const
{
    // A script for snnTorch is one with its neurons; layers are plain PyTorch there as well.
    const bool ownOnly = m_framework == Framework::SnnTorch && type.rfind("neuron.", 0) == 0;
    for (const Block& block : m_blocks)
        if (std::find(block.nodes.begin(), block.nodes.end(), type) != block.nodes.end() && holds(block.when, values) &&
            (block.own || !ownOnly))
            return &block;
    return nullptr;
}

const Block* Library::surrogate(const std::string& id, bool native) const
{
    for (const Block& block : m_blocks)
        if (!id.empty() && block.surrogate == id && (native || block.expression.empty()))
            return &block;
    return nullptr;
}

const Block* Library::defining(const std::string& name) const
{
    for (const Block& block : m_blocks)
        if (std::find(block.defines.begin(), block.defines.end(), name) != block.defines.end())
            return &block;
    return nullptr;
}

std::set<std::string> Library::types() const
{
    std::set<std::string> out;
    for (const Block& block : m_blocks)
        for (const std::string& type : block.nodes)
            if (block.own || m_framework != Framework::SnnTorch || type.rfind("neuron.", 0) != 0)
                out.insert(type);
    return out;
}

const std::vector<Block::Argument>& Library::argumentsOf(const Block& block) const
{
    const Block* at = &block;
    while (at->arguments.empty() && at->expression.empty() && at->text.find("def __init__") == std::string::npos) {
        const Block* base = defining(at->base);
        if (!base || base == at)
            break;
        at = base;
    }
    return at->arguments;
}

bool Library::isStepwise(const Block& block) const
{
    const Block* at = &block;
    while (at && !at->stepwise) {
        const Block* base = defining(at->base);
        at = base == at ? nullptr : base;
    }
    return at != nullptr;
}

std::set<std::string> Library::definedNames() const
{
    std::set<std::string> out;
    for (const Block& block : m_blocks)
        out.insert(block.defines.begin(), block.defines.end());
    return out;
}

std::string Library::textFor(const std::set<const Block*>& used, const std::string& code) const
{
    std::set<const Block*> all;
    std::vector<const Block*> order;
    std::map<std::string, const Block*> definers;
    for (const Block& block : m_blocks)
        for (const std::string& name : block.defines)
            definers.try_emplace(name, &block);
    const std::function<void(const Block*)> take = [&](const Block* block) {
        if (!all.insert(block).second)
            return;
        for (const std::string& word : wordsOf(block->text))
            if (const auto found = definers.find(word); found != definers.end())
                take(found->second);
        order.push_back(block);   // after everything that it names: a base class must be there first
    };
    for (const std::string& word : wordsOf(code))
        if (const auto found = definers.find(word); found != definers.end())
            take(found->second);
    for (const Block& block : m_blocks)
        if (used.count(&block))
            take(&block);
    std::string text;
    for (const Block* block : order)
        if (!block->text.empty())
            text += block->text + "\n\n\n";
    return text;
}

} // namespace spw::python
