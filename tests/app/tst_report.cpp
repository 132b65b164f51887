// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/charts.h"
#include "app/report/report.h"
#include "core/base/error.h"
#include "tests/runner/registry.h"

#include <cairo.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <functional>

namespace tst_report {

using namespace spw;

namespace {

/// Share of the pixels of a PNG for which `is(r, g, b)` holds; -1 if it is no PNG.
double shareOf(const std::string& png, const std::function<bool(int, int, int)>& is)
{
    struct Reader {
        const std::string& bytes;
        std::size_t at = 0;
    } reader{png};
    cairo_surface_t* surface = cairo_image_surface_create_from_png_stream(
        [](void* from, unsigned char* to, unsigned int size) {
            Reader& r = *static_cast<Reader*>(from);
            if (r.at + size > r.bytes.size())
                return CAIRO_STATUS_READ_ERROR;
            std::copy_n(r.bytes.begin() + std::ptrdiff_t(r.at), size, to);
            r.at += size;
            return CAIRO_STATUS_SUCCESS;
        }, &reader);
    double share = -1;
    if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
        const int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
        const int stride = cairo_image_surface_get_stride(surface);
        const unsigned char* data = cairo_image_surface_get_data(surface);
        std::int64_t count = 0;
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const unsigned char* p = data + y * stride + 4 * x;
                count += is(p[2], p[1], p[0]);
            }
        share = double(count) / (double(width) * height);
    }
    cairo_surface_destroy(surface);
    return share;
}

bool isDark(int r, int g, int b) { return r + g + b < 150; }
bool isBlue(int r, int, int b) { return b > r + 60; }
bool isOrange(int r, int, int b) { return r > b + 30; }

std::vector<EpochMetrics> someEpochs(int count)
{
    std::vector<EpochMetrics> out;
    for (int i = 1; i <= count; ++i)
        out.push_back({i, 1.0 / i, 1 - 0.8 / i, 1.2 / i, 1 - 0.9 / i, 1e-3, 1.5, 650});
    return out;
}

SampleRecord someSample(std::int64_t units, int every)
{
    SampleRecord sample;
    sample.name = "17.bs2";
    sample.steps = 16;
    sample.label = 3;
    sample.prediction = 5;
    for (int i = 0; i < 500; ++i) {
        sample.events.t.push_back(i * 100);
        sample.events.x.push_back(std::uint16_t(i % 34));
        sample.events.y.push_back(std::uint16_t(i * 7 % 34));
        sample.events.p.push_back(std::uint8_t(i % 2));
    }
    sample.events.width = sample.events.height = 34;
    ProbeRecord probe;
    probe.nodeName = "LIF 1";
    probe.quantity = "s";
    probe.spikes = true;
    probe.steps = 16;
    probe.units = units;
    probe.shape = {units};
    for (std::uint32_t step = 0; step < 16; ++step)
        for (std::uint32_t unit = 0; unit < units; unit += std::uint32_t(every)) {
            probe.spikeStep.push_back(step);
            probe.spikeUnit.push_back(unit);
        }
    sample.probes.push_back(probe);
    return sample;
}

Evaluation someEvaluation()
{
    Evaluation out;
    out.samples = 100;
    for (int i = 0; i < 10; ++i) {
        out.classNames.push_back(std::to_string(i));
        out.confusion.emplace_back(10, 0);
        out.confusion.back()[std::size_t(i)] = 9;
        out.confusion.back()[std::size_t((i + 1) % 10)] = 1;
    }
    out.layers = {{5, "LIF 1", 0.08, 0.1, 0, 12345}, {9, "LIF 2", 0.2, 0, 0.05, 6789}};
    return out;
}

} // namespace

