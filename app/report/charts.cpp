// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/charts.h"

#include "app/report/axes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spw::report {
namespace {

std::string percent(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, share > 0 && share < 0.0995 ? "%.2g %%" : "%.0f %%", 100 * share);
    return text;
}

std::string grouped(std::int64_t count)
{
    std::string out = std::to_string(count);
    for (std::ptrdiff_t i = std::ptrdiff_t(out.size()) - 3; i > 0; i -= 3)
        out.insert(std::size_t(i), ",");
    return out;
}

std::int64_t unitsOf(const ProbeRecord& probe)
{
    std::int64_t units = 1;
    for (const std::int64_t dim : probe.shape)
        units *= dim;
    return std::max({units, probe.units, std::int64_t(1)});
}

/// Spikes of one layer: share of each (row, step) cell's neurons that fire, as darkness.
void drawRasterPanel(Picture& picture, const Box& plot, const ProbeRecord& probe, std::int64_t steps)
{
    const std::int64_t units = unitsOf(probe);
    const std::int64_t rows = std::min<std::int64_t>(units, std::int64_t(plot.height));
    std::vector<std::int64_t> counts(std::size_t(rows * steps), 0), sizes(std::size_t(rows), 0);
    const auto rowOf = [&](std::int64_t unit) { return unit * rows / units; };
    for (std::int64_t unit = 0; unit < units; ++unit)
        ++sizes[std::size_t(rowOf(unit))];
    for (std::size_t i = 0; i < probe.spikeStep.size(); ++i)
        if (probe.spikeStep[i] < steps && probe.spikeUnit[i] < units)
            ++counts[std::size_t(rowOf(probe.spikeUnit[i]) * steps + probe.spikeStep[i])];

    picture.fill(plot, {0.975, 0.978, 0.985});
    const double cellWidth = plot.width / double(steps), cellHeight = plot.height / double(rows);
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t step = 0; step < steps; ++step) {
            const std::int64_t count = counts[std::size_t(row * steps + step)];
            if (count == 0)
                continue;
            const double share = double(count) / double(sizes[std::size_t(row)]);
            Colour colour = kInk;
            colour.a = units > rows ? std::min(1.0, 0.12 + 0.88 * std::sqrt(share)) : 1;   // a single spike stays visible
            const double gapX = cellWidth > 6 ? 1 : 0, gapY = cellHeight > 4 ? 1 : 0;
            picture.fill({plot.x + double(step) * cellWidth + gapX / 2, plot.y + double(row) * cellHeight + gapY / 2,
                          std::max(cellWidth - gapX, 0.5), std::max(cellHeight - gapY, 0.5)}, colour);
        }
    picture.frame(plot, {0.80, 0.82, 0.85});
}

std::string className(const std::vector<std::string>& names, std::int64_t index)
{
    return index >= 0 && std::size_t(index) < names.size() ? names[std::size_t(index)] : std::to_string(index);
}

} // namespace

std::string curvesPng(const std::vector<EpochMetrics>& epochs)
{
    if (epochs.empty())
        return {};
    Series trainLoss{"training", kBlue, false, {}, {}}, testLoss{"test", kOrange, true, {}, {}};
    Series trainAccuracy = trainLoss, testAccuracy = testLoss;
    double highest = 0, lowest = 1e300;
    for (const EpochMetrics& m : epochs) {
        for (Series* s : {&trainLoss, &testLoss, &trainAccuracy, &testAccuracy})
            s->x.push_back(double(m.epoch));
        trainLoss.y.push_back(m.trainLoss);
        testLoss.y.push_back(m.testLoss);
        trainAccuracy.y.push_back(100 * m.trainAccuracy);
        testAccuracy.y.push_back(100 * m.testAccuracy);
        for (const double loss : {m.trainLoss, m.testLoss})
            if (std::isfinite(loss)) {
                highest = std::max(highest, loss);
                lowest = std::min(lowest, loss);
            }
    }
    const Axis x(double(epochs.front().epoch), double(epochs.back().epoch), true);
    const bool nearZero = !(lowest < 1e300) || lowest > 0;   // losses are positive: the axis starts at zero
    Picture picture(980, 330);
    drawLines(picture, {0, 0, 490, 330}, "Loss", "epoch", {trainLoss, testLoss}, x, Axis(nearZero ? 0 : lowest, highest));
    drawLines(picture, {490, 0, 490, 330}, "Accuracy (%)", "epoch", {trainAccuracy, testAccuracy}, x, Axis(0, 100));
    return picture.png();
}

std::string stepsPng(const std::vector<double>& accuracy, double analog)
{
    if (accuracy.empty())
        return {};
    Series spiking{"spiking", kBlue, false, {}, {}}, before{"analog", kOrange, true, {}, {}};
    for (std::size_t t = 0; t < accuracy.size(); ++t) {
        spiking.x.push_back(double(t + 1));
        spiking.y.push_back(100 * accuracy[t]);
    }
    const double last = double(std::max<std::size_t>(accuracy.size(), 2));
    before.x = {1, last};
    before.y = {100 * analog, 100 * analog};
    Picture picture(640, 360);
    drawLines(picture, {0, 0, 640, 360}, "Accuracy against steps (%)", "steps T", {spiking, before}, Axis(1, last, true), Axis(0, 100));
    return picture.png();
}

