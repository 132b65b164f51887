// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/events/events.h"
#include "kernels/events/packed_events.h"
#include "tests/bench/ratio.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <numeric>
#include <random>

using namespace spw::kernels;

namespace {

constexpr FrameShape kShape{2, 34, 34};
constexpr std::int64_t kDuration = 300'000;

std::vector<std::byte> recording(std::int64_t events)
{
    std::mt19937 random(3);
    std::vector<std::byte> bytes(std::size_t(events) * kBs2RecordBytes);
    for (std::int64_t i = 0; i < events; ++i) {
        const std::uint32_t low = (random() % 2) << 23 | std::uint32_t(i * kDuration / events);
        const std::uint8_t record[5] = {std::uint8_t(random() % 34), std::uint8_t(random() % 34),
                                        std::uint8_t(low >> 16), std::uint8_t(low >> 8), std::uint8_t(low)};
        std::memcpy(&bytes[std::size_t(i) * 5], record, 5);
    }
    return bytes;
}

/// Packed bytes to arrays; `of_memcpy` is the share of the speed of a copy of the same bytes.
void decode(benchmark::State& state)
{
    const std::vector<std::byte> bytes = recording(state.range(0));
    std::vector<std::byte> copy(bytes.size());
    const std::size_t count = std::size_t(state.range(0));
    std::vector<std::uint16_t> x(count), y(count);
    std::vector<std::uint8_t> p(count);
    std::vector<std::int64_t> t(count);
    const auto work = [&] { benchmark::DoNotOptimize(decodeBs2(bytes, x, y, p, t)); };
    for (auto _ : state)
        work();
    if (!std::is_sorted(t.begin(), t.end()) || *std::max_element(x.begin(), x.end()) != 33)
        state.SkipWithError("the decoded events are wrong");
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["of_memcpy"] = spw::bench::pairedRatio(work, [&] {
        std::memcpy(copy.data(), bytes.data(), bytes.size());
        benchmark::DoNotOptimize(copy.data());
    }, 25);
}
BENCHMARK(decode)->Arg(5'000)->Arg(100'000)->Arg(4'000'000);

/// Packed bytes to 20 frames in one pass; `of_memcpy` as above.
void bytesToFrames(benchmark::State& state)
{
    const std::vector<std::byte> bytes = recording(state.range(0));
    std::vector<std::byte> copy(bytes.size());
    std::vector<float> frames(20 * std::size_t(kShape.size()));
    const auto work = [&] {
        benchmark::DoNotOptimize(accumulateBs2(bytes, 0, kDuration, 20, kShape, frames));
    };
    for (auto _ : state)
        work();
    if (std::accumulate(frames.begin(), frames.end(), 0.0) != double(state.range(0)))
        state.SkipWithError("the frames do not hold every event");
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["of_memcpy"] = spw::bench::pairedRatio(work, [&] {
        std::memcpy(copy.data(), bytes.data(), bytes.size());
        benchmark::DoNotOptimize(copy.data());
    }, 25);
}
BENCHMARK(bytesToFrames)->Arg(5'000)->Arg(100'000)->Arg(4'000'000);

struct Columns {
    std::vector<std::uint16_t> x, y;
    std::vector<std::uint8_t> p;
    std::vector<std::int64_t> t;

    explicit Columns(std::size_t count) : x(count), y(count), p(count), t(count) {}
    EventColumns to() { return {x.data(), y.data(), p.data(), t.data()}; }
};

/// AEDAT 3 events, one in a hundred invalid, to arrays; `of_memcpy` as above. 16384 is what a reader takes at a time.
void decodeAedat3Events(benchmark::State& state)
{
    std::mt19937 random(5);
    const auto count = std::size_t(state.range(0));
    std::vector<std::uint8_t> bytes(8 * count), copy(8 * count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t word[2] = {std::uint32_t(random() % 128 << 17 | random() % 128 << 2 | (random() & 1) << 1 | (random() % 100 != 0)),
                                       std::uint32_t(i)};
        std::memcpy(&bytes[8 * i], word, 8);
    }
    Columns columns(count);
    std::size_t made = 0;
    const auto work = [&] { benchmark::DoNotOptimize(made = decodeAedat3(bytes.data(), count, 0, false, columns.to())); };
    for (auto _ : state)
        work();
    if (made > count || made < count / 10 * 9 || !std::is_sorted(columns.t.begin(), columns.t.begin() + std::ptrdiff_t(made)))
        state.SkipWithError("the decoded events are wrong");
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["of_memcpy"] = spw::bench::pairedRatio(work, [&] {
        std::memcpy(copy.data(), bytes.data(), bytes.size());
        benchmark::DoNotOptimize(copy.data());
    }, 25);
}
BENCHMARK(decodeAedat3Events)->Arg(16'384)->Arg(100'000)->Arg(4'000'000);

/// EVT3 words as a camera sends them (rows of a few pixels, some vectors, the time every microsecond) to arrays; items are
/// events. 65536 words are what a reader takes at a time.
void decodeEvt3Words(benchmark::State& state)
{
    std::mt19937 random(7);
    const auto count = std::size_t(state.range(0));
    std::vector<std::uint16_t> words;
    for (std::uint32_t t = 0; words.size() < count; ++t) {
        if (t % 16 == 0)
            words.push_back(std::uint16_t(0x8000 | (t >> 12 & 0xfff)));
        words.push_back(std::uint16_t(0x6000 | (t & 0xfff)));
        for (std::uint32_t row = 3 + random() % 4; row > 0; --row) {
            words.push_back(std::uint16_t(random() % 720));
            for (std::uint32_t n = 1 + random() % 6; n > 0; --n)
                words.push_back(std::uint16_t(0x2000 | (random() & 1) << 11 | random() % 1280));
            if (random() % 6 == 0)
                for (const std::uint32_t word : {0x3000u | random() % 1200, 0x4000u | (random() & 0xfff), 0x5000u | (random() & 0xff)})
                    words.push_back(std::uint16_t(word));
        }
    }
    words.resize(count);
    Columns columns(12 * count);
    std::size_t made = 0;
    for (auto _ : state) {
        Evt3State start;
        benchmark::DoNotOptimize(made = decodeEvt3(reinterpret_cast<const std::uint8_t*>(words.data()), count, 720, start, columns.to()));
    }
    if (made < count / 2)
        state.SkipWithError("the decoded events are wrong");
    state.SetItemsProcessed(state.iterations() * std::int64_t(made));
}
BENCHMARK(decodeEvt3Words)->Arg(65'536);

} // namespace

BENCHMARK_MAIN();
