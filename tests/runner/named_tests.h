// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace spw::test {

using RunTest = int (*)(int argc, char** argv);

/// Puts a test into the list of its program, under the name of its file, which is its name to ctest too.
struct NamedTest {
    NamedTest(std::string_view file, RunTest run);
};

} // namespace spw::test
