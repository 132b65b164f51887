// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/caching_allocator.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace spw::ops {

namespace {

constexpr std::size_t kHeaderBytes = 64;   // also the alignment of what we hand out
constexpr std::size_t kHugeFrom = std::size_t(1) << 20;
constexpr std::size_t kHugePage = std::size_t(2) << 20;
constexpr int kSteps = 8;                  // size classes per power of two: at most 1/8 is wasted
constexpr int kClasses = 64 * kSteps;

/// Lies before the memory of each block, so that a bare pointer can be freed.
struct Header {
    std::size_t blockBytes;
    int sizeClass;
};
static_assert(sizeof(Header) <= kHeaderBytes);

/// The class of a block of at least `bytes`, and the bytes of that class.
std::pair<int, std::size_t> classOf(std::size_t bytes)
{
    bytes = std::max<std::size_t>(bytes, 2 * kHeaderBytes);
    const int power = std::bit_width(bytes - 1) - 1;   // 2^power < bytes <= 2^(power+1)
    const std::size_t step = (std::size_t(1) << power) / kSteps;
    const std::size_t index = (bytes - 1 - (std::size_t(1) << power)) / step;   // 0 .. kSteps - 1
    return {power * kSteps + int(index), (std::size_t(1) << power) + (index + 1) * step};
}

std::size_t quarterOfMemory()
{
#if defined(__linux__)
    const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    if (pages > 0 && page > 0)
        return std::size_t(pages) * std::size_t(page) / 4;
#endif
    return std::size_t(2) << 30;
}

class CachingAllocator final : public c10::Allocator {
public:
    /// LibTorch made this function non-const in 2.x: whichever of the two is virtual there is overridden.
    c10::DataPtr allocate(std::size_t bytes) const { return const_cast<CachingAllocator*>(this)->take(bytes); }
    c10::DataPtr allocate(std::size_t bytes) { return take(bytes); }
    c10::DeleterFnPtr raw_deleter() const override { return &CachingAllocator::release; }
    /// Virtual from LibTorch 2.1 on.
    void copy_data(void* to, const void* from, std::size_t bytes) const { std::memcpy(to, from, bytes); }

    std::size_t trim()
    {
        std::size_t freed = 0;
        for (FreeList& list : m_lists) {
            const std::lock_guard lock(list.mutex);
            for (void* block : list.blocks) {
                freed += static_cast<Header*>(block)->blockBytes;
                std::free(block);
            }
            list.blocks.clear();
        }
        m_cached -= freed;
        return freed;
    }

    AllocatorStats stats() const
    {
        return {m_requests.load(), m_reused.load(), m_live.load(), m_cached.load(), m_peak.load()};
    }

    std::atomic<std::size_t> limit{0};

private:
    struct FreeList {
        std::mutex mutex;
        std::vector<void*> blocks;
    };

    c10::DataPtr take(std::size_t bytes)
    {
        const c10::Device cpu(c10::DeviceType::CPU);
        if (bytes == 0)
            return {nullptr, cpu};
        if (bytes > std::size_t(PTRDIFF_MAX) - 2 * kHugePage)
            throw std::bad_alloc();
        const auto [sizeClass, blockBytes] = classOf(bytes + kHeaderBytes);
        ++m_requests;
        void* block = nullptr;
        FreeList& list = m_lists[std::size_t(sizeClass)];
        {
            const std::lock_guard lock(list.mutex);
            if (!list.blocks.empty()) {
                block = list.blocks.back();
                list.blocks.pop_back();
            }
        }
        if (block) {
            ++m_reused;
            m_cached -= blockBytes;
        } else {
            block = fresh(blockBytes);
            if (!block && trim() > 0)
                block = fresh(blockBytes);
            if (!block)
                throw std::bad_alloc();
            new (block) Header{blockBytes, sizeClass};
        }
        const std::uint64_t live = m_live += blockBytes;
        for (std::uint64_t peak = m_peak; live > peak && !m_peak.compare_exchange_weak(peak, live);) {
        }
        void* data = static_cast<char*>(block) + kHeaderBytes;
        return {data, data, &CachingAllocator::release, cpu};
    }

    static void* fresh(std::size_t bytes)
    {
        void* block = nullptr;
        if (posix_memalign(&block, bytes >= kHugeFrom ? kHugePage : kHeaderBytes, bytes) != 0)
            return nullptr;
#if defined(__linux__) && defined(MADV_HUGEPAGE)
        if (bytes >= kHugeFrom)   // a wish: without huge pages in the kernel nothing changes
            madvise(block, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
        return block;
    }

    static void release(void* data);

    void put(void* data)
    {
        void* block = static_cast<char*>(data) - kHeaderBytes;
        const Header header = *static_cast<Header*>(block);
        m_live -= header.blockBytes;
        if (m_cached + header.blockBytes <= limit) {
            FreeList& list = m_lists[std::size_t(header.sizeClass)];
            const std::lock_guard lock(list.mutex);
            list.blocks.push_back(block);
            m_cached += header.blockBytes;
        } else {
            std::free(block);
        }
    }

    std::array<FreeList, kClasses> m_lists;
    std::atomic<std::uint64_t> m_requests{0}, m_reused{0}, m_live{0}, m_cached{0}, m_peak{0};
};

/// Never destroyed: tensors in static variables may be freed after any destructor of ours.
CachingAllocator& allocator()
{
    static CachingAllocator* instance = new CachingAllocator;
    return *instance;
}

void CachingAllocator::release(void* data)
{
    if (data)
        allocator().put(data);
}

std::atomic<bool> installed{false};

} // namespace

void installCachingAllocator(std::size_t cacheLimit)
{
    allocator().limit = cacheLimit ? cacheLimit : quarterOfMemory();
    setCachingAllocatorEnabled(true);
}

bool cachingAllocatorEnabled() { return installed; }

void setCachingAllocatorEnabled(bool enabled)
{
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    if (enabled == installed)
        return;
    if (enabled && allocator().limit == 0)
        allocator().limit = quarterOfMemory();
    // The priority must not fall, or LibTorch ignores the change.
    c10::SetAllocator(c10::DeviceType::CPU, enabled ? &allocator() : c10::GetDefaultCPUAllocator(), 100);
    installed = enabled;
}

std::size_t trimCachingAllocator() { return allocator().trim(); }

AllocatorStats cachingAllocatorStats() { return allocator().stats(); }

} // namespace spw::ops
