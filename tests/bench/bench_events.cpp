// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/events/events.h"
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

} // namespace

BENCHMARK_MAIN();
