// SPDX-License-Identifier: GPL-3.0-or-later
// One program a format, whose id CMakeLists.txt writes into spwFuzzFormat: whatever bytes it gets, a reader gives events or an
// Error. "any": the reader is chosen by the bytes.
#include "core/base/error.h"
#include "core/data/event_reader.h"
#include "tests/fuzz/hdf5_handles.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

extern const char* const spwFuzzFormat;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace spw;
    try {
        const std::string format = spwFuzzFormat;
        const auto bytes = bytesInMemory(std::string(reinterpret_cast<const char*>(data), size), "fuzz");
        const auto reader = openEvents(bytes, format == "any" ? ReadOptions{} : ReadOptions{{"format", format}});
        std::uint64_t sum = 0;
        for (const std::int64_t time : {std::numeric_limits<std::int64_t>::min(), std::int64_t(1000)}) {
            reader->seek(time);
            for (EventView e = reader->next(); !e.empty(); e = reader->next()) {
                if (e.x.size() != e.size() || e.y.size() != e.size() || e.p.size() != e.size())
                    std::abort();
                sum += e.x.back() + e.y.front() + e.p.back();
            }
        }
        reader->lastTime();
        [[maybe_unused]] static volatile std::uint64_t seen = 0;   // so that reading is not optimised away
        seen = sum;
    } catch (const Error&) {
    }
    requireHdf5Closed();
    return 0;
}
