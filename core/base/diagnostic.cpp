// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/diagnostic.h"

namespace spw {

std::string toText(const Diagnostic& d)
{
    static const char* const kNames[] = {"info", "warning", "error"};
    std::string text = kNames[int(d.severity)];
    if (!d.code.empty())
        text += " " + d.code;
    if (!d.nodeName.empty())
        text += " " + d.nodeName;
    if (!d.port.empty())
        text += (d.nodeName.empty() ? " '" : ", '") + d.port + "'";
    text += ": " + d.what;
    if (!d.why.empty())
        text += " " + d.why;
    if (!d.fix.empty())
        text += " " + d.fix;
    return text;
}

} // namespace spw
