// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <QList>
#include <QPointF>
#include <QString>

namespace spw::ui {

/// Loss of the training batches over epochs: batch i of epoch e stands at e - 1 + (i + 1) / batches. More than `most`
/// batches become the lowest and the highest of each bucket.
/// @param before  epochs that were over before the first batch (of a resumed run).
QList<QPointF> batchCurve(const std::vector<float>& batchLoss, std::int64_t batchesPerEpoch, int most, std::int64_t before = 0);

/// One measured quantity over epochs; epochs without a value (NaN) are left out.
QList<QPointF> epochCurve(const std::vector<EpochMetrics>& epochs, double EpochMetrics::* quantity, double scale = 1);

/// Axis ends and tick distance that hold [low, high] with round numbers; at least a little longer than zero.
struct NiceAxis {
    double low = 0, high = 1, tick = 0.2;
};
NiceAxis niceAxis(double low, double high, int ticks, bool whole = false);

/// The epochs as CSV: one header line, numbers with a point, empty where not measured.
QString epochsCsv(const std::vector<EpochMetrics>& epochs);

} // namespace spw::ui
