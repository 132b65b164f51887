// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/exchange/exchange_report.h"
#include "core/exchange/network_runner.h"
#include "core/plan/plan.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// What writes networks for other programs and what reads theirs. Both come as plugins (plugin_api.h).
namespace spw {

/// Share done, 0..1, and what is being done. Called on the thread that exports.
using ExchangeProgress = std::function<void(double share, const std::string& doing)>;

struct ExportRequest {
    Document document;
    std::filesystem::path base;         // folder of the project file
    Weights weights;                    // complete (NetworkRunner::weights)
    std::filesystem::path out;          // file or folder, as Exporter::folder() says
    ParamValues options;                // complete, checked against Exporter::options()
    OpenNetwork open;                   // runs networks: this one, and what it becomes over there
    ExchangeProgress progress = [](double, const std::string&) {};
    std::stop_token stop{};             // asked for: remove what was begun, throw CancelledError
};

/// Stopped by the user; nothing was written.
class CancelledError : public Error {
public:
    CancelledError() : Error("Stopped; nothing was written.", "", "Start again to have it whole.") {}
};

/// Writes one kind of foreign network. Stateless: every call may come from another thread.
class Exporter {
public:
    virtual ~Exporter() = default;
    virtual std::string id() const = 0;          // "lava": the word after --to
    virtual std::string title() const = 0;       // "Lava (Loihi)"
    virtual std::string doc() const = 0;         // who reads the result and how, two sentences
    virtual bool folder() const = 0;             // `out` is a folder of several files
    virtual std::string suffix() const = 0;      // ".net"; of a folder's name: "_lynxi"
    virtual std::vector<ParamSpec> options() const { return {}; }

    /// What of this network the target cannot express, with reason and remedy: shown while the user draws, so without
    /// weights and in milliseconds. Errors: it would be refused; warnings: it would be changed.
    virtual Diagnostics limits(const Plan& plan, const ParamValues& options) const = 0;

    /// Writes everything or nothing: files are complete under a temporary name before they take their place. With
    /// refusals in the report nothing is written.  @throws Error if the disk or the network fails.
    virtual ExchangeReport write(const ExportRequest& request) const = 0;
};

struct ImportRequest {
    std::filesystem::path file;
    ParamValues options;                // complete, checked against Importer::options()
    std::optional<Document> onto;       // weights only: the network they are for
    std::filesystem::path base;         // folder of that project
    OpenNetwork open;
    ExchangeProgress progress = [](double, const std::string&) {};
    std::stop_token stop{};
};

struct ImportResult {
    Document document;
    Weights weights;                    // by the names of document's nodes
    ExchangeReport report;
};

/// Reads one kind of foreign network. Its input is hostile: every size is checked before it is used.
class Importer {
public:
    virtual ~Importer() = default;
    virtual std::string id() const = 0;          // the word after --from
    virtual std::string title() const = 0;
    virtual std::vector<std::string> suffixes() const = 0;   // for file dialogs: ".net"
    virtual std::vector<ParamSpec> options() const { return {}; }
    virtual bool needsNetwork() const { return false; }      // brings weights only: ImportRequest::onto is required
    /// Whether a file is of this kind, by content. @param head  its first 4096 bytes. Never throws.
    virtual bool recognises(const std::filesystem::path& file, std::string_view head) const = 0;
    /// @throws Error naming file, place in it, what was found and what was expected.
    virtual ImportResult read(const ImportRequest& request) const = 0;
};

} // namespace spw
