// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/python/block.h"

#include <set>

namespace spw::python {

/// What a script is written for. Plain PyTorch knows most node types; the others say what they have themselves and take
/// the rest from there, if they may.
enum class Framework { Torch, SpikingJelly, SnnTorch };
Framework frameworkOf(const std::string& id);
const char* titleOf(Framework framework);

/// The blocks of nodes/ for one framework.
class Library {
public:
    static const Library& of(Framework framework);

    /// The block for a node, the first whose conditions hold; nullptr if there is none.
    const Block* find(const std::string& type, const ParamValues& values) const;
    /// @param native  as an object of the framework, if it has it; else as a function of this script.
    const Block* surrogate(const std::string& id, bool native) const;
    const Block* defining(const std::string& name) const;
    /// Node types that there are blocks for.
    std::set<std::string> types() const;
    /// Arguments of a block's class, or of the class it is made from.
    const std::vector<Block::Argument>& argumentsOf(const Block& block) const;
    /// The class or one that it is made from has step() and begin().
    bool isStepwise(const Block& block) const;

    /// Everything that a script may define.
    std::set<std::string> definedNames() const;

    /// The text of everything that these blocks and this code use, in an order that Python can read.
    std::string textFor(const std::set<const Block*>& used, const std::string& code) const;

private:
    Framework m_framework = Framework::Torch;
    std::vector<Block> m_blocks;   // the framework's own first
};

} // namespace spw::python