class tst_Report final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void curvesShowTrainingAndTest()
    {
        const std::string png = report::curvesPng(someEpochs(20));
        QVERIFY(shareOf(png, isBlue) > 0.001);
        QVERIFY(shareOf(png, isOrange) > 0.001);
        QVERIFY(shareOf(report::curvesPng(someEpochs(1)), isBlue) > 0);
        QVERIFY(report::curvesPng({}).empty());
    }

    void curvesLeaveOutWhatWasNotMeasured()
    {
        std::vector<EpochMetrics> epochs = someEpochs(5);
        for (EpochMetrics& m : epochs)
            m.testLoss = m.testAccuracy = NAN;
        const double with = shareOf(report::curvesPng(someEpochs(5)), isOrange);
        const double without = shareOf(report::curvesPng(epochs), isOrange);
        QVERIFY2(without >= 0 && without < with / 2, "only the legend may be left");
    }

    void everySpikeOfASmallLayerIsInk()
    {
        const double none = shareOf(report::rasterPng(someSample(10, 100)), isDark);   // unit 0 only
        const double all = shareOf(report::rasterPng(someSample(10, 1)), isDark);
        QVERIFY2(none > 0 && all > 4 * none, qPrintable(QString("%1 %2").arg(none).arg(all)));
    }
    void aSingleSpikeAmongManyNeuronsIsVisible()
    {
        SampleRecord silent = someSample(20'000, 1), one = silent;
        silent.probes[0].spikeStep.clear();
        silent.probes[0].spikeUnit.clear();
        one.probes[0].spikeStep = {7};
        one.probes[0].spikeUnit = {12'345};
        const auto isTinted = [](int r, int g, int b) { return r > 180 && r < 240 && g < 242 && b < 245; };
        QVERIFY(shareOf(report::rasterPng(one), isTinted) > shareOf(report::rasterPng(silent), isTinted));
    }
    void withoutSpikingLayersThereIsNoRaster() { QVERIFY(report::rasterPng(SampleRecord{}).empty()); }

    void mistakesHaveAnotherColourThanRightAnswers()
    {
        const std::string png = report::confusionPng(someEvaluation());
        QVERIFY(shareOf(png, isBlue) > 0.05);
        QVERIFY(shareOf(png, isOrange) > 0);
        QVERIFY(report::confusionPng(Evaluation{}).empty());
    }

    void thePageIsCompleteInItself()
    {
        QTemporaryDir dir;
        report::Input input;
        input.title = "a <b> & \"c\".spw";
        input.epochs = someEpochs(8);
        input.result.evaluation = someEvaluation();
        input.result.testAccuracy = 0.9;
        input.sample = std::make_shared<SampleRecord>(someSample(100, 3));
        const auto page = report::write(input, dir.filePath("deep/report").toStdString());
        QFile file(QString::fromStdString(page.string()));
        QCOMPARE(file.fileName(), dir.filePath("deep/report/index.html"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray html = file.readAll();
        QVERIFY(html.contains("a &lt;b&gt; &amp; &quot;c&quot;.spw") && !html.contains("<b>"));
        QVERIFY(html.contains("90.0 %") && html.contains("LIF 2") && html.contains("10.0 %"));
        QStringList pictures = QDir(dir.filePath("deep/report")).entryList({"*.png"}, QDir::Files, QDir::Name);
        QCOMPARE(pictures, (QStringList{"confusion.png", "curves.png", "raster.png", "rates.png", "sample.png"}));
        QCOMPARE(html.count("src=\"data:image/png;base64,"), pictures.size());
        QVERIFY2(!html.contains("src=\"http") && !html.contains("href="), "nothing is fetched");
        for (const QString& name : pictures) {
            QFile picture(dir.filePath("deep/report/" + name));
            QVERIFY(picture.open(QIODevice::ReadOnly));
            const QByteArray bytes = picture.readAll();
            QVERIFY(shareOf(bytes.toStdString(), isDark) > 0);
            QVERIFY2(html.contains(bytes.toBase64()), "the page shows another picture");
        }
    }

    void aFolderThatCannotBeMadeIsAnError()
    {
        QTemporaryDir dir;
        QFile file(dir.filePath("taken"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const report::Input input;
        QVERIFY_THROWS_EXCEPTION(Error, report::write(input, dir.filePath("taken/report").toStdString()));
    }
};

SPW_TEST_GUILESS(tst_Report)

} // namespace tst_report

#include "tst_report.moc"