std::string rasterPng(const SampleRecord& sample)
{
    std::vector<const ProbeRecord*> layers;
    std::int64_t steps = sample.steps;
    for (const ProbeRecord& probe : sample.probes)
        if (probe.spikes) {
            layers.push_back(&probe);
            steps = std::max(steps, probe.steps);
        }
    if (layers.empty() || steps <= 0)
        return {};
    const auto panelHeight = [](const ProbeRecord& p) { return std::clamp(double(unitsOf(p)) * 10, 24.0, 170.0); };
    double height = 44 + 46;
    for (const ProbeRecord* layer : layers)
        height += panelHeight(*layer) + 34;

    Picture picture(980, height);
    std::string title = "Spikes";
    if (!sample.name.empty())
        title += " for " + sample.name;
    picture.text(8, 22, title, 14, kInk, Align::Left, true);
    std::string note = "label " + className(sample.classNames, sample.label);
    if (sample.prediction >= 0)
        note += ", answer " + className(sample.classNames, sample.prediction);
    picture.text(972, 22, note, 11, kInk, Align::Right);

    constexpr double left = 60, width = 980 - 60 - 16;
    double y = 44;
    for (const ProbeRecord* layer : layers) {
        const std::int64_t units = unitsOf(*layer);
        const double rate = double(layer->spikeStep.size()) / (double(units) * double(steps));
        picture.text(left, y + 12, layer->nodeName, 12, kInk, Align::Left, true);
        picture.text(left + width, y + 12, grouped(units) + (units == 1 ? " neuron, " : " neurons, ") +
                     grouped(std::int64_t(layer->spikeStep.size())) + " spikes, a neuron fires in " + percent(rate) +
                     " of the steps", 11, kSoftInk, Align::Right);
        y += 20;
        const Box plot{left, y, width, panelHeight(*layer)};
        drawRasterPanel(picture, plot, *layer, steps);
        picture.text(left - 8, plot.y + 10, "0", 10, kSoftInk, Align::Right);
        if (plot.height > 30)
            picture.text(left - 8, plot.y + plot.height, grouped(units - 1), 10, kSoftInk, Align::Right);
        y += plot.height + 14;
    }
    const Axis axis(0, double(steps), true);
    for (const double mark : axis.marks()) {
        const double place = axis.place(mark, left, left + width);
        picture.line(place, y - 14, place, y - 9, kSoftInk);
        picture.text(place, y + 4, axis.markText(mark), 11, kSoftInk, Align::Centre);
    }
    picture.text(left + width / 2, y + 22, "time step; each row is one neuron, or several: then darker means more of them fire",
                 11, kSoftInk, Align::Centre);
    return picture.png();
}

std::string samplePng(const SampleRecord& sample)
{
    const Events& events = sample.events;
    if (events.size() == 0)
        return {};
    std::int64_t width = events.width, height = events.height;
    for (std::size_t i = 0; i < events.size(); ++i) {
        width = std::max<std::int64_t>(width, events.x[i] + 1);
        height = std::max<std::int64_t>(height, events.y[i] + 1);
    }
    constexpr int panels = 4;
    const auto [first, last] = std::minmax_element(events.t.begin(), events.t.end());
    const double start = double(*first), span = std::max(1.0, double(*last - *first) + 1);
    std::vector<std::int64_t> counts(std::size_t(panels * 2 * width * height), 0);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto panel = std::min<std::int64_t>(panels - 1, std::int64_t((double(events.t[i]) - start) / span * panels));
        ++counts[std::size_t(((panel * 2 + events.p[i]) * height + events.y[i]) * width + events.x[i])];
    }
    const std::int64_t most = *std::max_element(counts.begin(), counts.end());

    constexpr double side = 222, gap = 18, top = 44;
    const double scale = side / double(std::max(width, height));
    Picture picture(980, top + side * double(height) / double(std::max(width, height)) + 44);
    picture.text(8, 22, "What the camera saw", 14, kInk, Align::Left, true);
    const std::string on = "brighter (ON)", off = "darker (OFF)";
    const double onPlace = 972 - picture.textWidth(on, 11), offPlace = onPlace - 34 - picture.textWidth(off, 11);
    picture.text(onPlace, 22, on, 11, kInk);
    picture.fill({onPlace - 16, 13, 10, 10}, kOrange);
    picture.text(offPlace, 22, off, 11, kInk);
    picture.fill({offPlace - 16, 13, 10, 10}, kBlue);
    for (int panel = 0; panel < panels; ++panel) {
        const Box plot{16 + panel * (side + gap), top, double(width) * scale, double(height) * scale};
        picture.fill(plot, {0.975, 0.978, 0.985});
        for (std::int64_t y = 0; y < height; ++y)
            for (std::int64_t x = 0; x < width; ++x)
                for (const int polarity : {0, 1}) {
                    const std::int64_t count =
                        counts[std::size_t(((std::int64_t(panel) * 2 + polarity) * height + y) * width + x)];
                    if (count == 0)
                        continue;
                    Colour colour = polarity ? kOrange : kBlue;
                    colour.a = std::min(1.0, 0.35 + 0.65 * double(count) / double(most));
                    picture.fill({plot.x + double(x) * scale, plot.y + double(y) * scale, scale, scale}, colour);
                }
        picture.frame(plot, {0.80, 0.82, 0.85});
        char caption[64];
        std::snprintf(caption, sizeof caption, "%.0f to %.0f ms", (start + span * panel / panels) / 1000,
                      (start + span * (panel + 1) / panels) / 1000);
        picture.text(plot.x + plot.width / 2, plot.y + plot.height + 20, caption, 11, kSoftInk, Align::Centre);
    }
    return picture.png();
}

