// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/node_search.h"

#include "ui/model/texts.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace spw::ui {
namespace {

/// 0: does not match; larger is better.
int score(const NodeSpec& spec, const QStringList& words)
{
    const QString title = toQString(spec.title).toLower();
    const QString local = catalogText(spec.title).toLower();
    const QString all = title + u' ' + local + u' ' + toQString(spec.id).toLower() + u' ' +
                        categoryText(spec.category).toLower() + u' ' + toQString(spec.caption).toLower() + u' ' +
                        catalogText(spec.caption).toLower();
    // "mp" finds "Max pool".
    QString initials;
    for (const QString& part : title.split(u' ', Qt::SkipEmptyParts))
        initials += part.front();
    int sum = 1;
    for (const QString& word : words) {
        if (initials == word && word.size() > 1)
            sum += 9;
        else if (title.startsWith(word) || local.startsWith(word))
            sum += 8;
        else if (initials.startsWith(word) && word.size() > 1)
            sum += 6;
        else if (title.contains(word) || local.contains(word))
            sum += 4;
        else if (all.contains(word))
            sum += 1;
        else
            return 0;
    }
    return sum;
}

int fittingPort(const NodeSpec& spec, const WireEnd& wire)
{
    const auto& ports = wire.isOutput ? spec.inputs : spec.outputs;
    for (size_t i = 0; i < ports.size(); ++i)
        if (wire.isOutput ? canConnect(wire.type, ports[i].type) : canConnect(ports[i].type, wire.type))
            return int(i);
    return -1;
}

} // namespace

QVector<NodeHit> searchNodes(const Catalog& catalog, const QString& text, const std::optional<WireEnd>& wire)
{
    const QStringList words = text.toLower().split(u' ', Qt::SkipEmptyParts);
    struct Ranked {
        NodeHit hit;
        int score;
    };
    std::vector<Ranked> found;
    for (const NodeSpec* spec : catalog.all()) {
        const int points = score(*spec, words);
        if (points == 0)
            continue;
        NodeHit hit{spec, {}, -1};
        if (wire) {
            hit.port = fittingPort(*spec, *wire);
            if (hit.port < 0)
                hit.reason = wire->isOutput ? QCoreApplication::translate("AddPopup", "takes no %1").arg(portTypeText(wire->type))
                                            : QCoreApplication::translate("AddPopup", "gives no %1").arg(portTypeText(wire->type));
        }
        found.push_back({hit, points});
    }
    // Stable: what is equally good stays in the order of the palette.
    std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) {
        const bool aFits = a.hit.reason.isEmpty(), bFits = b.hit.reason.isEmpty();
        return aFits != bFits ? aFits : a.score > b.score;
    });
    QVector<NodeHit> hits;
    for (const Ranked& r : found)
        hits.push_back(r.hit);
    return hits;
}

const NodeSpec* converter(const Catalog& catalog, PortType from, PortType to)
{
    const auto converts = [&](const NodeSpec& spec) {
        return spec.inputs.size() == 1 && !spec.outputs.empty() && canConnect(from, spec.inputs[0].type) && canConnect(spec.outputs[0].type, to);
    };
    // What most people mean, then whatever only changes the kind of data.
    struct Usual {
        PortType from, to;
        const char* id;
    };
    for (const Usual& usual : {Usual{PortType::Events, PortType::Sequence, "transform.frames"},
                               Usual{PortType::Static, PortType::Sequence, "encoder.direct"},
                               Usual{PortType::Static, PortType::Spikes, "encoder.poisson"},
                               Usual{PortType::Sequence, PortType::Spikes, "neuron.lif"},
                               Usual{PortType::Sequence, PortType::Readout, "readout.rate"},
                               Usual{PortType::Spikes, PortType::Readout, "readout.rate"}})
        if (usual.from == from && usual.to == to)
            if (const NodeSpec* spec = catalog.find(usual.id); spec && converts(*spec))
                return spec;
    for (const Category category : {Category::Transform, Category::Encoder, Category::Readout})
        for (const NodeSpec* spec : catalog.all())
            if (spec->category == category && converts(*spec))
                return spec;
    return nullptr;
}

} // namespace spw::ui
