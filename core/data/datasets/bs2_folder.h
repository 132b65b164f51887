// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

namespace spw {

/// A folder of `.bs2` recordings with a label list for each split. Opening reads the lists and looks for every
/// file they name; recordings are read when a sample is asked for.
/// @throws Error naming folder, list and line, or file, and the remedy.
std::unique_ptr<Dataset> openBs2Folder(const ParamValues& values, const std::filesystem::path& base);

} // namespace spw
