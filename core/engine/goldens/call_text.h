// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_case.h"

#include <map>
#include <string>
#include <vector>

namespace spw::engine::golden {

/// A call as the cases print it: "WSConv2d(2, 3, 3, padding=1)" or "Sequential(Linear(3,4), LIFNode(tau=2, ATan()))".
struct CallText {
    std::string name;                           // without what stands before a dot
    std::vector<std::string> places;            // arguments without a name
    std::map<std::string, std::string> named;   // the others

    /// The call that `text` begins with; whatever follows it is comment. @throws Skip if there is none.
    static CallText of(const std::string& text);

    /// The argument at `place` or called `name`; empty if it is not given.
    std::string argument(std::size_t place, const std::string& name) const;
};

/// "3", "(3, 2)" or "[3, 2]". @throws Skip for anything else.
std::vector<std::int64_t> wholeNumbers(const std::string& text);
/// One number stands for both axes. @throws Skip if there are more than two.
std::vector<std::int64_t> wholePair(const std::string& text);
/// True, False, None, a number, or else the text itself.
ParamValue plainValue(const std::string& text);

} // namespace spw::engine::golden
