// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/error.h"
#include "core/base/json_number.h"
#include "core/catalog/param.h"
#include "core/catalog/port.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// What goes to standard output (results, JSON) and to standard error (everything else), always in the same form.
namespace spw::cli {

using Json = nlohmann::ordered_json;   // keys stay in the order in which the documentation lists them

/// One document or line on standard output, at once visible to a reader of the pipe.
void printJson(const Json& value, bool pretty = true);
/// "Error: what / where / fix" on standard error; with `json` also {"error": ...} on standard output.
void printError(const Error& error, bool json);
void printWarning(const std::string& text);
void printDiagnostics(const Diagnostics& list);   // on standard error, one line each

Json toJson(const Error& error);
Json toJson(const Diagnostic& diagnostic);
Json toJson(const ParamValue& value);
Json toJson(const std::vector<Dim>& shape);     // null where unknown
/// The kind of a port in JSON and tables: "spikes", "sequence", "events", ...
const char* portTypeId(PortType type);

/// "12.3 MB", "1,234,567".
std::string bytesText(double bytes);
std::string countText(double count);
/// Shortest usual form: "0.953", "12", "1.2e-05".
std::string numberText(double value, int digits = 4);
/// Columns padded to equal width, first row as heading.
std::string tableText(const std::vector<std::vector<std::string>>& rows);

} // namespace spw::cli
