// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/document.h"
#include "core/plan/plan.h"

#include <filesystem>
#include <string>

/// The project file that a command works on, and what its options change in it.
namespace spw::cli {

struct Project {
    std::string name;               // file name for messages; "standard input"
    std::filesystem::path file;     // empty for standard input
    std::filesystem::path base;     // where relative data paths start
    Document document;
    Diagnostics warnings;           // things read with a change
};

/// @param file  a path, or "-" for standard input.  @throws Error
Project loadProject(const std::string& file);

/// "NODE.PARAM=VALUE". The node is its title if unique, else its id; titles may hold dots and equals signs.
/// @throws Error naming what does not exist and what does.
void applySetting(Graph& graph, const std::string& text);

/// "NODE.PORT": an output port or a state ("v"). @throws Error
EdgeEnd parsePort(const Graph& graph, const std::string& text);

/// Prints the problems on standard error. @throws Error if there are errors among them.
void requireRunnable(const Project& project);

/// Value of the learner's batch size; 1 without a learner.
std::int64_t batchSize(const Graph& graph);

} // namespace spw::cli
