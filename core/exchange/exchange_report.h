// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spw {

/// What became of one node, parameter or foreign layer on its way out or in.
enum class Outcome {
    Mapped,      // the same there
    Quantised,   // the same up to rounding; `numbers` say how much
    Changed,     // expressed in another way, or with a part that the other side does not know
    Skipped,     // belongs to training or data: the other side has no use for it
    Refused,     // could not be expressed: the result is incomplete or was not written
};
const char* outcomeName(Outcome outcome);   // "mapped", ...

struct ReportLine {
    Outcome outcome = Outcome::Mapped;
    std::int64_t node = 0;              // 0: none or the whole network
    std::string name;                   // of the node, or the place in the foreign file
    std::string what;                   // "Conv2d -> conv, 16 x 2 x 3 x 3"
    std::string why, fix;               // for everything but Mapped
    std::vector<std::pair<std::string, double>> numbers{};   // measured: "largest weight error", ...
};

/// The account of an export or import, for people and scripts.
struct ExchangeReport {
    std::string format;                 // id of the exporter or importer
    std::vector<ReportLine> lines;
    std::vector<std::pair<std::string, double>> numbers{};   // of the whole network: "accuracy float", ...
    std::vector<std::filesystem::path> files{};               // written, or read

    /// Nothing was refused.
    bool complete() const;
    void add(Outcome outcome, std::int64_t node, std::string name, std::string what, std::string why = {}, std::string fix = {},
             std::vector<std::pair<std::string, double>> values = {});
    /// Errors become refusals, warnings changes.
    void add(const Diagnostics& diagnostics);
};

/// One JSON object with stable names; deterministic.
std::string toJson(const ExchangeReport& report, int indent = -1);
/// A few lines for a terminal.
std::string toText(const ExchangeReport& report);
/// The parts that are not empty, one after the other, each closed by a full stop if it has no end of its own.
std::string sentences(std::initializer_list<std::string_view> parts);

} // namespace spw
