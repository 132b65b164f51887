// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python_weights/mapping.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>

namespace spw::pythonweights {

namespace {

/// "Conv 1/weight" and "conv_1.weight" alike: words in small letters, joined by points.
std::string plainName(const std::string& name)
{
    std::string out;
    for (const char c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)))
            out += char(std::tolower(static_cast<unsigned char>(c)));
        else if (!out.empty() && out.back() != '.')
            out += '.';
    }
    while (!out.empty() && out.back() == '.')
        out.pop_back();
    return out;
}

/// A number alone says too little: "1.weight" is not the weight of "Conv 1".
bool endsIn(const std::string& name, const std::string& end)
{
    const std::string first = end.substr(0, end.find('.'));
    if (std::all_of(first.begin(), first.end(), [](unsigned char c) { return std::isdigit(c) != 0; }) || end.find('.') == std::string::npos)
        return false;
    return name.size() > end.size() && name.ends_with(end) && name[name.size() - end.size() - 1] == '.';
}

std::vector<std::int64_t> withoutOnes(std::vector<std::int64_t> shape)
{
    std::erase(shape, 1);
    return shape;
}

/// Tensors of one layer: everything before the last point.
struct Group {
    std::map<std::string, std::size_t> byLeaf;
};

struct Layer {
    std::vector<std::size_t> targets;
};

bool fits(const Layer& layer, const Group& group, const std::vector<Target>& targets, const std::vector<ForeignTensor>& tensors)
{
    for (const std::size_t t : layer.targets) {
        const auto found = group.byLeaf.find(targets[t].leaf);
        if (found == group.byLeaf.end()) {
            if (targets[t].needed)
                return false;
        } else if (!sameShape(targets[t].shape, tensors[found->second].shape)) {
            return false;
        }
    }
    // A bias over there that the layer has not: another layer.
    for (const auto& [leaf, index] : group.byLeaf)
        if (leaf == "bias" && std::none_of(layer.targets.begin(), layer.targets.end(), [&, &wanted = leaf](std::size_t t) { return targets[t].leaf == wanted; }))
            return false;
    return true;
}

/// True if layers of the network follow one another otherwise than their tensors in the file.
bool crosses(const Mapping& mapping, const std::vector<Target>& targets)
{
    std::map<std::size_t, std::size_t> firstTensor;   // by the layer's first parameter
    std::map<NodeId, std::size_t> layers;
    for (std::size_t t = 0; t < targets.size(); ++t)
        layers.emplace(targets[t].node, t);
    for (const Mapping::Pair& pair : mapping.pairs) {
        const auto at = firstTensor.emplace(layers.at(targets[pair.target].node), pair.tensor).first;
        at->second = std::min(at->second, pair.tensor);
    }
    std::size_t last = 0;
    for (const auto& [layer, tensor] : firstTensor) {
        if (tensor < last)
            return true;
        last = tensor;
    }
    return false;
}

class Matcher {
public:
    Matcher(const std::vector<Target>& targets, const std::vector<ForeignTensor>& tensors)
        : m_targets(targets), m_tensors(tensors), m_targetUsed(targets.size()), m_tensorUsed(tensors.size())
    {
    }

    Mapping match(const std::map<std::string, std::string>& given, bool withNames)
    {
        byHand(given);
        if (withNames) {
            byName(Way::Name, [](const std::string& ours, const std::string& theirs) { return ours == theirs; });
            byName(Way::Suffix, [](const std::string& ours, const std::string& theirs) { return endsIn(theirs, ours) || endsIn(ours, theirs); });
        }
        byOrder();
        if (withNames)
            otherShapes();
        for (std::size_t t = 0; t < m_targets.size(); ++t)
            if (!m_targetUsed[t])
                m_out.targets.push_back(t);
        for (std::size_t f = 0; f < m_tensors.size(); ++f)
            if (!m_tensorUsed[f])
                m_out.tensors.push_back(f);
        return std::move(m_out);
    }

private:
    void pair(std::size_t target, std::size_t tensor, Way way)
    {
        const bool same = sameShape(m_targets[target].shape, m_tensors[tensor].shape);
        (same ? m_out.pairs : m_out.mismatches).push_back({target, tensor, way});
        m_targetUsed[target] = m_tensorUsed[tensor] = true;
    }

    void byHand(const std::map<std::string, std::string>& given)
    {
        for (const auto& [theirs, ours] : given) {
            const auto tensor = std::find_if(m_tensors.begin(), m_tensors.end(), [&wanted = theirs](const ForeignTensor& t) { return t.name == wanted; });
            if (tensor == m_tensors.end())
                throw Error("The file has no tensor '" + theirs + "'.", "the option 'map'", "Take names from the report of an import without it.");
            if (ours.empty()) {
                m_tensorUsed[std::size_t(tensor - m_tensors.begin())] = true;
                continue;
            }
            const auto target = std::find_if(m_targets.begin(), m_targets.end(), [&wanted = ours](const Target& t) { return t.name == wanted; });
            if (target == m_targets.end())
                throw Error("The network has no parameter '" + ours + "'.", "the option 'map'",
                            "Write names as in weights files: \"<node>/<parameter>\".");
            pair(std::size_t(target - m_targets.begin()), std::size_t(tensor - m_tensors.begin()), Way::Given);
        }
    }

