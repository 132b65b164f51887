// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/time_cursor.h"
#include "ui/scopes/raster_view.h"
#include "tests/runner/registry.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <ctime>

namespace tst_scopes_frames {

using namespace spw;
using namespace spw::ui;

namespace {

/// What this thread computed so far, in ms: on a busy machine the wall clock says more about the neighbours.
double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

} // namespace

class tst_ScopesFrames final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void panningAndZoomingTenMillionSpikesReportsItsFrameTimes()
    {
        // PF-4 of ui.md, by VF-6: the same paint path on a software raster, times are reported and not asserted.
        constexpr std::uint32_t kSteps = 10'000, kUnits = 100'000;
        auto record = std::make_shared<SampleRecord>();
        record->steps = kSteps;
        record->probes.resize(1);
        ProbeRecord& probe = record->probes[0];
        probe.nodeName = "LIF";
        probe.spikes = true;
        probe.steps = kSteps;
        probe.units = kUnits;
        std::uint32_t state = 1;
        for (std::uint32_t step = 0; step < kSteps; ++step)
            for (std::uint32_t unit = step % 97; unit < kUnits; unit += 50 + (state >> 16) % 101) {
                state = state * 1664525u + 1013904223u;
                probe.spikeStep.push_back(step);
                probe.spikeUnit.push_back(unit);
            }
        TimeCursor cursor;
        cursor.setLength(kSteps);
        RasterView raster(cursor);
        raster.resize(1280, 500);
        raster.show();
        QElapsedTimer timer;
        timer.start();
        raster.setRecord(record, 0);
        const double slice = double(timer.nsecsElapsed()) / 1e6;
        QTRY_VERIFY_WITH_TIMEOUT(raster.index() != nullptr, 20'000);
        raster.replot();
        const double first = double(timer.nsecsElapsed()) / 1e6;
        std::vector<double> frames, computed;
        int exact = 0;
        for (int frame = 0; frame < 600; ++frame) {
            // Deeper and deeper zooms that pan meanwhile, then out again.
            const double depth = 0.5 - 0.5 * std::cos(frame / 600.0 * 2 * M_PI * 3), size = kSteps * std::pow(0.002, depth);
            const double height = kUnits * std::pow(0.005, depth), at = (frame % 100) / 100.0;
            timer.restart();
            const double before = threadMs();
            cursor.setWindow(at * (kSteps - size), at * (kSteps - size) + size);
            raster.yAxis->setRange(at * (kUnits - height), at * (kUnits - height) + height);
            raster.replot();
            frames.push_back(double(timer.nsecsElapsed()) / 1e6);
            computed.push_back(threadMs() - before);
            exact += raster.describe()[QStringLiteral("mode")].toString() == QStringLiteral("exact");
        }
        QVERIFY(exact > 50 && exact < 550);              // both ways of drawing were timed
        std::sort(frames.begin(), frames.end());
        std::sort(computed.begin(), computed.end());
        qInfo("%.2f M spikes, 1280 x 500: request %.1f ms, first picture %.0f ms, frame median %.1f ms, p99 %.1f ms "
              "(processor time: median %.1f ms, p99 %.1f ms), %d of 600 exact",
              double(probe.spikeStep.size()) / 1e6, slice, first, frames[300], frames[594], computed[300], computed[594], exact);
    }
};

SPW_TEST_GUI(tst_ScopesFrames)

} // namespace tst_scopes_frames

#include "tst_scopes_frames.moc"
