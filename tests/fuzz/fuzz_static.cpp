// SPDX-License-Identifier: GPL-3.0-or-later
// Files of still pictures and sounds (IDX, also in gzip, CIFAR, WAV): each reader gets the same bytes.
#include "core/base/error.h"
#include "core/data/static/cifar_file.h"
#include "core/data/static/idx_file.h"
#include "core/data/static/wav_file.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace spw;
    const auto bytes = bytesInMemory(std::string(reinterpret_cast<const char*>(data), size), "fuzz");
    const std::function<bool()> readers[] = {
        [&] {
            const IdxArray array = readIdx(bytes, 64 << 20);
            std::uint64_t count = 1;
            for (const std::int64_t side : array.shape)
                count *= std::uint64_t(side);
            return count == array.itemCount();
        },
        [&] {
            const CifarRecords records = readCifar(*bytes);
            return records.pixels.size() == records.size() * CifarRecords::kPixels;
        },
        [&] {
            const WavSound sound = readWav(*bytes);
            for (int channel = 0; channel < sound.channels && channel < 4; ++channel)
                if (std::int64_t(sound.channel(channel).size()) != sound.frames())
                    return false;
            return std::int64_t(sound.mono().size()) == sound.frames();
        },
    };
    for (const auto& read : readers)
        try {
            if (!read())
                std::abort();
        } catch (const Error& error) {
            if (error.happened().empty() || error.where().empty() || error.fix().empty())
                std::abort();
        }
    return 0;
}
