// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layer_rules.h"

namespace spw::layering {

/// What every text file of the tree must keep: its licence line where it is a source, no remark without an issue
/// ("TODO" needs "#12" on its line), and no path that exists on one machine only.
Violations checkSourceText(std::string_view path, std::string_view text);

/// A file that needs the licence line: C++, CUDA, shell, Python.
bool isSource(std::string_view path);

} // namespace spw::layering
