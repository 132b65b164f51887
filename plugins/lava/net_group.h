// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/hdf5_file.h"
#include "plugins/lava/net.h"

#include <set>

namespace spw::lavanet {

/// The data sets of one group of a `.net` file, with the place for messages. Every size is checked before memory is taken.
class NetGroup {
public:
    NetGroup(h5::Handle group, std::string file, std::string path);

    bool has(const std::string& name) const; // a data set
    bool hasGroup(const std::string& name) const;
    NetGroup group(const std::string& name) const; // @throws Error if it is not there
    std::vector<std::string> names() const { return m_names; }

    Numbers numbers(const std::string& name) const; // finite; @throws Error naming the path
    std::optional<Numbers> maybe(const std::string& name) const;
    double number(const std::string& name) const; // exactly one
    std::int64_t integer(const std::string& name, std::int64_t low, std::int64_t high) const;
    bool flag(const std::string& name) const; // false if it is not there
    std::string text(const std::string& name) const;

    std::string place(const std::string& name = {}) const; // "net.net, layer/3/weight"
    [[noreturn]] void fail(const std::string& name, const std::string& what,
                           const std::string& fix = "Export the network again.") const;

private:
    h5::Handle dataset(const std::string& name) const;

    h5::Handle m_group;
    std::string m_file, m_path;
    std::vector<std::string> m_names;
};

} // namespace spw::lavanet
