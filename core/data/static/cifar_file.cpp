// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/static/cifar_file.h"

#include "core/base/error.h"

#include <filesystem>

namespace spw {

namespace {

constexpr std::uint64_t kMostCifarBytes = std::uint64_t(2) << 30;
constexpr std::size_t kTenBytes = 1 + CifarRecords::kPixels, kHundredBytes = 2 + CifarRecords::kPixels;

bool labelsFit(const std::string& bytes, bool hundred)
{
    const std::size_t record = hundred ? kHundredBytes : kTenBytes;
    for (std::size_t at = 0; at + record <= bytes.size(); at += record)
        if (hundred ? std::uint8_t(bytes[at]) > 19 || std::uint8_t(bytes[at + 1]) > 99 : std::uint8_t(bytes[at]) > 9)
            return false;
    return true;
}

bool isHundred(const std::string& bytes, const std::string& name)
{
    const bool ten = bytes.size() % kTenBytes == 0, hundred = bytes.size() % kHundredBytes == 0;
    if (ten != hundred)
        return hundred;
    if (labelsFit(bytes, false) != labelsFit(bytes, true))
        return labelsFit(bytes, true);
    const std::string file = std::filesystem::path(name).filename().string();
    return file.find("100") != std::string::npos || file == "train.bin" || file == "test.bin";
}

} // namespace

CifarRecords readCifar(const ByteSource& file, CifarKind kind)
{
    if (file.size() > kMostCifarBytes)
        throw Error("The file has " + std::to_string(file.size()) + " bytes, CIFAR's have 30 to 150 million.", file.name(),
                    "Choose a file like data_batch_1.bin.");
    const std::string bytes = file.text(0, std::size_t(file.size()));
    CifarRecords records;
    records.hundred = kind == CifarKind::Hundred || (kind == CifarKind::FromFile && isHundred(bytes, file.name()));
    const std::size_t record = records.hundred ? kHundredBytes : kTenBytes, count = bytes.size() / record;
    records.droppedBytes = bytes.size() - count * record;
    records.pixels.reserve(count * CifarRecords::kPixels);
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t at = i * record;
        if (records.hundred)
            records.coarse.push_back(std::uint8_t(bytes[at++]));
        records.labels.push_back(std::uint8_t(bytes[at++]));
        if (records.labels.back() > (records.hundred ? 99 : 9) || (records.hundred && records.coarse.back() > 19))
            throw Error("A label is " + std::to_string(records.labels.back()) + ", 0 to " + (records.hundred ? "99" : "9")
                            + " was expected.", file.name() + ", byte " + std::to_string(at - 1),
                        "Choose a file of CIFAR's binary version, like data_batch_1.bin.");
        records.pixels.append(bytes, at, CifarRecords::kPixels);
    }
    return records;
}

} // namespace spw
