// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spw::python {

/// Parameters with the values that they must have ("mask=all").
using Conditions = std::vector<std::pair<std::string, std::string>>;
/// A parameter that the node has not is not what is asked for.
bool holds(const Conditions& conditions, const ParamValues& values);

/// One piece of a file of nodes/: what a node type becomes in Python, or a part that several need. nodes/README.md
/// tells how they are written.
struct Block {
    struct Refusal {
        Conditions when;
        std::string why, fix;
    };
    struct Argument {
        std::string name;
        bool optional = false;      // has a value of its own where the node has no such parameter
    };

    std::vector<std::string> nodes;      // types that it stands for; empty: a part
    std::string surrogate;               // id of the surrogate that it is
    Conditions when;                     // the node must have these values
    std::vector<Refusal> refusals;
    std::optional<Conditions> random;    // draws at each call (under these conditions)
    std::vector<Conditions> sequence;    // needs all steps at once (under these conditions): cannot be on a loop
    std::string expression;              // instead of a class: "neuron.IFNode({v_threshold})"
    std::vector<std::pair<std::string, std::string>> renamed;   // weights: ours, theirs
    std::string text;                    // as it comes into the script
    std::vector<std::string> defines;    // names at the top of `text`; the first is the class
    std::vector<Argument> arguments;     // of the class or of the expression, in order
    bool own = false;                    // of the framework itself, not of plain PyTorch
    bool stepwise = false;               // has step() and begin()
    std::string base;                    // class that it is made from, where it has no arguments of its own

    bool draws(const ParamValues& values) const { return random && holds(*random, values); }
};

/// @throws Error naming file and line where a file is not written as nodes/README.md says.
std::vector<Block> readBlocks(std::string_view text, const std::string& name);

/// Words of Python source that are names.
std::vector<std::string> wordsOf(std::string_view text);

} // namespace spw::python
