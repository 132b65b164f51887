// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <filesystem>
#include <optional>
#include <string>

namespace spw {

/// What a run needs besides the graph; saved with the project.
struct RunSettings {
    std::uint64_t seed = 0;
    std::string device = "cpu";             // cpu, cuda, cuda:K
    int threads = 0;                        // 0: all cores this process may use
    bool operator==(const RunSettings&) const = default;
};

/// One project: a `.spw` file (UTF-8 JSON, stable order, see core/document/README.md).
struct Document {
    Graph graph;
    RunSettings run;
    std::string description{};
    std::string extra{};                    // unknown keys of the file, as JSON text, kept on save

    bool operator==(const Document&) const = default;
};

inline constexpr int kDocumentVersion = 1;

/// JSON text of a document; equal documents give equal bytes.
std::string writeDocument(const Document& document);

/// @param name  the file's name for messages. Warnings: things read with a change (unknown node type kept, ...).
/// @throws Error for anything malformed (line and column), too large or deep, or of a newer version.
Document readDocument(const std::string& text, const std::string& name, const Catalog& catalog = builtinCatalog(),
                      Diagnostics* warnings = nullptr);

Document loadDocument(const std::filesystem::path& file, const Catalog& catalog = builtinCatalog(),
                      Diagnostics* warnings = nullptr);
/// Atomic: temporary file beside it, fsync, rename. A crash leaves the old file or the new one, never half.
void saveDocument(const Document& document, const std::filesystem::path& file);

} // namespace spw
