// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine_api.h"

#include <string>

namespace spw::cli {

/// Loads the engine, and LibTorch with it (most of a second): only commands that compute ask for it.
/// Their main path has called prepareProcessEnvironment before.
/// @throws MissingDeviceError if the library is missing or refuses.
Engine& engine();

/// A function of another of our libraries, loaded on demand. @throws MissingDeviceError
void* libraryFunction(const std::string& library, const char* function);

} // namespace spw::cli