    /// Pairs that are clear: each has no other partner.
    template <class Same>
    void byName(Way way, const Same& same)
    {
        std::vector<std::string> ours, theirs;
        for (const Target& target : m_targets)
            ours.push_back(plainName(target.name));
        for (const ForeignTensor& tensor : m_tensors)
            theirs.push_back(plainName(tensor.name));
        std::vector<std::vector<std::size_t>> partners(m_targets.size());
        std::vector<std::size_t> count(m_tensors.size(), 0);
        for (std::size_t t = 0; t < m_targets.size(); ++t)
            for (std::size_t f = 0; !m_targetUsed[t] && f < m_tensors.size(); ++f)
                if (!m_tensorUsed[f] && same(ours[t], theirs[f])) {
                    partners[t].push_back(f);
                    ++count[f];
                }
        for (std::size_t t = 0; t < m_targets.size(); ++t)
            if (partners[t].size() == 1 && count[partners[t][0]] == 1) {
                if (sameShape(m_targets[t].shape, m_tensors[partners[t][0]].shape))
                    pair(t, partners[t][0], way);
                else if (way == Way::Name)
                    m_namesakes.emplace_back(t, partners[t][0]);
            }
    }

    /// Equal names with different shapes, if neither found another partner: "conv.1.weight" may be the norm after "conv.0".
    void otherShapes()
    {
        for (const auto& [target, tensor] : m_namesakes)
            if (!m_targetUsed[target] && !m_tensorUsed[tensor])
                pair(target, tensor, Way::Name);
    }

    /// The longest row of layers that fit, in the order of both sides.
    void byOrder()
    {
        std::vector<Layer> layers;
        NodeId last = 0;
        for (std::size_t t = 0; t < m_targets.size(); ++t) {
            if (m_targetUsed[t])
                continue;
            if (layers.empty() || m_targets[t].node != last)
                layers.emplace_back();
            last = m_targets[t].node;
            layers.back().targets.push_back(t);
        }
        std::erase_if(layers, [&](const Layer& layer) {
            return std::none_of(layer.targets.begin(), layer.targets.end(), [&](std::size_t t) { return m_targets[t].needed; });
        });
        std::vector<Group> groups;
        std::string lastPrefix;
        for (std::size_t f = 0; f < m_tensors.size(); ++f) {
            if (m_tensorUsed[f])
                continue;
            const auto dot = m_tensors[f].name.rfind('.');
            const std::string prefix = dot == std::string::npos ? "" : m_tensors[f].name.substr(0, dot);
            if (groups.empty() || prefix != lastPrefix || prefix.empty())
                groups.emplace_back();
            lastPrefix = prefix;
            groups.back().byLeaf[dot == std::string::npos ? m_tensors[f].name : m_tensors[f].name.substr(dot + 1)] = f;
        }
        const std::size_t n = layers.size(), m = groups.size();
        if (n == 0 || m == 0 || n > 10'000'000 / m)
            return;
        std::vector<std::vector<bool>> fit(n, std::vector<bool>(m));
        std::vector<std::vector<std::size_t>> best(n + 1, std::vector<std::size_t>(m + 1, 0));
        for (std::size_t i = n; i-- > 0;)
            for (std::size_t j = m; j-- > 0;) {
                fit[i][j] = fits(layers[i], groups[j], m_targets, m_tensors);
                best[i][j] = std::max({best[i + 1][j], best[i][j + 1], fit[i][j] ? best[i + 1][j + 1] + 1 : 0});
            }
        for (std::size_t i = 0, j = 0; i < n && j < m;) {
            if (fit[i][j] && best[i][j] == best[i + 1][j + 1] + 1) {
                for (const std::size_t t : layers[i].targets)
                    if (const auto found = groups[j].byLeaf.find(m_targets[t].leaf); found != groups[j].byLeaf.end())
                        pair(t, found->second, Way::Order);
                ++i;
                ++j;
            } else if (best[i][j] == best[i + 1][j]) {
                ++i;
            } else {
                ++j;
            }
        }
    }

    const std::vector<Target>& m_targets;
    const std::vector<ForeignTensor>& m_tensors;
    std::vector<bool> m_targetUsed, m_tensorUsed;
    std::vector<std::pair<std::size_t, std::size_t>> m_namesakes;
    Mapping m_out;
};

} // namespace

const char* nameOf(Way way)
{
    static constexpr const char* names[]{"as given", "by name", "by the end of the name", "by order and shape"};
    return names[int(way)];
}

bool sameShape(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b)
{
    return a == b || withoutOnes(a) == withoutOnes(b);
}

Mapping mapTensors(const std::vector<Target>& targets, const std::vector<ForeignTensor>& tensors,
                   const std::map<std::string, std::string>& given)
{
    Mapping named = Matcher(targets, tensors).match(given, true);
    const bool placedByOrder = std::any_of(named.pairs.begin(), named.pairs.end(), [](const Mapping::Pair& p) { return p.way == Way::Order; });
    if (named.mismatches.empty() && named.targets.empty() && !(placedByOrder && crosses(named, targets)))
        return named;
    // Numbers in names may count otherwise over there: "conv.4" in a row of layers is not "Conv 4". Then the order says more.
    Mapping ordered = Matcher(targets, tensors).match(given, false);
    const bool better = ordered.pairs.size() > named.pairs.size() ||
                        (placedByOrder && crosses(named, targets) && ordered.pairs.size() == named.pairs.size() && !crosses(ordered, targets));
    return ordered.mismatches.empty() && better ? ordered : named;
}

} // namespace spw::pythonweights
