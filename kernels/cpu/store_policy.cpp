// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/store_policy.h"

#if defined(SPW_HAVE_X86_LEVELS)

#include <emmintrin.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <memory>

namespace spw::kernels {

namespace {

constexpr std::int64_t kProbeBytes = 2 * 1024 * 1024, kLine = 64, kAheadLines = 32;
constexpr std::int64_t kEveryNs = 1'000'000'000;

std::int64_t nowNs()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

/// Own processor time, so that being interrupted does not count.
double threadSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
}

class Probe {
public:
    Probe() : m_bytes(new char[std::size_t(kProbeBytes + kLine)]())
    {
        const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(m_bytes.get());
        m_begin = m_bytes.get() + (kLine - std::int64_t(address % kLine)) % kLine;
    }

    bool streamingIsQuicker()
    {
        double streaming = 1e9, fetching = 1e9;
        for (int round = 0; round < 2; ++round) {
            // The streamed lines leave the cache, so the second pass meets them in memory, as a large output would be.
            const double start = threadSeconds();
            for (std::int64_t i = 0; i < kProbeBytes; i += 16)
                _mm_stream_ps(reinterpret_cast<float*>(m_begin + i), _mm_setzero_ps());
            _mm_sfence();
            const double between = threadSeconds();
            for (std::int64_t i = 0; i < kProbeBytes; i += kLine) {
                __builtin_prefetch(m_begin + std::min(i + kAheadLines * kLine, kProbeBytes - 1), 1);
                for (std::int64_t k = 0; k < kLine; k += 16)
                    _mm_store_ps(reinterpret_cast<float*>(m_begin + i + k), _mm_setzero_ps());
            }
            streaming = std::min(streaming, between - start);
            fetching = std::min(fetching, threadSeconds() - between);
        }
        return streaming <= fetching;
    }

private:
    std::unique_ptr<char[]> m_bytes;
    char* m_begin;
};

std::atomic<int> fixedChoice{-1};

} // namespace

bool streamingStoresPay()
{
    static std::atomic<std::int64_t> due{0};
    static std::atomic<bool> pay{true}, measuring{false};
    if (const int fixed = fixedChoice.load(std::memory_order_relaxed); fixed >= 0)
        return fixed == 1;
    if (nowNs() >= due.load(std::memory_order_relaxed) && !measuring.exchange(true)) {
        static Probe probe;   // only ever used by the one thread that set `measuring`
        pay = probe.streamingIsQuicker();
        due = nowNs() + kEveryNs;
        measuring = false;
    }
    return pay.load(std::memory_order_relaxed);
}

void setStreamingStores(int choice) { fixedChoice = choice; }

} // namespace spw::kernels

#else

namespace spw::kernels {

bool streamingStoresPay() { return false; }
void setStreamingStores(int) {}

} // namespace spw::kernels

#endif
