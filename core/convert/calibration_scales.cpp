// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/convert/conversion_parts.h"

#include <algorithm>
#include <cmath>

namespace spw {

namespace {

/// The value below which `percent` of all lie, interpolated between neighbours.
double percentile(std::vector<float> values, double percent)
{
    const double place = percent / 100 * double(values.size() - 1);
    const std::size_t below = std::size_t(place);
    const auto at = values.begin() + std::ptrdiff_t(below);
    std::nth_element(values.begin(), at, values.end());
    if (at + 1 == values.end())
        return *at;
    return *at + (place - double(below)) * (double(*std::min_element(at + 1, values.end())) - *at);
}

} // namespace

ScaleMeter::ScaleMeter(const Plan& plan, ConversionMode mode, double momentum) : m_mode(mode), m_momentum(momentum)
{
    for (const PlannedNode& node : plan.nodes)
        if (node.spec->id == "layer.relu") {
            m_entries.push_back({{node.id, node.spec->outputs.at(0).name}, node.name});
            m_ports.insert(m_entries.back().port);
        }
}

void ScaleMeter::add(const PortTensors& values)
{
    for (Entry& entry : m_entries) {
        const std::vector<float>& data = values.at(entry.port).data;
        if (data.empty())
            continue;
        double now = m_mode.kind == ConversionMode::Kind::Percentile ? percentile(data, m_mode.value)
                                                                     : double(*std::max_element(data.begin(), data.end()));
        if (m_mode.kind == ConversionMode::Kind::Scale)
            now *= m_mode.value;
        entry.scale = m_first ? now : (1 - m_momentum) * entry.scale + m_momentum * now;
    }
    m_first = false;
}

std::vector<ConvertedLayer> ScaleMeter::layers() const
{
    std::vector<ConvertedLayer> out;
    for (const Entry& entry : m_entries) {
        ConvertedLayer layer;
        layer.relu = entry.port.node;
        layer.name = entry.name;
        layer.silent = !(entry.scale > 0 && std::isfinite(1 / entry.scale));
        layer.scale = layer.silent ? 1 : entry.scale;
        out.push_back(layer);
    }
    return out;
}

} // namespace spw