std::string confusionPng(const Evaluation& evaluation)
{
    const std::size_t classes = evaluation.confusion.size();
    if (classes == 0)
        return {};
    const double cell = std::clamp(460.0 / double(classes), 4.0, 46.0);
    constexpr double small = 11;
    Picture measure(10, 10);
    double names = 20;
    for (std::size_t i = 0; i < classes; ++i)
        names = std::max(names, measure.textWidth(className(evaluation.classNames, std::int64_t(i)), small));
    const double side = cell * double(classes), left = 34 + names + 10, top = 56;
    const bool turned = names > cell - 4;
    Picture picture(std::max(left + side + 24, 420.0), top + side + (turned ? names + 12 : 22) + 30);
    picture.text(8, 22, "Confusion matrix", 14, kInk, Align::Left, true);
    picture.text(8, 40, grouped(evaluation.samples) + " test samples; each row adds up to 100 %; numbers are samples", small,
                 kSoftInk);

    const bool labels = cell >= 12;
    for (std::size_t row = 0; row < classes; ++row) {
        std::int64_t sum = 0;
        for (const std::int64_t count : evaluation.confusion[row])
            sum += count;
        for (std::size_t column = 0; column < classes; ++column) {
            const std::int64_t count = evaluation.confusion[row][column];
            const double share = sum > 0 ? double(count) / double(sum) : 0;
            Colour colour = row == column ? kBlue : kOrange;   // right answers blue, mistakes orange
            colour.a = count == 0 ? 0.03 : 0.12 + 0.88 * share;
            const Box box{left + double(column) * cell, top + double(row) * cell, cell, cell};
            picture.fill({box.x + 0.5, box.y + 0.5, cell - 1, cell - 1}, colour);
            if (labels && count > 0)
                picture.text(box.x + cell / 2, box.y + cell / 2 + 4, std::to_string(count), small, share > 0.55 ? kPaper : kInk,
                             Align::Centre);
        }
        if (labels) {
            const std::string name = className(evaluation.classNames, std::int64_t(row));
            picture.text(left - 8, top + double(row) * cell + cell / 2 + 4, name, small, kInk, Align::Right);
            const double x = left + double(row) * cell + cell / 2;
            if (turned)
                picture.text(x + 4, top + side + 8, name, small, kInk, Align::Right, false, true);
            else
                picture.text(x, top + side + 16, name, small, kInk, Align::Centre);
        }
    }
    picture.frame({left, top, side, side}, {0.80, 0.82, 0.85});
    picture.text(left + side / 2, picture.height() - 10, "answer of the network", small, kSoftInk, Align::Centre);
    picture.text(20, top + side / 2, "true class", small, kSoftInk, Align::Centre, false, true);
    return picture.png();
}

std::string ratesPng(const Evaluation& evaluation)
{
    if (evaluation.layers.empty())
        return {};
    double highest = 0, names = 0;
    Picture measure(10, 10);
    for (const Evaluation::Layer& layer : evaluation.layers) {
        highest = std::max(highest, layer.rate);
        names = std::max(names, measure.textWidth(layer.name, 12));
    }
    const Axis axis(0, std::max(100 * highest, 1.0));
    const double row = 30, top = 44, left = 16 + names + 10, right = 620;
    const double bottom = top + row * double(evaluation.layers.size());
    Picture picture(720, bottom + 46);
    picture.text(8, 22, "Firing rate of each layer", 14, kInk, Align::Left, true);
    for (const double mark : axis.marks()) {
        const double place = axis.place(mark, left, right);
        picture.line(place, top, place, bottom, kGrid);
        picture.text(place, bottom + 16, axis.markText(mark), 11, kSoftInk, Align::Centre);
    }
    double y = top;
    for (const Evaluation::Layer& layer : evaluation.layers) {
        const double end = axis.place(100 * layer.rate, left, right);
        picture.fill({left, y + 6, std::max(end - left, 1.0), row - 12}, kBlue);
        picture.text(left - 8, y + row / 2 + 4, layer.name, 12, kInk, Align::Right);
        picture.text(end + 8, y + row / 2 + 4, percent(layer.rate), 11, kInk);
        y += row;
    }
    picture.line(left, top, left, bottom, kSoftInk);
    picture.text((left + right) / 2, bottom + 34, "% of the steps in which a neuron fires, mean", 11, kSoftInk, Align::Centre);
    return picture.png();
}

} // namespace spw::report
