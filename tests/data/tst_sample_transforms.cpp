// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/catalog.h"
#include "core/data/transforms/event_changes.h"
#include "core/data/transforms/event_frames.h"
#include "core/data/transforms/event_slices.h"
#include "core/data/transforms/picture_colours.h"
#include "core/data/transforms/sample_transform.h"
#include "samples.h"
#include "tests/runner/registry.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace tst_sample_transforms {

using namespace spw;

namespace {

/// `count` events of a 16 x 12 sensor, 100 microseconds apart.
Events recording(std::size_t count = 1000)
{
    Random random(7);
    Events e;
    for (std::size_t i = 0; i < count; ++i) {
        e.t.push_back(std::int64_t(5000 + 100 * i));
        e.x.push_back(std::uint16_t(random.below(16)));
        e.y.push_back(std::uint16_t(random.below(12)));
        e.p.push_back(std::uint8_t(random.below(2)));
    }
    e.width = 16;
    e.height = 12;
    return e;
}

ParamValues valuesOf(const std::string& id, std::vector<std::pair<std::string, ParamValue>> changes = {})
{
    ParamValues values = builtinCatalog().find(id)->initialValues();
    for (auto& [name, value] : changes)
        values.set(name, std::move(value));
    return values;
}

std::map<std::string, SampleValue> apply(const std::string& id, std::vector<std::pair<std::string, ParamValue>> changes,
                                         const SampleValue& input, SamplePlace place = {.split = Split::Train, .index = 3, .epoch = 1, .seed = 9, .node = 4})
{
    return applySampleTransform(id, valuesOf(id, std::move(changes)), input, place);
}

Events events(const std::map<std::string, SampleValue>& out) { return std::get<Events>(out.at("y")); }
PlainTensor tensor(const std::map<std::string, SampleValue>& out, const char* port = "x") { return std::get<PlainTensor>(out.at(port)); }

bool equal(const Events& a, const Events& b)
{
    return a.t == b.t && a.x == b.x && a.y == b.y && a.p == b.p && a.width == b.width && a.height == b.height;
}

} // namespace

