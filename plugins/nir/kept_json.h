// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/nir/nir_file.h"

#include <string>

/// What a NIR file says that no node has a place for travels with the project, as unknown keys of its file do.
namespace spw::nir {

struct Kept {
    Items metadata, fields;
    bool empty() const { return metadata.empty() && fields.empty(); }
};

/// {"nir": {"metadata": ..., "fields": ...}}; empty text for nothing. Arrays of more than 4096 values are left out.
std::string keptText(const Kept& kept);
/// The same back; nothing where the text says something else.
Kept keptOf(const std::string& text);

} // namespace spw::nir
