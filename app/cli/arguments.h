// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace spw::cli {

/// The command line itself is wrong: exit code 2, one line.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct PositionalSpec {
    std::string name;       // "F.spw"
    std::string help;
    bool optional = false;
};

struct OptionSpec {
    std::string name;       // "--epochs"
    std::string value;      // "N"; empty: a flag
    std::string help;
    bool required = false;
    bool repeatable = false;
};

/// What was given, checked against a command's declaration.
class Arguments {
public:
    /// @throws UsageError
    static Arguments parse(const std::vector<std::string>& words, const std::vector<PositionalSpec>& positionals,
                           const std::vector<OptionSpec>& options);

    bool has(const std::string& option) const { return m_options.count(option) != 0; }
    std::optional<std::string> value(const std::string& option) const;
    std::vector<std::string> values(const std::string& option) const;   // of a repeatable option, in order
    /// A whole number within [low, high]. @throws UsageError
    std::optional<std::int64_t> integer(const std::string& option, std::int64_t low, std::int64_t high) const;
    /// One of the words. @throws UsageError
    std::string choice(const std::string& option, const std::vector<std::string>& choices,
                       const std::string& initial) const;

    std::optional<std::string> positional(const std::string& name) const;
    const std::string& at(const std::string& name) const { return m_positionals.at(name); }   // of a required one

private:
    std::map<std::string, std::vector<std::string>> m_options;
    std::map<std::string, std::string> m_positionals;
};

} // namespace spw::cli
