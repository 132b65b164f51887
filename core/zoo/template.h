// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/document.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Known networks as projects to start from: drawn, wired to data, with the settings they were trained with.
namespace spw::zoo {

using Options = ParamValues;

/// Learnable numbers of a template with some options set as `--set` takes them.
struct Count {
    std::map<std::string, std::string> options;
    std::int64_t parameters = 0;
};

struct Template {
    std::string id;                    // for the command line: never renamed
    std::string title;
    std::string family;                // heading under which it is listed
    std::string summary;               // one or two sentences: what it is and how it was trained
    std::string source;                // paper or library
    std::vector<ParamSpec> options{};
    std::vector<Count> counts{};       // as the source has them; the first is shown
    Graph (*build)(const Template& row, const Options& options) = nullptr;
    std::vector<std::int64_t> shape{}; // numbers that rows of one family differ in; only their build function knows what they mean

    const ParamSpec* option(const std::string& name) const;
    Options defaults() const;
    /// "11,689,512 parameters" is this number; 0: the source gives none.
    std::int64_t parameters() const { return counts.empty() ? 0 : counts.front().parameters; }
};

/// All templates, by family. Made once, thread-safe.
const std::vector<Template>& templates();
/// @throws Error listing near names.
const Template& findTemplate(const std::string& id);
/// "NAME=VALUE" for one option.  @throws Error naming what there is.
void setOption(const Template& row, Options& options, const std::string& text);

/// The project: graph, description, settings of the run. Takes milliseconds, for a thousand nodes as well.
/// @throws Error for an option that is not legal.
Document makeProject(const Template& row, const Options& options);

} // namespace spw::zoo
