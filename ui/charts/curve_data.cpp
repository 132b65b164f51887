// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_data.h"

#include <algorithm>
#include <cmath>

namespace spw::ui {

QList<QPointF> batchCurve(const std::vector<float>& batchLoss, std::int64_t batchesPerEpoch, int most, std::int64_t before)
{
    QList<QPointF> points;
    const double perEpoch = double(std::max<std::int64_t>(1, batchesPerEpoch));
    const auto add = [&](std::size_t i) {
        if (std::isfinite(batchLoss[i]))
            points.append({double(before) + double(i + 1) / perEpoch, double(batchLoss[i])});
    };
    const std::size_t size = batchLoss.size(), buckets = std::size_t(std::max(1, most / 2));
    if (size <= std::size_t(std::max(1, most))) {
        for (std::size_t i = 0; i < size; ++i)
            add(i);
        return points;
    }
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        const std::size_t begin = bucket * size / buckets, end = (bucket + 1) * size / buckets;
        std::size_t low = begin, high = begin;
        for (std::size_t i = begin; i < end; ++i) {
            // A NaN compares false: it can be neither, unless it is the first; then the next number takes its place.
            if (batchLoss[i] < batchLoss[low] || std::isnan(batchLoss[low]))
                low = i;
            if (batchLoss[i] > batchLoss[high] || std::isnan(batchLoss[high]))
                high = i;
        }
        add(std::min(low, high));
        if (low != high)
            add(std::max(low, high));
    }
    return points;
}

QList<QPointF> epochCurve(const std::vector<EpochMetrics>& epochs, double EpochMetrics::* quantity, double scale)
{
    QList<QPointF> points;
    for (const EpochMetrics& epoch : epochs)
        if (std::isfinite(epoch.*quantity))
            points.append({double(epoch.epoch), epoch.*quantity * scale});
    return points;
}

NiceAxis niceAxis(double low, double high, int ticks, bool whole)
{
    if (!(high > low))
        high = low + 1;
    const double rough = (high - low) / std::max(1, ticks);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double tick = 10 * power;
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= rough * 0.999) {
            tick = step * power;
            break;
        }
    if (whole)
        tick = std::max(1.0, std::round(tick));
    return {std::floor(low / tick + 1e-9) * tick, std::ceil(high / tick - 1e-9) * tick, tick};
}

QString epochsCsv(const std::vector<EpochMetrics>& epochs)
{
    QString text = QStringLiteral("epoch,train_loss,train_accuracy,test_loss,test_accuracy,learning_rate,seconds,samples_per_second\n");
    for (const EpochMetrics& e : epochs) {
        text += QString::number(e.epoch);
        for (const double v : {e.trainLoss, e.trainAccuracy, e.testLoss, e.testAccuracy, e.learningRate, e.seconds, e.samplesPerSecond})
            text += QLatin1Char(',') + (std::isfinite(v) ? QString::number(v, 'g', 10) : QString());
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace spw::ui
