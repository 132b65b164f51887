// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace spw {

/// What a run needs besides the graph; saved with the project.
struct RunSettings {
    std::uint64_t seed = 0;
    std::string device = "cpu";             // cpu, cuda, cuda:K
    int threads = 0;                        // 0: all cores this process may use
    std::string extra{};                    // unknown keys of the file, as JSON text, kept on save
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
inline constexpr std::uintmax_t kLargestDocument = 64u << 20;   // bytes; projects have some hundred kilobytes

/// JSON text of a document; equal documents give equal bytes.
/// @throws Error naming the node for a number that is not finite and for text that is not UTF-8.
std::string writeDocument(const Document& document);

/// A project that is wrong as a network (loops, types that do not fit, values out of range, unknown nodes) opens with
/// everything kept as it is; makePlan says what is wrong.
/// @param name  the file's name for messages. Warnings: things read with a change (unknown node type kept, ...).
/// @throws Error for anything malformed (line and column, or the place like "nodes[3].id"), too large or deep, or of
///         a newer version.
Document readDocument(const std::string& text, const std::string& name, const Catalog& catalog = builtinCatalog(),
                      Diagnostics* warnings = nullptr);

Document loadDocument(const std::filesystem::path& file, const Catalog& catalog = builtinCatalog(),
                      Diagnostics* warnings = nullptr);
/// Atomic: temporary file beside it, fsync, rename. A crash leaves the old file or the new one, never half.
void saveDocument(const Document& document, const std::filesystem::path& file);

} // namespace spw
