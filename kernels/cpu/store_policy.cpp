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

#include <unistd.h>

namespace spw::kernels {

namespace {

constexpr std::int64_t kLine = 64, kAhead = 64 * kLine;
constexpr double kMargin = 1.15;   // streaming gains more on outputs that fill no cache than on the probe's
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

/// Bytes to copy: twice the second cache. Lines that still lie there slow streaming down, which large outputs do not meet.
std::int64_t probeBytes()
{
    long cache = 0;
#if defined(_SC_LEVEL2_CACHE_SIZE)
    cache = sysconf(_SC_LEVEL2_CACHE_SIZE);   // 0 or -1 where it is not known
#endif
    return std::clamp<std::int64_t>(2 * std::int64_t(cache), 2 << 20, 8 << 20) / kLine * kLine;
}

/// Copies as the kernels do: reads that are asked for ahead, and writes of either kind.
class Probe {
public:
    Probe() : m_size(probeBytes()), m_bytes(new char[std::size_t(2 * m_size + kLine)]())
    {
        const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(m_bytes.get());
        m_from = m_bytes.get() + (kLine - std::int64_t(address % kLine)) % kLine;
        m_to = m_from + m_size;
    }

    bool streamingIsQuicker()
    {
        double streaming = 1e9, fetching = 1e9;
        for (int round = 0; round < 2; ++round) {
            // The streamed lines leave the cache, so the second pass meets them in memory, as a large output would be.
            const double start = threadSeconds();
            copy<true>();
            const double between = threadSeconds();
            copy<false>();
            streaming = std::min(streaming, between - start);
            fetching = std::min(fetching, threadSeconds() - between);
        }
        return streaming <= kMargin * fetching;
    }

private:
    template <bool Stream>
    void copy()
    {
        for (std::int64_t i = 0; i < m_size; i += kLine) {
            const std::int64_t ahead = std::min(i + kAhead, m_size - 1);
            __builtin_prefetch(m_from + ahead, 0, 2);
            if constexpr (!Stream)
                __builtin_prefetch(m_to + ahead, 1, 2);
            for (std::int64_t k = i; k < i + kLine; k += 16) {
                const __m128 v = _mm_load_ps(reinterpret_cast<const float*>(m_from + k));
                float* to = reinterpret_cast<float*>(m_to + k);
                Stream ? _mm_stream_ps(to, v) : _mm_store_ps(to, v);
            }
        }
        if constexpr (Stream)
            _mm_sfence();
    }

    std::int64_t m_size;
    std::unique_ptr<char[]> m_bytes;
    char *m_from, *m_to;
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
