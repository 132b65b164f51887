// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spw {

enum class Severity { Info, Warning, Error };

/// One problem of a graph, a file or a run, in the words the user reads.
struct Diagnostic {
    Severity severity = Severity::Error;
    std::string code;        // stable, e.g. "SPW-S014"; letter: G graph, S shapes, D data, E engine, F files
    std::int64_t node = 0;   // 0: the whole document
    std::string nodeName;    // as the user named it
    std::string port;        // port or parameter; empty: the whole node
    std::string what, why, fix;
};

using Diagnostics = std::vector<Diagnostic>;

inline bool hasErrors(const Diagnostics& list)
{
    for (const Diagnostic& d : list)
        if (d.severity == Severity::Error)
            return true;
    return false;
}

/// "error SPW-S014 Conv 2, port 'x': what why fix", one line.
std::string toText(const Diagnostic& diagnostic);

} // namespace spw
