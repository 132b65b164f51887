// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace spw {

/// One built-in project: a .spw file in resources/examples. The first line of its description is the title,
/// the rest says what to look at.
struct Example {
    std::string id;            // the file's name without .spw
    std::string title, description;
    std::filesystem::path file;
};

/// Where icons, examples and lessons lie: $SPW_RESOURCES, else ../share/spikewright beside the program's folder, else
/// the source folder this was built from. Empty if there is none of them.
std::filesystem::path resourcesFolder();

/// All readable examples, sorted by id. A file that cannot be read is left out and reported in `problems`.
std::vector<Example> builtinExamples(std::vector<std::string>* problems = nullptr);

/// @throws Error listing the examples there are.
Example findExample(const std::string& id);

} // namespace spw
