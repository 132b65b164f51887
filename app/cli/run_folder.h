// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/project.h"

#include <filesystem>
#include <optional>
#include <string>

namespace spw::cli {

/// The checkpoint that --resume means: a checkpoint folder itself, or the latest one of a run folder.
/// @throws Error if there is none.
std::filesystem::path checkpointFolder(const std::filesystem::path& given);

/// Where a training run writes.
/// Without `out`: the run that is resumed goes on in its own folder, any other gets `<project>.runs/<time>-<name>`.
/// With `out`: that folder. An earlier run in it is kept (moved to `out`.1, .2, ...); in a folder that holds other
/// things the run gets a folder of its own.
std::filesystem::path chooseRunFolder(const Project& project, const std::optional<std::string>& out, const std::string& name,
                                      const std::optional<std::filesystem::path>& resume);

} // namespace spw::cli