class tst_SampleTransforms final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTransformGivesWhatItsNodeSays()
    {
        const SampleValue frames = PlainTensor{{20, 2, 12, 16}, std::vector<float>(20 * 2 * 12 * 16, 1.0f)};
        for (const NodeSpec* spec : builtinCatalog().all()) {
            if (spec->category != Category::Transform)
                continue;
            QVERIFY2(isSampleTransform(spec->id), spec->id.c_str());
            const bool fromEvents = spec->inputs[0].type == PortType::Events;
            const PortInfo in{.type = spec->inputs[0].type, .features = {2, 12, 16}, .steps = fromEvents ? Dim() : Dim(20), .classes = {}};
            ParamValues values = spec->initialValues();
            if (spec->id == "transform.crop") {
                values.set("width", std::int64_t(8));
                values.set("height", std::int64_t(6));
            }
            NodeReport report;
            const ShapeAnswer said = spec->shape({.values = values, .inputs = {in}}, report);
            QVERIFY2(said.valid && report.list().empty(), spec->id.c_str());
            for (const Split split : {Split::Train, Split::Test}) {
                const auto out = applySampleTransform(spec->id, values, fromEvents ? SampleValue(recording()) : frames, {.split = split});
                QCOMPARE(out.size(), spec->outputs.size());
                for (std::size_t i = 0; i < said.outputs.size(); ++i) {
                    const auto& value = out.at(spec->outputs[i].name);
                    const std::vector<Dim>& features = said.outputs[i].features;
                    if (const Events* e = std::get_if<Events>(&value)) {
                        QVERIFY2(features == (std::vector<Dim>{2, e->height, e->width}), spec->id.c_str());
                        continue;
                    }
                    std::vector<std::int64_t> shape = {*said.outputs[i].steps};
                    for (const Dim& side : features)
                        shape.push_back(*side);
                    QVERIFY2(std::get<PlainTensor>(value).shape == shape, spec->id.c_str());
                }
            }
            QVERIFY2(!errorOf([&] { applySampleTransform(spec->id, values, fromEvents ? frames : SampleValue(recording()), {}); }).empty(),
                     spec->id.c_str());
        }
        QVERIFY(!isSampleTransform("neuron.lif"));
    }

    void whatIsDrawnDependsOnSeedSampleAndEpochAlone_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("param");
        QTest::addColumn<QVariant>("value");
        QTest::newRow("time jitter") << "transform.time_jitter" << "deviation_us" << QVariant(500.0);
        QTest::newRow("spatial jitter") << "transform.spatial_jitter" << "deviation_x" << QVariant(1.0);
        QTest::newRow("drop") << "transform.drop_events" << "share" << QVariant(0.3);
        QTest::newRow("noise") << "transform.noise" << "rate" << QVariant(50.0);
    }
    void whatIsDrawnDependsOnSeedSampleAndEpochAlone()
    {
        QFETCH(QString, id);
        QFETCH(QString, param);
        QFETCH(QVariant, value);
        const auto at = [&](SamplePlace place, const char* draw = "epoch", const char* when = "training") {
            return events(apply(id.toStdString(), {{param.toStdString(), value.toDouble()}, {"draw", std::string(draw)}, {"when", std::string(when)}},
                                recording(), place));
        };
        const SamplePlace here{.split = Split::Train, .index = 3, .epoch = 1, .seed = 9, .node = 4};
        const auto with = [&](auto change) {
            SamplePlace place = here;
            change(place);
            return place;
        };
        const SamplePlace later = with([](SamplePlace& p) { p.epoch = 2; }), test = with([](SamplePlace& p) { p.split = Split::Test; });
        QVERIFY(equal(at(here), at(here)));
        QVERIFY(!equal(at(here), recording()));
        QVERIFY(!equal(at(here), at(later)));
        QVERIFY(!equal(at(here), at(with([](SamplePlace& p) { p.index = 4; }))));
        QVERIFY(!equal(at(here), at(with([](SamplePlace& p) { p.seed = 10; }))));
        QVERIFY(!equal(at(here), at(with([](SamplePlace& p) { p.node = 5; }))));
        QVERIFY(equal(at(here, "once"), at(later, "once")));
        QVERIFY(equal(at(test), recording()));
        QVERIFY(!equal(at(test, "epoch", "always"), recording()));
        QVERIFY(variesByEpoch(id.toStdString(), valuesOf(id.toStdString())));
        QVERIFY(!variesByEpoch(id.toStdString(), valuesOf(id.toStdString(), {{"draw", std::string("once")}})));
    }

    void croppingKeepsARectangle()
    {
        const Events e = recording();
        const Events fixed = events(apply("transform.crop", {{"width", std::int64_t(5)}, {"height", std::int64_t(4)}, {"where", std::string("fixed")},
                                                             {"left", std::int64_t(3)}, {"top", std::int64_t(8)}}, e));
        std::size_t at = 0;
        for (std::size_t i = 0; i < e.size(); ++i)
            if (e.x[i] >= 3 && e.x[i] < 8 && e.y[i] >= 8) {
                QVERIFY(fixed.x[at] == e.x[i] - 3 && fixed.y[at] == e.y[i] - 8 && fixed.t[at] == e.t[i] && fixed.p[at] == e.p[i]);
                ++at;
            }
        QVERIFY(at == fixed.size() && fixed.width == 5 && fixed.height == 4);
        QVERIFY(!variesByEpoch("transform.crop", valuesOf("transform.crop")));
        QVERIFY(variesByEpoch("transform.crop", valuesOf("transform.crop", {{"where", std::string("random")}})));
        QVERIFY(holds(errorOf([&] { cropped(e, 12, 0, 5, 5); }), "16 x 12"));
    }

    void mirroringTwiceGivesTheSame()
    {
        const Events e = recording();
        const auto flipped = [](const Events& from, const char* axis) {
            return events(apply("transform.flip", {{"axis", std::string(axis)}, {"chance", 1.0}}, from));
        };
        const Events once = flipped(e, "columns");
        for (std::size_t i = 0; i < e.size(); ++i)
            QVERIFY(once.x[i] == 15 - e.x[i] && once.y[i] == e.y[i]);
        QVERIFY(equal(flipped(once, "columns"), e));
        QVERIFY(equal(flipped(flipped(e, "both"), "rows"), once));
        int turned = 0;
        for (std::int64_t i = 0; i < 400; ++i)
            turned += !equal(events(apply("transform.flip", {}, e, {.split = Split::Train, .index = i})), e);
        QVERIFY2(turned > 140 && turned < 260, qPrintable(QString::number(turned)));
    }

    void jitterHasTheDeviationAskedFor()
    {
        const Events e = recording(20000);
        Random random(1);
        const Events moved = timesJittered(e, 300, random);
        QVERIFY(std::is_sorted(moved.t.begin(), moved.t.end()) && moved.size() == e.size());
        QVERIFY(moved.t != e.t);
        Events middle = e;
        std::fill(middle.x.begin(), middle.x.end(), std::uint16_t(8));
        std::fill(middle.y.begin(), middle.y.end(), std::uint16_t(6));
        const Events shaken = placesJittered(middle, 1.5, 0, random);
        double squares = 0;
        for (std::size_t i = 0; i < shaken.size(); ++i) {
            QVERIFY(shaken.y[i] == 6 && shaken.x[i] < 16);
            squares += (shaken.x[i] - 8.0) * (shaken.x[i] - 8.0);
        }
        const double deviation = std::sqrt(squares / double(shaken.size()));   // rounding adds 1/12
        QVERIFY2(std::abs(deviation - std::sqrt(1.5 * 1.5 + 1.0 / 12)) < 0.05, qPrintable(QString::number(deviation)));
    }

    void droppingLosesExactlyTheShare()
    {
        const Events e = recording();
        Random random(3);
        for (const double share : {0.0, 0.1, 0.3335, 1.0}) {
            const Events left = someDropped(e, share, random);
            QCOMPARE(left.size(), e.size() - std::size_t(std::floor(share * 1000 + 0.5)));
            QVERIFY(std::is_sorted(left.t.begin(), left.t.end()) && std::adjacent_find(left.t.begin(), left.t.end()) == left.t.end());
        }
        const Events gap = intervalDropped(e, 0.25, random);
        std::int64_t longest = 0;
        for (std::size_t i = 1; i < gap.size(); ++i)
            longest = std::max(longest, gap.t[i] - gap.t[i - 1]);
        QVERIFY(std::abs(double(gap.size()) - 750) < 3 && (longest > 24000 || gap.t.front() > 29000 || gap.t.back() < 80500));
    }

    void polaritiesMergeSwapAndPart()
    {
        const Events e = recording();
        const auto changed = [&](const char* change) { return events(apply("transform.polarity", {{"change", std::string(change)}}, e)); };
        const auto on = std::size_t(std::count(e.p.begin(), e.p.end(), 1));
        QCOMPARE(changed("on").size(), on);
        QCOMPARE(changed("off").size(), e.size() - on);
        const Events merged = changed("merge"), swapped = changed("swap");
        QCOMPARE(std::size_t(std::count(merged.p.begin(), merged.p.end(), 1)), e.size());
        for (std::size_t i = 0; i < e.size(); ++i)
            QVERIFY(swapped.p[i] == 1 - e.p[i]);
    }

    void timeIsCutFromTheFirstEvent()
    {
        const Events cut = events(apply("transform.cut_time", {{"start_us", std::int64_t(1000)}, {"duration_us", std::int64_t(500)}}, recording()));
        QCOMPARE(cut.t, (std::vector<std::int64_t>{6000, 6100, 6200, 6300, 6400}));
        Events far;   // times at the ends of 64 bits
        far.t = {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
        far.x = far.y = {0, 0};
        far.p = {0, 0};
        QCOMPARE(cutInTime(far, 0, 10).size(), std::size_t(1));
    }

    void framesTellWhichOfThemArePadding()
    {
        const auto out = apply("transform.frames", {{"method", std::string("duration")}, {"T", std::int64_t(6)}, {"duration_us", std::int64_t(30000)}},
                               recording());   // 99.9 ms: 4 frames
        QCOMPARE(tensor(out, "mask").data, (std::vector<float>{1, 1, 1, 1, 0, 0}));
        QCOMPARE(tensor(apply("transform.frames", {{"T", std::int64_t(3)}}, Events{.t = {}, .x = {}, .y = {}, .p = {}, .width = 2, .height = 2}), "mask").data,
                 (std::vector<float>{1, 1, 1}));
    }

    void channelsOfFramesCanBeJoined()
    {
        const PlainTensor both = tensor(apply("transform.frames", {}, recording())), sum = tensor(apply("transform.frames", {{"polarities", std::string("sum")}}, recording())),
                          difference = tensor(apply("transform.frames", {{"polarities", std::string("difference")}}, recording()));
        QCOMPARE(sum.shape, (std::vector<std::int64_t>{16, 1, 12, 16}));
        const std::size_t plane = 12 * 16;
        for (std::size_t f = 0; f < 16; ++f)
            for (std::size_t k = 0; k < plane; ++k) {
                const float off = both.data[2 * f * plane + k], on = both.data[(2 * f + 1) * plane + k];
                QVERIFY(sum.data[f * plane + k] == on + off && difference.data[f * plane + k] == on - off);
            }
    }

    void formulasMakeFrames()
    {
        const auto made = [](const std::string& formula) {
            return tensor(apply("transform.custom_frames", {{"formula", formula}, {"method", std::string("time")}, {"T", std::int64_t(4)}}, recording(200)));
        };
        const PlainTensor counts = tensor(apply("transform.frames", {{"method", std::string("time")}, {"T", std::int64_t(4)}}, recording(200)));
        QCOMPARE(made("n").data, counts.data);
        const PlainTensor spikes = made("min(n, 1)"), others = made("m");
        const std::size_t plane = 12 * 16;
        for (std::size_t i = 0; i < counts.data.size(); ++i) {
            QCOMPARE(spikes.data[i], std::min(counts.data[i], 1.0f));
            QCOMPARE(others.data[i], counts.data[i / plane % 2 == 0 ? i + plane : i - plane]);
        }
        QCOMPARE(made("p + 10 * f + 100 * T").data.back(), 431.0f);
        // age is the time since the last event of pixel and polarity at the end of the frame
        const Events e = recording(200);
        const auto edges = frameEdges(FrameOptions{FrameOptions::Method::Time, 4}, e);
        const PlainTensor age = made("age");
        std::vector<double> last(2 * plane, -1);
        for (std::size_t f = 0, i = 0; f < 4; ++f) {
            for (; i < e.size() && (f == 3 || e.t[i] < edges[f + 1]); ++i)
                last[e.p[i] * plane + std::size_t(e.y[i]) * 16 + e.x[i]] = double(e.t[i]);
            for (std::size_t k = 0; k < 2 * plane; ++k)
                QCOMPARE(age.data[f * 2 * plane + k], last[k] < 0 ? 1e18f : float(double(edges[f + 1]) - last[k]));
        }
        QVERIFY(holds(errorOf([&] { made("1 / n"); }), "no number"));
        QVERIFY(holds(errorOf([&] { made("1 +"); }), "letter"));
        NodeReport report;
        builtinCatalog().find("transform.custom_frames")->check(valuesOf("transform.custom_frames", {{"formula", std::string("x")}}), report);
        QVERIFY(hasErrors(report.list()));
    }

    void timeSurfacesArePaddedAndCut()
    {
        const auto made = [](std::int64_t steps) {
            return tensor(apply("transform.time_surface", {{"T", steps}, {"dt_us", std::int64_t(20000)}}, recording()));
        };
        const PlainTensor all = timeSurfaces(20000, 5000, recording());
        const PlainTensor shorter = made(2), longer = made(9);
        QVERIFY(std::equal(shorter.data.begin(), shorter.data.end(), all.data.begin()));
        QVERIFY(std::equal(all.data.begin(), all.data.end(), longer.data.begin()));
        QCOMPARE(std::accumulate(longer.data.begin() + std::int64_t(all.data.size()), longer.data.end(), 0.0f), 0.0f);
        QVERIFY(shorter.shape[0] == 2 && longer.shape[0] == 9);
    }

    void stepsOfSequencesAreHeld()
    {
        const PlainTensor x{{2, 3}, {1, 2, 3, 4, 5, 6}};
        const PlainTensor y = tensor(apply("transform.hold", {{"times", std::int64_t(2)}}, x), "y");
        QCOMPARE(y.shape, (std::vector<std::int64_t>{4, 3}));
        QCOMPARE(y.data, (std::vector<float>{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6}));
        QCOMPARE(tensor(apply("transform.hold", {{"times", std::int64_t(1)}}, x), "y").data, x.data);
        QVERIFY(holds(errorOf([&] { apply("transform.hold", {{"times", std::int64_t(100'000)}}, PlainTensor{{2, 100'000}, std::vector<float>(200'000)}); }), "fewer steps"));
    }

    void picturesAreShiftedMirroredAndErasedOnlyWhileLearning()
    {
        PlainTensor x{{2, 4, 5}, std::vector<float>(40)};
        std::iota(x.data.begin(), x.data.end(), 1.0f);
        using Changes = std::vector<std::pair<std::string, ParamValue>>;
        const Changes none{{"mirror", std::string("none")}};
        const auto changed = [&](Changes changes, std::int64_t index, Split split = Split::Train) {
            return tensor(apply("transform.augment_pictures", std::move(changes), x, {.split = split, .index = index, .seed = 5}), "y").data;
        };
        QCOMPARE(changed(none, 0), x.data);

        std::vector<float> mirrored = x.data;
        for (std::size_t row = 0; row < 8; ++row)
            std::reverse(mirrored.begin() + std::ptrdiff_t(5 * row), mirrored.begin() + std::ptrdiff_t(5 * row + 5));
        int times = 0;
        for (std::int64_t i = 0; i < 400; ++i) {
            const auto y = changed({}, i);
            QVERIFY(y == x.data || y == mirrored);
            times += y == mirrored;
            QCOMPARE(changed({}, i, Split::Test), x.data);
        }
        QVERIFY2(times > 150 && times < 250, qPrintable(QString::number(times)));

        // Shifted: each of 3 x 3 places, with zeros where nothing was.
        std::set<std::vector<float>> seen;
        for (std::int64_t i = 0; i < 400; ++i)
            seen.insert(changed({{"mirror", std::string("none")}, {"shift", std::int64_t(1)}}, i));
        std::set<std::vector<float>> wanted;
        for (int down = -1; down <= 1; ++down)
            for (int right = -1; right <= 1; ++right) {
                std::vector<float> y(40, 0.0f);
                for (int p = 0; p < 2; ++p)
                    for (int row = 0; row < 4; ++row)
                        for (int column = 0; column < 5; ++column)
                            if (const int r = row + down, c = column + right; r >= 0 && r < 4 && c >= 0 && c < 5)
                                y[std::size_t(20 * p + 5 * row + column)] = x.data[std::size_t(20 * p + 5 * r + c)];
                wanted.insert(y);
            }
        QVERIFY(seen == wanted);

        // Erased: one rectangle of zeros, the same in both channels.
        PlainTensor large{{2, 20, 30}, std::vector<float>(1200, 1.0f)};
        for (std::int64_t i = 0; i < 100; ++i) {
            const auto y = tensor(apply("transform.augment_frames", {{"mirror", std::string("none")}, {"erase", 1.0}}, large,
                                        {.split = Split::Train, .index = i}), "y").data;
            std::int64_t left = 30, right = -1, top = 20, bottom = -1, zeros = 0;
            for (std::int64_t row = 0; row < 20; ++row)
                for (std::int64_t column = 0; column < 30; ++column)
                    if (y[std::size_t(30 * row + column)] == 0) {
                        left = std::min(left, column), right = std::max(right, column), top = std::min(top, row), bottom = std::max(bottom, row);
                        ++zeros;
                    }
            QCOMPARE(zeros, (right - left + 1) * (bottom - top + 1));
            QVERIFY2(zeros > 6 && zeros < 230, qPrintable(QString::number(zeros)));
            QVERIFY(std::equal(y.begin(), y.begin() + 600, y.begin() + 600));
        }
    }

    void picturesAreTurnedAndCutOutAboutTheirMiddle()
    {
        // A bright spot in the middle stays there when turned; one beside it goes around by the angle.
        PlainTensor x{{1, 33, 33}, std::vector<float>(33 * 33, 0.0f)};
        x.data[16 * 33 + 16] = 8;
        x.data[16 * 33 + 28] = 4;
        double far = 0;
        for (std::int64_t i = 0; i < 200; ++i) {
            const auto y = tensor(apply("transform.augment_pictures", {{"mirror", std::string("none")}, {"turn", 45.0}}, x, {.split = Split::Train, .index = i}), "y").data;
            QVERIFY(std::abs(y[16 * 33 + 16] - 8) < 1e-3f);
            double sum = 0, dx = 0, dy = 0;
            for (int row = 0; row < 33; ++row)
                for (int column = 0; column < 33; ++column)
                    if (std::abs(row - 16) + std::abs(column - 16) > 4) {
                        const double v = double(y[std::size_t(33 * row + column)]);
                        sum += v, dx += v * (column - 16), dy += v * (row - 16);
                    }
            QVERIFY2(sum > 2 && sum < 6, qPrintable(QString::number(sum)));
            QVERIFY(std::abs(std::hypot(dx, dy) / sum - 12) < 0.8);
            const double angle = std::abs(std::atan2(dy, dx));
            QVERIFY(angle < 0.8);
            far = std::max(far, angle);
        }
        QVERIFY(far > 0.7);

        // A slope along x stays one when a part of it is made as large as the whole, and becomes flatter by the part's width.
        PlainTensor slope{{1, 24, 24}, {}};
        for (int i = 0; i < 24 * 24; ++i)
            slope.data.push_back(float(i % 24));
        for (std::int64_t i = 0; i < 100; ++i) {
            const auto y = tensor(apply("transform.augment_pictures", {{"mirror", std::string("none")}, {"smallest_area", 0.25}}, slope, {.split = Split::Train, .index = i}), "y").data;
            const float step = y[12 * 24 + 13] - y[12 * 24 + 12];
            QVERIFY2(step > 0.43f && step < 1.001f, qPrintable(QString::number(double(step))));
            for (std::size_t k = 2; k + 2 < 24; ++k)
                QVERIFY(std::abs(y[12 * 24 + k + 1] - y[12 * 24 + k] - step) < 1e-3f);
        }
    }

    void aPolicyChangesPicturesInManyWays()
    {
        PlainTensor x{{3, 16, 16}, {}};
        Random random(3);
        for (int i = 0; i < 3 * 256; ++i)
            x.data.push_back(float(random.uniform(0.2, 0.9)));
        std::set<std::vector<float>> seen;
        for (std::int64_t i = 0; i < 300; ++i) {
            const auto y = tensor(apply("transform.augment_pictures", {{"mirror", std::string("none")}, {"policy", std::string("trivial")}}, x, {.split = Split::Train, .index = i}), "y");
            QCOMPARE(y.shape, x.shape);
            for (const float v : y.data)
                QVERIFY(v >= 0 && v <= 1);
            seen.insert(y.data);
        }
        QVERIFY2(seen.size() > 120, qPrintable(QString::number(seen.size())));

        const PlainTensor grey{{1, 1, 4}, {0.2f, 0.4f, 0.6f, 0.8f}};
        const auto near = [](const PlainTensor& y, const std::vector<float>& wanted) {
            for (std::size_t i = 0; i < wanted.size(); ++i)
                if (std::abs(y.data[i] - wanted[i]) > 1e-5f)
                    return false;
            return y.data.size() == wanted.size();
        };
        QVERIFY(near(recoloured(grey, ColourChange::Brightness, -0.5 / 0.99, 0), {0.1f, 0.2f, 0.3f, 0.4f}));
        QVERIFY(near(recoloured(grey, ColourChange::Contrast, -0.5 / 0.99, 0), {0.35f, 0.45f, 0.55f, 0.65f}));
        QVERIFY(near(recoloured(grey, ColourChange::AutoContrast, 0, 0), {0, 1 / 3.0f, 2 / 3.0f, 1}));
        QVERIFY(near(recoloured(grey, ColourChange::Solarize, 0, 0.5), {0.2f, 0.4f, 0.4f, 0.2f}));
        QVERIFY(near(recoloured(grey, ColourChange::Posterize, 0, 1), {0, 64 / 255.0f, 128 / 255.0f, 192 / 255.0f}));
        QVERIFY(near(recoloured(grey, ColourChange::Colour, 0.5, 0), grey.data));
    }

    void stepsOfSequencesAreLeftOut()
    {
        PlainTensor x{{10, 2}, {}};
        for (int i = 0; i < 20; ++i)
            x.data.push_back(float(i));
        const auto kept = [&](SamplePlace place) {
            const PlainTensor y = tensor(apply("transform.temporal_delete", {{"T_remain", std::int64_t(4)}}, x, place), "y");
            std::vector<int> steps;
            for (std::size_t i = 0; i < 8; i += 2) {
                if (y.data[i + 1] != y.data[i] + 1)
                    return std::vector<int>{};
                steps.push_back(int(y.data[i]) / 2);
            }
            return steps;
        };
        std::vector<int> times(10);
        for (std::int64_t i = 0; i < 1000; ++i) {
            const auto steps = kept({.split = Split::Train, .index = i});
            QVERIFY(steps.size() == 4 && std::is_sorted(steps.begin(), steps.end()) && std::adjacent_find(steps.begin(), steps.end()) == steps.end());
            for (const int step : steps)
                ++times[std::size_t(step)];
        }
        for (const int count : times)
            QVERIFY2(count > 330 && count < 470, qPrintable(QString::number(count)));
        QCOMPARE(kept({.split = Split::Test}), (std::vector<int>{2, 4, 7, 9}));
        QVERIFY(holds(errorOf([&] { apply("transform.temporal_delete", {{"T_remain", std::int64_t(11)}}, x); }), "at most 10"));
    }
};

SPW_TEST_APPLESS(tst_SampleTransforms)

} // namespace tst_sample_transforms

#include "tst_sample_transforms.moc"
