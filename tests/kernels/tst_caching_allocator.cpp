// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/aten.h"
#include "kernels/torch/caching_allocator.h"
#include "tests/runner/registry.h"

#include <QTest>

#include <set>
#include <thread>

namespace tst_caching_allocator {

using namespace spw;

class tst_CachingAllocator final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_early = at::ones({1000});   // from LibTorch's own allocator
        QVERIFY(!ops::cachingAllocatorEnabled());
        ops::installCachingAllocator(std::size_t(64) << 20);
        QVERIFY(ops::cachingAllocatorEnabled());
    }
    void cleanup() { ops::trimCachingAllocator(); }

    void memoryFromBeforeGoesBackWhereItCameFrom()
    {
        const auto live = ops::cachingAllocatorStats().liveBytes;
        m_early = at::Tensor();
        QCOMPARE(ops::cachingAllocatorStats().liveBytes, live);
    }

    void aFreedBlockIsUsedAgain()
    {
        void* first = nullptr;
        {
            const at::Tensor t = at::empty({300000});
            first = t.data_ptr();
            QVERIFY(reinterpret_cast<std::uintptr_t>(first) % 64 == 0);
        }
        const auto before = ops::cachingAllocatorStats();
        QVERIFY(before.cachedBytes >= 1200000);
        const at::Tensor again = at::empty({300000});
        QCOMPARE(again.data_ptr(), first);
        QCOMPARE(ops::cachingAllocatorStats().reused, before.reused + 1);
        QVERIFY(ops::cachingAllocatorStats().cachedBytes < before.cachedBytes);
    }

    void blocksInUseNeverOverlap()
    {
        std::vector<at::Tensor> tensors;
        std::set<std::pair<std::uintptr_t, std::uintptr_t>> ranges;
        for (int i = 1; i < 400; ++i) {
            tensors.push_back(at::full({(i * 7919) % 50000 + 1}, double(i)));
            if (i % 3 == 0)
                tensors[std::size_t(i) / 2] = at::Tensor();
        }
        for (std::size_t i = 0; i < tensors.size(); ++i)
            if (tensors[i].defined()) {
                const auto from = reinterpret_cast<std::uintptr_t>(tensors[i].data_ptr());
                ranges.insert({from, from + tensors[i].nbytes()});
                QVERIFY(at::all(tensors[i] == double(i + 1)).item<bool>());
            }
        std::uintptr_t end = 0;
        for (const auto& [from, to] : ranges) {
            QVERIFY(from >= end);
            end = to;
        }
    }

    void theCacheKeepsToItsLimitAndCanBeEmptied()
    {
        {
            std::vector<at::Tensor> tensors;
            for (int i = 0; i < 30; ++i)
                tensors.push_back(at::zeros({1 << 20}));   // 4 MB each, 120 MB
        }
        QVERIFY(ops::cachingAllocatorStats().cachedBytes <= std::uint64_t(64) << 20);
        const auto cached = ops::cachingAllocatorStats().cachedBytes;
        QVERIFY(cached > 0);
        QCOMPARE(std::uint64_t(ops::trimCachingAllocator()), cached);
        QCOMPARE(ops::cachingAllocatorStats().cachedBytes, std::uint64_t(0));
    }

    void severalThreadsMayAllocateAndFreeEachOthersBlocks()
    {
        const auto live = ops::cachingAllocatorStats().liveBytes;
        std::vector<at::Tensor> handed(64);
        std::atomic<bool> wrong{false};
        std::thread maker([&] {
            for (int i = 0; i < 2000; ++i) {
                const at::Tensor t = at::full({i % 500 + 1}, double(i));
                if (t[0].item<float>() != float(i))
                    wrong = true;
            }
            for (auto& tensor : handed)
                tensor = at::ones({5000});
        });
        for (int i = 0; i < 2000; ++i) {
            const at::Tensor t = at::full({i % 500 + 1}, double(-i));
            if (t[0].item<float>() != float(-i))
                wrong = true;
        }
        maker.join();
        handed.clear();
        QVERIFY(!wrong);
        QCOMPARE(ops::cachingAllocatorStats().liveBytes, live);
    }

    void itCanBeSwitchedOffForComparison()
    {
        const at::Tensor cached = at::ones({5000});
        ops::setCachingAllocatorEnabled(false);
        const auto requests = ops::cachingAllocatorStats().requests;
        const at::Tensor plain = at::ones({5000});
        QCOMPARE(ops::cachingAllocatorStats().requests, requests);
        ops::setCachingAllocatorEnabled(true);
        QVERIFY(at::equal(cached, plain));
        const at::Tensor after = at::ones({5000});
        QVERIFY(ops::cachingAllocatorStats().requests > requests);
    }

    void anImpossibleSizeIsAnErrorAndNotACrash()
    {
        QVERIFY_EXCEPTION_THROWN(at::empty({std::int64_t(1) << 60}, at::kByte), std::exception);
    }

private:
    at::Tensor m_early;
};

SPW_TEST_GUILESS(tst_CachingAllocator)

} // namespace tst_caching_allocator

#include "tst_caching_allocator.moc"
