// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/graph_hash.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace spw::engine {

namespace {

/// FNV-1a over text, with an end mark after each piece.
class Hash {
public:
    void add(const std::string& text)
    {
        for (const char c : text)
            addByte(static_cast<unsigned char>(c));
        addByte(0xff);   // never part of UTF-8
    }
    std::string hex() const
    {
        std::array<char, 17> text{};
        std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(m_value));
        return text.data();
    }

private:
    void addByte(unsigned char byte) { m_value = (m_value ^ byte) * 0x100000001b3u; }
    std::uint64_t m_value = 0xcbf29ce484222325u;
};

bool matters(const PlannedNode& node, const ParamSpec& param)
{
    if (param.applies == Applies::Live || param.type == ParamType::Path)
        return false;
    if (node.spec->category == Category::Learner)   // the optimizer's state and the place in an epoch depend on these
        return param.name == "optimizer" || param.name == "batch_size" || param.name == "shuffle";
    return true;
}

} // namespace

std::string graphHash(const Plan& plan)
{
    Hash hash;
    for (const PlannedNode& node : plan.nodes) {
        if (!node.spec || node.spec->category == Category::Probe)
            continue;
        hash.add(node.spec->id);
        hash.add(node.name);
        for (const ParamSpec& param : node.spec->params)
            if (matters(node, param) && node.values.has(param.name)) {
                hash.add(param.name);
                hash.add(toText(node.values.at(param.name)));
            }
        for (const PlannedInput& input : node.inputs)
            for (const EdgeEnd& from : input.from) {
                const PlannedNode* source = plan.find(from.node);
                hash.add(source ? source->name : "");
                hash.add(from.port);
            }
    }
    return hash.hex();
}

} // namespace spw::engine
