// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/runner/named_tests.h"

#include <cstdio>
#include <map>
#include <string>

namespace spw::test {
namespace {

/// "tst_canvas" of "/any/where/tst_canvas.cpp", and of itself.
std::string stemOf(std::string_view path)
{
    const std::string_view name = path.substr(path.find_last_of("/\\") + 1);   // all of it where there is none: npos + 1 is 0
    return std::string(name.substr(0, name.find('.')));
}

std::map<std::string, RunTest>& tests()
{
    static std::map<std::string, RunTest> all;   // filled before main, in any order
    return all;
}

} // namespace

NamedTest::NamedTest(std::string_view file, RunTest run) { tests().emplace(stemOf(file), run); }

} // namespace spw::test

int main(int argc, char** argv)
{
    using namespace spw::test;
    const auto& all = tests();
    // Under a test's name the program is that test: beside each program lie links of these names.
    if (const auto own = all.find(stemOf(argv[0])); own != all.end())
        return own->second(argc, argv);
    if (const auto asked = argc > 1 ? all.find(stemOf(argv[1])) : all.end(); asked != all.end())
        return asked->second(argc - 1, argv + 1);   // the test's name is the application's name: settings are kept apart
    std::fprintf(stderr, "%s is no test of this program. Usage: %s TEST [options of Qt Test]. Its tests:\n", argc > 1 ? argv[1] : "Nothing", argv[0]);
    for (const auto& [name, run] : all)
        std::fprintf(stderr, "  %s\n", name.c_str());
    return 2;
}
